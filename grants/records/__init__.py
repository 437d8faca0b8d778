"""What people declare in grant.toml: frozen, strict records.

The names of the keys in the file are the aliases (`[[activity]]` is `Grant.activities`). What one
record alone can say is checked here; what several must agree on is checked in `grants.checks`.
"""

from grants.records.amendments import Amendment, LineChange
from grants.records.award import Application, Award
from grants.records.budget import Activity, BudgetLine, Calculation, Factor, FundingSource
from grants.records.grant import Grant
from grants.records.parties import Funder, Partner, Recipient
from grants.records.payments import Commitment, Instalment, Repayment, StatedSettlement
from grants.records.rates import RateStep, RateTable
from grants.records.report import (
    Attachment,
    Auditor,
    CheckSetting,
    Control,
    Explanation,
    ManagementStatement,
    ReportDetails,
)
from grants.records.terms import (
    AuditorTier,
    DatedRules,
    Fondsmoms,
    HourNorm,
    Match,
    Overhead,
    Prohibited,
    ReportDeadline,
    Retention,
    Rules,
    Terms,
    TransferLimit,
)
from grants.records.types import CURRENCY_PATTERN, ID_PATTERN, Record

__all__ = [
    "CURRENCY_PATTERN",
    "ID_PATTERN",
    "Activity",
    "Amendment",
    "Application",
    "Attachment",
    "Auditor",
    "AuditorTier",
    "Award",
    "BudgetLine",
    "Calculation",
    "CheckSetting",
    "Commitment",
    "Control",
    "DatedRules",
    "Explanation",
    "Factor",
    "Fondsmoms",
    "Funder",
    "FundingSource",
    "Grant",
    "HourNorm",
    "Instalment",
    "LineChange",
    "ManagementStatement",
    "Match",
    "Overhead",
    "Partner",
    "Prohibited",
    "RateStep",
    "RateTable",
    "Recipient",
    "Record",
    "Repayment",
    "ReportDeadline",
    "ReportDetails",
    "Retention",
    "Rules",
    "StatedSettlement",
    "Terms",
    "TransferLimit",
]
