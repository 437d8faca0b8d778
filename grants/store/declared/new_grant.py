"""Starting a grant: its folder with the three files, whole or not at all."""

import io
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from grants.errors import WriteError
from grants.figures.posting import OPTIONAL_COLUMNS, REQUIRED_COLUMNS
from grants.figures.postings import Postings
from grants.findings.finding import errors
from grants.ledger import Account
from grants.records.grant import Grant
from grants.store.declared.grant_toml import read_grant
from grants.store.declared.schema import schema_text
from grants.store.declared.toml_text import quoted, table_lines
from grants.store.files import system
from grants.store.files.folders import GRANT_FILE, POSTINGS_FILE, REPORT_FILE, SCHEMA_FILE
from grants.store.files.git_attributes import change_of_attributes
from grants.store.files.locking import LOCK_FILE
from grants.store.files.writing import write_together, write_whole
from grants.store.postings.csv_records import write_fields
from grants.store.postings.groups import groups_in
from grants.values import money
from grants.values.file_names import why_unsafe
from grants.values.money import Amount

_HEADINGS = {
    "da": ("Beskrivelse og resultater", "Formidling"),
    "en": ("Description and results", "Dissemination"),
}


@dataclass(frozen=True, slots=True)
class NewGrant:
    """What is known of a grant at its start.

    `budget` has an activity's id and its amount for each line; without any the grant is only
    applied for, with lines the award is their sum, of the `award_date` where it is known.
    """

    id: str
    title: str
    funder: str
    funder_kind: str
    recipient: str
    period: str
    language: str = "da"
    currency: str = "DKK"
    recipient_kind: str | None = None
    award_date: date | None = None
    budget: Sequence[tuple[str, Amount]] = ()


def start_grant(root: str | os.PathLike[str], new: NewGrant | Grant) -> Path:
    """Make the folder of a grant in a ledger, which is made too if it is not there.

    Of a `NewGrant` grant.toml has comments that say what may follow; a `Grant` is written as `write_grant`
    does. Gives the folder. Raises `WriteError`, with nothing made, if a folder of that name is there
    already or a value is not valid.
    """
    if isinstance(new, Grant):
        return write_grant(root, new)
    text = grant_text(new)
    _, _, findings = read_grant(text, GRANT_FILE)
    if findings:
        raise WriteError("; ".join(finding.message for finding in findings))
    return _write(Path(root), new.id, {GRANT_FILE: text, **_blank(new.language)})


def write_grant(root: str | os.PathLike[str], grant: Grant | Account) -> Path:
    """Write a grant that was built in memory into a new folder of a ledger, made too if it is not there.

    Of an `Account` the postings and the words of the report are written as well; its attachments, closings
    and imports are not. `load` reads the same grant and postings back. Gives the folder. Raises
    `WriteError`, with nothing made, if a folder of that name is there already, for an account that is
    closed, and for postings that no file can hold; `UnreadableAccountError` for an account that was not
    read whole.
    """
    account = Account.of(grant) if isinstance(grant, Grant) else grant.readable()
    if account.closings.entries:
        raise WriteError(f"{account.id} has closings, which belong to its files; copy its folder instead")
    texts = {GRANT_FILE: toml_text_of(account.grant), POSTINGS_FILE: postings_text(account.postings)}
    texts |= {name: text for name, text in _blank(account.grant.language).items() if name not in texts}
    if account.report_text:
        texts[REPORT_FILE] = account.report_text
    written, _, findings = read_grant(texts[GRANT_FILE], GRANT_FILE)
    if written != account.grant or findings:
        faults = "; ".join(finding.message for finding in findings) or "a value would be read differently"
        raise WriteError(f"{account.id} is not written, as it could not be read back: {faults}")
    wrong = errors(groups_in(io.StringIO(texts[POSTINGS_FILE]), POSTINGS_FILE)[1])
    if wrong:
        raise WriteError(f"{account.id} is not written, as it could not be read back: {wrong[0]}")
    return _write(Path(root), account.id, texts)


def toml_text_of(grant: Grant) -> str:
    """The text of a grant.toml that says what the grant declares, and no more."""
    return "\n".join([f"#:schema ../{SCHEMA_FILE}", "", *table_lines(grant), ""])


