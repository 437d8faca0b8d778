"""Import of postings from the ERP: plan what an export changes, show it, write it whole or not at all."""

from grants.importing.decisions import Decisions, read_decisions
from grants.importing.importer import Imported, Request, apply, import_file, plan_import
from grants.importing.plan import ImportPlan

__all__ = [
    "Decisions",
    "ImportPlan",
    "Imported",
    "Request",
    "apply",
    "import_file",
    "plan_import",
    "read_decisions",
]
