"""Importing an export into a ledger: plan what it changes, show it, and write it whole or not at all."""

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from dataclasses import field as field_of
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Literal

from grants.errors import WriteError
from grants.extensions import extension
from grants.findings import exports as rules
from grants.findings.bounded import Bounded
from grants.findings.finding import Finding, Severity, Where, errors, in_file_order
from grants.importing.decisions import Decisions
from grants.importing.grant_import import GrantImport, GrantImports
from grants.importing.plan import ImportPlan, SourceFile
from grants.importing.planner import Planner, Targets
from grants.importing.profiles.matching import Matcher
from grants.importing.profiles.profile import ImportRule, Profile
from grants.importing.profiles.profile_files import rule_places
from grants.importing.readers.read import read_source
from grants.importing.reversals import Coverage, Reversals
from grants.importing.source_line import Item
from grants.importing.texts import Cleaner
from grants.ledger import Ledger
from grants.records.imports import ImportRecord, KeptDecision
from grants.store import folder_of, load, load_grant
from grants.store.declared.imports import appended
from grants.store.files.folders import (
    CLOSING_FILE,
    GRANT_FILE,
    IMPORTS_FILE,
    POSTINGS_FILE,
    digest_of,
    grant_folders,
)
from grants.store.files.locking import all_locked, locked
from grants.store.files.writing import Change, write_together
from grants.store.postings.append import lines_before
from grants.values import money
from grants.values.periods import Period
from grants.values.text import name_with_masked_cpr

Reader = Callable[[str, Profile], Iterable[Item]]
"""Gives what a file says under a profile: lines, control totals and findings, in the order of the file."""


@dataclass(frozen=True)
class ImportRequest:
    """What is to be imported, and how.

    Without `grant_id` the rules decide which grant a line belongs to. `cpr` says whether personal numbers
    in texts are masked or refuse the file; `allow_unmatched` that the rest is imported where no rule knows
    some lines; `is_partial` that the export may leave out lines of its vouchers, so that none is reversed
    because it is not there. `progress` gets how many more lines are read, 0
    at the end. `reader` reads the file in place of the readers of the package: a function of the path and
    the profile, or the name under which a package registers one.
    """

    root: str | os.PathLike[str]
    path: str | os.PathLike[str]
    profile: Profile
    profile_name: str
    day: date
    grant_id: str | None = None
    decisions: Decisions = field_of(default_factory=Decisions)
    cpr: Literal["mask", "refuse"] = "mask"
    allow_unmatched: bool = False
    is_partial: bool = False
    reader: Reader | str = field_of(default=read_source, repr=False)
    progress: Callable[[int], None] = field_of(default=lambda _: None, repr=False)


@dataclass(frozen=True)
class Imported:
    """What an import wrote: for each grant its import record's number and the postings it got."""

    plan: ImportPlan
    files: tuple[str, ...]

    def __bool__(self) -> bool:
        return self.is_written

    @property
    def is_written(self) -> bool:
        """Whether anything was written."""
        return bool(self.files)