def postings_text(postings: Postings) -> str:
    """The text of a postings.csv: the required columns, and those of the others that any posting uses."""
    rows = [posting.fields() for posting in postings]
    used = [name for name in OPTIONAL_COLUMNS if any(row[name] != _UNSAID.get(name, "") for row in rows)]
    columns = (*REQUIRED_COLUMNS, *used)
    lines = [",".join(columns), *(write_fields([row[name] for name in columns]) for row in rows)]
    return "".join(f"{line}\n" for line in lines)


_UNSAID = {"financing": "grant"}
"""What a column says by not being there."""


def _blank(language: str) -> dict[str, str]:
    """The other two files of a grant of which nothing more is known."""
    report = "".join(f"## {heading}\n\n" for heading in _HEADINGS[language]).rstrip("\n") + "\n"
    return {POSTINGS_FILE: ",".join(REQUIRED_COLUMNS) + "\n", REPORT_FILE: report}


def _write(root: Path, grant_id: str, texts: Mapping[str, str]) -> Path:
    """Make the folder with these files, whole or not at all."""
    folder = root / grant_id
    unsafe = why_unsafe(grant_id)
    if unsafe is not None:
        raise WriteError(f"{folder} was not made: {unsafe}; choose another id")
    if folder.exists():
        raise WriteError(f"{folder} is there already; nothing is changed")
    try:
        root.mkdir(parents=True, exist_ok=True)
        unfinished = system.new_name(folder, ".new")
        unfinished.mkdir()
        try:
            for name, text in texts.items():
                (unfinished / name).write_text(text, encoding="utf-8", newline="\n")
            system.patiently(lambda: os.rename(unfinished, folder))
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
    except UnicodeEncodeError as fault:
        raise WriteError(f"{folder} was not made: {fault}") from None
    except OSError as fault:
        raise WriteError(f"{folder} was not made: {system.reason(fault)}") from None
    write_together(root, change_of_attributes(root))
    for name, content in ((SCHEMA_FILE, schema_text()), (".gitignore", f"{LOCK_FILE}\n")):
        if not (root / name).exists():
            write_whole(root / name, content.encode())
    return folder


def grant_text(new: NewGrant) -> str:
    """The text of a grant.toml with what is known, and what may follow as comments."""
    total = money.total([amount for _, amount in new.budget])
    status = "awarded" if new.budget else "applied"
    lines = [
        f"#:schema ../{SCHEMA_FILE}",
        "",
        f"id = {quoted(new.id)}",
        f"title = {quoted(new.title)}",
        f"language = {quoted(new.language)}",
        f"currency = {quoted(new.currency)}",
        f"status = {quoted(status)}    # applied | awarded | reported | closed",
        f"period = {quoted(new.period)}    # both ends included",
        '# case_number = "..."',
        "",
        "[funder]",
        f"name = {quoted(new.funder)}",
        f"kind = {quoted(new.funder_kind)}    # public | private",
        "",
        "[recipient]",
        f"name = {quoted(new.recipient)}",
        '# kind = "municipality"    # municipality | region | other: decides fondsmoms'
        if new.recipient_kind is None
        else f"kind = {quoted(new.recipient_kind)}    # municipality | region | other",
        "",
    ]
    if new.budget:
        day = "# date = 2026-01-31" if new.award_date is None else f"date = {new.award_date}"
        lines += ["[award]", f"amount = {total}", f"{day}    # decides which dated terms apply", ""]
    else:
        lines += ["# [application]", "# amount = 100_000.00", "# date = 2026-01-31", ""]
    for activity in dict.fromkeys(activity for activity, _ in new.budget):
        lines += ["[[activity]]", f"id = {quoted(activity)}", f"title = {quoted(activity)}", ""]
    for activity, amount in new.budget:
        lines += ["[[budget]]", f"activity = {quoted(activity)}", f"amount = {amount}", ""]
    if not new.budget:
        lines += ["# [[activity]]", '# id = "meetings"', '# title = "Meetings"', ""]
        lines += ["# [[budget]]", '# activity = "meetings"', "# amount = 100_000.00", ""]
    return "\n".join(lines)
