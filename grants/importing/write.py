"""Writing an import: in each grant the postings and the record, all files together or none."""

import hashlib
from itertools import chain
from pathlib import Path

from grants.errors import WriteError
from grants.importing.grant_import import GrantImport
from grants.importing.plan import ImportPlan
from grants.records.imports import ImportRecord
from grants.store.declared.imports import appended
from grants.store.files.folders import CLOSING_FILE, GRANT_FILE, IMPORTS_FILE, POSTINGS_FILE
from grants.store.files.together import Change, digest_of, write_together
from grants.store.postings.append import lines_before
from grants.values import money
from grants.values.periods import Period


def written(plan: ImportPlan) -> tuple[str, ...]:
    """Write a plan; gives the files. The caller holds the locks.

    Raises `WriteError` if the plan has errors or a file is no longer what it was when the plan was made.
    """
    if not plan.is_sound:
        raise WriteError("nothing is written: the import has errors")
    changes: list[Change] = []
    for grant_import in plan.grant_imports:
        if not grant_import.writes:
            continue
        folder = Path(grant_import.account.folder)
        postings, imports = folder / POSTINGS_FILE, folder / IMPORTS_FILE
        base = grant_import.base
        for name, digest in ((GRANT_FILE, base.grant), (CLOSING_FILE, base.closing)):
            if digest_of(folder / name) != digest:
                raise WriteError(f"nothing is written: another program changed {folder / name} meanwhile")
        before = imports.read_bytes() if imports.exists() else b""
        if grant_import.postings:
            spool = grant_import.spool
            content = chain(lines_before(postings, spool.columns), spool.content())
            changes.append(Change(postings, content, base.postings))
        record = appended(before, record_of(plan, grant_import))
        changes.append(Change(imports, [record], base.imports))
    homes = {change.path.parent for change in changes}
    home = homes.pop() if len(homes) == 1 else Path(plan.root)
    write_together(home, changes)
    return tuple(str(change.path) for change in changes)


def record_of(plan: ImportPlan, grant_import: GrantImport) -> ImportRecord:
    """The record of the import in one grant."""
    days = [day for day, _ in grant_import.sums] or plan.days
    return ImportRecord.model_validate(
        {
            "number": grant_import.number,
            "date": plan.day,
            "file": plan.source.name,
            "sha256": plan.source.sha256,
            "size": plan.source.size,
            "profile": plan.profile_name,
            "profile_sha256": hashlib.sha256(repr(plan.profile).encode()).hexdigest(),
            "rows": plan.rows,
            "new": grant_import.new.lines,
            "known": grant_import.known.lines,
            "changed": grant_import.changed.lines,
            "reversed": grant_import.reversed.lines,
            "ignored": plan.ignored_lines,
            "unmatched": len(plan.unmatched),
            "masked": plan.masked,
            "sum": money.Amount(grant_import.minor),
            "first": Period.parse(min(days)).start,
            "last": Period.parse(max(days)).last,
            "controls": len(plan.controls),
            "decision": grant_import.decided,
        }
    )