def plan_import(request: ImportRequest) -> ImportPlan:
    """What the import would change; nothing is written.

    Faults in the export, the ledger or the rules are among the plan's findings. Raises
    `UnknownGrantError`, and `UnknownExtensionError` for a reader that no package registers.
    """
    root, path, single = os.fspath(request.root), os.fspath(request.path), request.grant_id
    names = (GRANT_FILE, POSTINGS_FILE, IMPORTS_FILE, CLOSING_FILE)
    digests = {
        folder.resolve(): {name: digest_of(folder / name) for name in names} for folder in _folders(request)
    }
    ledger = load(root) if single is None else load_grant(root, single)
    plan = ImportPlan(root, _source_file(path), request.profile, request.profile_name, request.day)
    findings = Bounded()
    findings.add(*_faults_of(ledger, request), *request.decisions.findings)
    if request.cpr == "refuse" and plan.source.name != os.path.basename(path):
        message = "the name of the file holds what looks like a civil registration number (CPR)"
        where, remedy = Where(path), "give the file another name"
        findings.add(rules.CPR_IN_SOURCE.at(where, message, severity=Severity.ERROR, remedy=remedy))
    if errors(findings.all()):
        plan.findings = tuple(findings.all())
        return plan
    grant_imports = GrantImports({account.id: account for account in ledger}, digests)
    for account in ledger:
        if account.imports or single is not None:
            grant_imports.of(account.id)
    planner = _planner(request, plan, grant_imports, findings)
    given = request.reader
    reader: Reader = extension("readers", given) if isinstance(given, str) else given
    planner.run(iter(reader(path, request.profile)))
    findings.add(*planner.targets.findings)
    opened = grant_imports.opened
    _settle(planner, list(opened.values()), request)
    plan.days = planner.coverage.first, planner.coverage.last
    _keep_decisions(plan, opened)
    plan.hits = tuple(zip(planner.matcher.rules, planner.matcher.hits, strict=True))
    plan.grant_imports = tuple(each for _, each in sorted(opened.items()) if each.writes or each.known.lines)
    named = [each.account for each in plan.grant_imports] or list(ledger)
    plan.language = named[0].grant.language if named else plan.language
    if not errors(findings.all()):
        for grant_import in plan.grant_imports:
            findings.add(*grant_import.findings_after())
    plan.findings = tuple(in_file_order(findings.all()))
    return plan


def _planner(
    request: ImportRequest, plan: ImportPlan, grant_imports: GrantImports, findings: Bounded
) -> Planner:
    opened = grant_imports.opened.values()
    is_wanted = any(grant_import.posted.has_imported for grant_import in opened)
    return Planner(
        plan,
        Matcher(request.profile.rules),
        Targets(grant_imports, request.grant_id, partial(_place_of_rule, request)),
        request.decisions.with_kept(grant_import.account for grant_import in opened),
        Cleaner(request.cpr, plan.source.path, findings.add),
        Coverage(is_partial=request.is_partial, is_wanted=is_wanted),
        findings,
        request.progress,
        is_review=request.allow_unmatched,
    )


def _keep_decisions(plan: ImportPlan, grant_imports: Mapping[str, GrantImport]) -> None:
    """Give what a sheet decided, and no posting shows, to the records of the grants that are meant.

    Where a decision names no grant it is kept once, in the first that gets postings, else the first. What
    is closed keeps none: nothing is written there any more.
    """
    names = [name for name, each in grant_imports.items() if each.account.closings.final is None]
    names.sort(key=lambda name: (not grant_imports[name].postings, name))
    for decision in plan.decided.values():
        day = date.fromisoformat(decision.post_on) if decision.post_on else None
        kept = KeptDecision(key=decision.key, ignore=decision.ignore or None, post_on=day)
        if names:
            name = decision.grant if decision.grant in names else names[0]
            grant_imports[name].decided += (kept,)


def _settle(planner: Planner, grant_imports: list[GrantImport], request: ImportRequest) -> None:
    """Decide what could not be decided before the whole file was read."""
    plan = planner.plan
    planner.settle(grant_imports)
    for grant_import in grant_imports:
        others = [each for each in grant_imports if each is not grant_import]
        Reversals(grant_import, others, planner.coverage, plan.source.path, plan.profile_name).settle()
    for grant_import in grant_imports:
        planner.findings.add(*grant_import.findings)
    if plan.to_decide and not request.allow_unmatched:
        count = len(plan.to_decide)
        message = f"no rule says what {count:,} line{'s' * (count > 1)} {'are' if count > 1 else 'is'}"
        if planner.targets.only is None and not any(rule.grant for rule in request.profile.rules):
            message += "; no rule names a grant, and --grant does not either"
        planner.findings.add(
            rules.UNMATCHED.at(Where(plan.source.path, plan.to_decide[0].source.row), message)
        )


def apply_import(plan: ImportPlan) -> Imported:
    """Write a plan that is sound: the postings and the record of the import in every grant, or nothing.

    Raises `WriteError`, with every file as it was, if the plan has errors, if a file was changed since
    the plan was made, or cannot be written.
    """
    with _locked(plan.root, [Path(grant_import.account.folder) for grant_import in plan.grant_imports]):
        return Imported(plan, _written(plan))


