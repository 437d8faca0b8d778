"""Starting a grant: its folder with the three files, whole or not at all."""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from grants.errors import WriteError
from grants.figures.postings import REQUIRED_COLUMNS
from grants.store.declared.grant_toml import read_grant
from grants.store.declared.schema import schema_text
from grants.store.declared.toml_text import quoted
from grants.store.files import system
from grants.store.files.folders import GRANT_FILE, POSTINGS_FILE, REPORT_FILE, SCHEMA_FILE
from grants.store.files.git_attributes import change_of_attributes
from grants.store.files.locking import LOCK_FILE
from grants.store.files.writing import write_together, write_whole
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


def start_grant(root: Path, new: NewGrant) -> Path:
    """Make the folder of a grant in a ledger, which is made too if it is not there.

    Gives the folder. Raises `WriteError`, with nothing made, if a folder of that name is there
    already or a value is not valid.
    """
    text = grant_text(new)
    _, _, findings = read_grant(text, GRANT_FILE)
    if findings:
        raise WriteError("; ".join(finding.message for finding in findings))
    folder = root / new.id
    unsafe = why_unsafe(new.id)
    if unsafe is not None:
        raise WriteError(f"{folder} was not made: {unsafe}; choose another id")
    if folder.exists():
        raise WriteError(f"{folder} is there already; nothing is changed")
    report = "".join(f"## {heading}\n\n" for heading in _HEADINGS[new.language]).rstrip("\n") + "\n"
    try:
        root.mkdir(parents=True, exist_ok=True)
        unfinished = system.new_name(folder, ".new")
        unfinished.mkdir()
        try:
            (unfinished / GRANT_FILE).write_text(text, encoding="utf-8", newline="\n")
            header = ",".join(REQUIRED_COLUMNS) + "\n"
            (unfinished / POSTINGS_FILE).write_text(header, encoding="utf-8", newline="\n")
            (unfinished / REPORT_FILE).write_text(report, encoding="utf-8", newline="\n")
            system.patiently(lambda: os.rename(unfinished, folder))
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
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
