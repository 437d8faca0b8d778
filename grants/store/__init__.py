"""The store: ledger folders to values, and values back to files. The one way in and out."""

from collections.abc import Sequence
from functools import partial
from os import PathLike
from pathlib import Path

from grants.errors import UnknownGrantError, WriteError
from grants.figures.postings import AsWritten, Postings
from grants.findings import reading as rules
from grants.findings.finding import Finding, Where, errors
from grants.ledger import Account, Ledger
from grants.records.imports import ImportRecord
from grants.store.declared.closed_list import read_closed
from grants.store.declared.closings import read_closings
from grants.store.declared.grant_toml import read_grant
from grants.store.declared.imports import read_imports
from grants.store.files import system
from grants.store.files.folders import (
    GRANT_FILE,
    IMPORTS_FILE,
    PENDING_FILE,
    POSTINGS_FILE,
    REPORT_FILE,
    digest_of,
    grant_folders,
    is_file_inside,
    is_pending,
    ledger_of,
    ledgers_below,
    open_plain,
    sha256_of,
)
from grants.store.files.synchronised import conflict_copies
from grants.store.postings.groups import read_groups
from grants.store.postings.rows import read_columns, read_lines, read_rows, read_rows_at, read_texts
from grants.values.text import did_you_mean

MAX_TEXT = 10 << 20
"""Bytes of a grant.toml or report.md that are read; more is no declaration of people."""


def load(root: str | PathLike[str]) -> Ledger:
    """Read a ledger: a folder of grants, or the folder of one grant, or its grant.toml.

    Never raises for what the files hold: every fault is among `Ledger.findings`, each with its
    place. Grants whose grant.toml cannot be read are named in `Ledger.unread`.
    """
    path = Path(root)
    if path.name == GRANT_FILE and path.is_file():
        path = path.parent
    try:
        folders = grant_folders(path)
    except OSError as fault:
        why = fault.strerror or str(fault)
        return Ledger(str(root), findings=(_no_grant(path, f"{why}{_hint(path)}{_deeper(path.parent)}"),))
    if not folders:
        listed, found = read_closed(path)
        missing = _no_grant(path, f"no folder in it has a grant.toml{_deeper(path)}")
        return Ledger(str(root), findings=(missing, *found), closed=listed)
    return _read_ledger(root, path, folders, is_whole=path not in folders)


def _read_ledger(root: str | PathLike[str], path: Path, folders: Sequence[Path], *, is_whole: bool) -> Ledger:
    """The ledger in the folder `path` with these of its grants, which are all of them if it `is_whole`."""
    grants: list[Account] = []
    unread: list[str] = []
    findings = [] if path in folders else finish_interrupted(path)  # else it is done with the grant
    for folder in folders:
        account, found = read_folder(folder)
        findings += found
        if account is None:
            unread.append(folder.resolve().name if folder == path else folder.name)
        else:
            grants.append(account)
    listed, found = read_closed(ledger_of(path) if path in folders else path)
    if not is_whole:
        names = {folder.resolve().name if folder == path else folder.name for folder in folders}
        listed = tuple((account, where) for account, where in listed if account.id in names)
    findings += found
    return Ledger(str(root), tuple(grants), tuple(findings), tuple(unread), listed)


def load_grant(root: str | PathLike[str], grant_id: str) -> Ledger:
    """Read one grant of a ledger and no other: a ledger that holds this grant, or names it unread.

    Raises `UnknownGrantError`, with the nearest id, if the ledger has no folder of that name.
    """
    path = Path(root)
    try:
        folders = grant_folders(path)
    except OSError:
        folders = []
    for folder in folders:
        if folder.name == grant_id or (folder == path and folder.resolve().name == grant_id):
            return _read_ledger(root, path, [folder], is_whole=False)
    hint = did_you_mean(grant_id, [folder.name for folder in folders])
    raise UnknownGrantError(f"there is no grant {grant_id!r} in {root}{hint}")


def folder_of(root: str | PathLike[str], grant_id: str) -> Path:
    """The folder of a grant; `UnknownGrantError` if there is none."""
    path = Path(root)
    if path.resolve().name == grant_id and not (path / grant_id).exists():
        return path
    if "/" in grant_id or not (path / grant_id).is_dir():
        load_grant(root, grant_id)
        raise UnknownGrantError(f"there is no grant {grant_id!r} in {root}")
    return path / grant_id