def import_file(
    request: ImportRequest,
    confirm: Callable[[ImportPlan], bool] = lambda _: True,
    *,
    is_asking: bool = False,
) -> Imported:
    """Plan an import and write it if it is sound and `confirm` agrees, under one lock.

    With `is_asking`, `confirm` waits for a person: it is called outside any lock, and if another program
    writes in the meantime, `WriteError` says so and nothing is written.
    """
    with contextlib.nullcontext() if is_asking else _locked(request.root, _folders(request)):
        plan = plan_import(request)
        if not (plan.is_sound and plan.writes and confirm(plan)):
            return Imported(plan, ())
        return apply(plan) if is_asking else Imported(plan, _written(plan))


def _written(plan: ImportPlan) -> tuple[str, ...]:
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
        digests = grant_import.digests
        for name in (GRANT_FILE, CLOSING_FILE):
            if digest_of(folder / name) != digests[name]:
                raise WriteError(f"nothing is written: another program changed {folder / name} meanwhile")
        before = imports.read_bytes() if imports.exists() else b""
        if grant_import.postings:
            spool = grant_import.spool
            content = chain(lines_before(postings, spool.columns), spool.content())
            changes.append(Change(postings, content, digests[POSTINGS_FILE]))
        record = appended(before, _record_of(plan, grant_import))
        changes.append(Change(imports, [record], digests[IMPORTS_FILE]))
    homes = {change.path.parent for change in changes}
    home = homes.pop() if len(homes) == 1 else Path(plan.root)
    write_together(home, changes)
    return tuple(str(change.path) for change in changes)


def _record_of(plan: ImportPlan, grant_import: GrantImport) -> ImportRecord:
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


def _folders(request: ImportRequest) -> list[Path]:
    if request.grant_id is not None:
        return [folder_of(request.root, request.grant_id)]
    try:
        return grant_folders(Path(request.root))
    except OSError:  # reading the ledger says why
        return []


def _locked(root: str | os.PathLike[str], folders: list[Path]) -> AbstractContextManager[None]:
    """The lock of one grant, or of the ledger and several grants; none where there is no grant."""
    if not folders:
        return contextlib.nullcontext()
    return locked(folders[0]) if len(folders) == 1 else all_locked(Path(root), folders)


def _faults_of(ledger: Ledger, request: ImportRequest) -> list[Finding]:
    """The errors of reading that prevent the import: those of the grants that lines may go to."""
    found = errors(list(ledger.findings))
    if request.grant_id is not None or not ledger.grants:
        return found
    named = {rule.grant for rule in request.profile.rules} | {
        decision.grant for decision in request.decisions.by_key.values()
    }
    concerned = {account.folder for account in ledger if account.imports or account.id in named}
    concerned |= {os.path.join(ledger.root, name) for name in ledger.unread if name in named}
    return [finding for finding in found if os.path.dirname(finding.where.path) in concerned]


def _place_of_rule(request: ImportRequest, rule: ImportRule, key: str) -> Where:
    """Where a key of a rule is in the profile's file; the profile as a whole if it is from elsewhere."""
    number = next((place for place, each in enumerate(request.profile.rules) if each is rule), 0)
    places = rule_places(request.profile_name, Path(request.root), key)
    return places[number] if number < len(places) else Where(request.profile_name)


def _source_file(path: str) -> SourceFile:
    """The file's checksum and size; those of nothing if it cannot be read, which the reader reports."""
    digest, size = hashlib.sha256(), 0
    if os.path.isfile(path):
        with contextlib.suppress(OSError), open(path, "rb") as stream:
            digest, size = hashlib.file_digest(stream, "sha256"), os.fstat(stream.fileno()).st_size
    name, _ = name_with_masked_cpr(os.path.basename(path))
    return SourceFile(path, name, digest.hexdigest(), size)


apply = apply_import
Request = ImportRequest
