"""Small ledgers, and every kind of write to them, for whoever disturbs writes."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import grants
from grants.bookkeeping.amend import Approval, amend
from grants.bookkeeping.close import reopen as lift
from grants.errors import GrantsError
from grants.importing import Request, import_file
from grants.importing.profiles.profile_files import load_profile
from grants.ledger import Account
from grants.reports.budget_changes import EditedLine, ProposedLine
from grants.values.money import Amount
from grants.values.periods import Period

Act = Callable[[Path], None]
"""What is done to a ledger, by its folder; an exception of the library means that it was refused."""

DAY = date(2015, 1, 20)
GRANT = "faults"
TOML = f"""\
id = "{GRANT}"
title = "Meetings of general practitioners"
status = "awarded"
period = "2014/2015"

[funder]
name = "A public fund"
kind = "public"

[recipient]
name = "A municipality"

[award]
amount = 100_000.00
year = 2014

[[activity]]
id = "meetings"
title = "Fees for meetings"

[[activity]]
id = "travel"
title = "Travel"

[[budget]]
activity = "meetings"
amount = 80_000.00

[[budget]]
activity = "travel"
amount = 20_000.00
"""
CSV = """\
date,activity,amount,voucher,text
2014-05-12,meetings,10.00,V-1,Fees
2015-02-03,travel,20.00,V-2,Train
"""


SECOND = "faults-second"
HEADINGS = "Dato;Bilagsnr;Projekt;Tekst;Beløb"
PROFILE = "our-books"
PROFILE_TOML = f"""\
title = "Our books"
extends = "generic-dk"

[[rule]]
project = "1"
grant = "{GRANT}"
activity = "meetings"

[[rule]]
project = "2"
grant = "{SECOND}"
activity = "travel"
"""
EXPORTED = (
    "14-03-2014;1001;1;Honorar;1.234,56",
    "15-03-2014;1002;2;Tog;99,00",
    "16-03-2014;1003;1;Honorar;-10,00",
)


class RefusedError(GrantsError):
    """A write that the checks refused."""


def new_ledger(root: Path) -> Path:
    """A ledger of one grant, `faults`, that has money left."""
    folder = root / GRANT
    folder.mkdir(parents=True)
    (folder / "grant.toml").write_text(TOML, encoding="utf-8")
    (folder / "postings.csv").write_text(CSV, encoding="utf-8")
    (folder / "report.md").write_text("## Results\n\nEight meetings were held.\n", encoding="utf-8")
    return root


def post(root: Path) -> None:
    """Append a posting that brings a column which the file lacks, so that every line is written anew."""
    fields = {"date": "2014-06-01", "activity": "meetings", "amount": "1.00", "voucher": "V-3"}
    outcome = grants.post(root, GRANT, fields | {"financing": "own", "text": "Fees"})
    if not outcome.line:
        raise RefusedError(outcome.findings)


def move_budget(root: Path) -> None:
    """Append an amendment that moves 1,000.00 from one line to another."""

    def propose(account: Account) -> list[EditedLine]:
        lines = [ProposedLine.of(line) for line in account.approved.lines]
        moved = [
            replace(lines[0], amount=Amount.parse("79000.00")),
            replace(lines[1], amount=Amount.parse("21000.00")),
        ]
        return [EditedLine(number, line) for number, line in enumerate(moved, 1)]

    amended = amend(root, GRANT, propose, Approval(date(2014, 9, 1), "The funder"))
    if not amended.is_sound:
        raise RefusedError(amended.findings)


def reverse(root: Path) -> None:
    """Take a posting back."""
    outcome = grants.reverse(root, GRANT, "V-1")
    if not outcome.postings:
        raise RefusedError(outcome.findings)


def close_year(root: Path) -> None:
    """Close 2014: a line in closing.toml, and copies of three files."""
    closed = grants.close(root, GRANT, on=DAY, period=Period.parse("2014"))
    if closed.closing is None:
        raise RefusedError(closed.findings)


def reopen(root: Path) -> None:
    """Lift the last closing."""
    lift(root, GRANT, reason="A voucher was missing", on=DAY)


def import_export(root: Path) -> None:
    """Import an export of three lines into two grants."""
    take(root, root / "export.csv")


def take(root: Path, export: Path) -> None:
    """Import an export by the rules of the profile."""
    profile, findings = load_profile(PROFILE, root)
    assert profile is not None, findings
    done = import_file(Request(root, export, profile, PROFILE, DAY))
    if not done.is_written:
        raise RefusedError(done.plan.findings)


def with_export(root: Path) -> Path:
    """A ledger of two grants, with a profile, and an export for both."""
    new_ledger(root)
    second = root / SECOND
    shutil.copytree(root / GRANT, second)
    edits = (("grant.toml", f'id = "{GRANT}"', f'id = "{SECOND}"'), ("postings.csv", "V-", "W-"))
    for name, before, after in edits:
        text = (second / name).read_text("utf-8")
        (second / name).write_text(text.replace(before, after), "utf-8")
    (root / "profiles").mkdir()
    (root / "profiles" / f"{PROFILE}.toml").write_text(PROFILE_TOML, "utf-8")
    write_export(root / "export.csv", EXPORTED)
    return root


def write_export(path: Path, rows: Sequence[str]) -> None:
    """An export of these rows."""
    path.write_text("\r\n".join([HEADINGS, *rows, ""]), "utf-8")