def read_folder(folder: Path) -> tuple[Account | None, list[Finding]]:
    """Read one grant's folder; the grant is None if its grant.toml cannot be read."""
    grant_path, postings_path = folder / GRANT_FILE, folder / POSTINGS_FILE
    report_path = folder / REPORT_FILE
    unfinished = finish_interrupted(folder)
    postings, findings = read_postings(postings_path)
    findings = unfinished + findings
    report_text, found = _read_text(report_path, if_missing="")
    findings += found
    imports, found = _read_imports(folder / IMPORTS_FILE)
    findings += found
    if not grant_path.exists() and not grant_path.is_symlink():
        missing = rules.NO_GRANT_FILE.at(Where(str(grant_path)), "there is no such file")
        return None, [missing, *findings]
    text, found = _read_text(grant_path, if_missing=None)
    findings += found
    if text is None:
        return None, findings
    grant, locate, found = read_grant(text, str(grant_path))
    findings += found
    if grant is None:
        return None, findings
    closings, found = read_closings(folder)
    findings += found
    faults = tuple(errors(findings))  # a folder of another name is an error that leaves nothing out
    name = folder.resolve().name
    if grant.id != name:
        message = f"the id is {grant.id!r}, the folder is called {name!r}"
        findings.append(rules.ID_IS_NOT_FOLDER.at(locate(("id",)), message))
    named = {attachment.file for attachment in grant.attachments}
    for copy, original in conflict_copies(folder):
        if copy not in named:
            message = f"{copy!r} looks like a second version of {original}, which alone is read"
            findings.append(rules.CONFLICT_COPY.at(Where(str(folder / copy)), message))
    present = frozenset(a.file for a in grant.attachments if a.file and is_file_inside(folder, a.file))
    return Account(
        grant,
        postings,
        report_text or "",
        locate,
        folder=str(folder),
        present_files=present,
        closings=closings,
        imports=imports,
        faults=faults,
    ), findings


def finish_interrupted(folder: Path) -> list[Finding]:
    """Finish a write of several files that was interrupted, so that the files agree; or say why not."""
    if not is_pending(folder):
        return []
    from grants.store.files.locking import finish_pending

    try:
        finish_pending(folder)
    except WriteError as fault:
        return [rules.INTERRUPTED_WRITE.at(Where(str(folder / PENDING_FILE)), str(fault))]
    return []


def read_postings(path: Path) -> tuple[Postings, list[Finding]]:
    """The postings of a file, none without one, and what was found while reading them."""
    if not path.exists() and not path.is_symlink():
        return Postings(may_reverse=False), []
    try:
        groups, findings = read_groups(str(path), str(path))
    except OSError as fault:
        unreadable = _unreadable(path, fault)
        return Postings(faults=(unreadable,)), [unreadable]
    rows, texts = partial(read_rows, str(path)), partial(read_texts, str(path), groups)
    faults, digest = tuple(errors(findings)), partial(digest_of, path)
    columns = read_columns(str(path)) or ()
    may_reverse = not columns or "reverses" in columns
    as_written = AsWritten(partial(read_lines, str(path)), partial(read_rows_at, str(path)))
    return Postings(groups, rows, texts, faults, digest, may_reverse, columns, as_written), findings


def _read_imports(path: Path) -> tuple[tuple[ImportRecord, ...], list[Finding]]:
    text, found = _read_text(path, if_missing="")
    if not text:
        return (), found
    return read_imports(text, str(path))


def _read_text(path: Path, *, if_missing: str | None) -> tuple[str | None, list[Finding]]:
    """The text of a file as UTF-8, or the finding that says why there is none."""
    if if_missing is not None and not path.exists() and not path.is_symlink():
        return if_missing, []
    try:
        with open_plain(path) as stream:
            content = stream.read(MAX_TEXT + 1)
    except OSError as fault:
        return None, [_unreadable(path, fault)]
    if len(content) > MAX_TEXT:
        message = f"the file is larger than {MAX_TEXT >> 20} MB"
        return None, [rules.UNREADABLE.at(Where(str(path)), message)]
    try:
        return content.decode(), []
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        column = fault.start - content.rfind(b"\n", 0, fault.start)
        message = f"the byte 0x{content[fault.start]:02x} here is not UTF-8"
        return None, [rules.NOT_UTF8.at(Where(str(path), line, column), message)]


def _unreadable(path: Path, fault: OSError) -> Finding:
    return rules.UNREADABLE.at(Where(str(path)), f"cannot be read: {system.reason(fault)}")


def _hint(path: Path) -> str:
    """Which grants are where this one was looked for."""
    try:
        return did_you_mean(path.name, [folder.name for folder in grant_folders(path.parent)])
    except OSError:
        return ""


def _deeper(path: Path) -> str:
    """Where ledgers are in a folder that is none itself."""
    found = [str(folder) for folder in ledgers_below(path)]
    more = f" and {len(found) - 5} more" if len(found) > 5 else ""
    return f"; there are ledgers in {', '.join(found[:5])}{more}" if found else ""


def _no_grant(path: Path, why: str) -> Finding:
    return rules.NO_GRANT.at(Where(str(path)), f"no grant found: {why}")


def checksums(account: Account) -> dict[str, str]:
    """SHA-256, in hexadecimal, of each attachment that is there, by the name in grant.toml."""
    return {name: sha256_of(Path(account.folder) / name) for name in sorted(account.present_files)}


def ledger_files(account: Account) -> list[tuple[str, bytes]]:
    """Name and content of the files that the grant was read from."""
    folder = Path(account.folder)
    names = (GRANT_FILE, POSTINGS_FILE, REPORT_FILE)
    return [(name, (folder / name).read_bytes()) for name in names if (folder / name).is_file()]
