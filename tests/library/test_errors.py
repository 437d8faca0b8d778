"""Each error that a public docstring promises is raised by a call."""

import inspect
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import grants
from grants import Amount, Column, Money, Period, Posting, Row, Table

ROOT = Path(__file__).parent.parent.parent
ID = "gp-fees-2014"
DAY = date(2018, 6, 1)


class Place:
    """A folder with the ledgers of the project, and what the calls below need of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "ledgers"
        self.missing = folder / "nothing-here"

    @property
    def account(self) -> grants.Account:
        return grants.load(self.root).grant(ID)

    def lock_for_good(self) -> Path:
        """The ledgers, in which no folder can be locked."""
        for name in (ID, "."):
            (self.root / name / ".grants.lock").mkdir()
        return self.root

    def file(self, name: str, content: str) -> str:
        path = self.folder / name
        path.write_text(content, encoding="utf-8")
        return str(path)

    def request(self, grant_id: str = "telecare") -> grants.ImportRequest:
        shutil.copytree(ROOT / "docs" / "examples", self.folder / "examples")
        ledgers = self.folder / "examples" / "ledgers"
        profile, _ = grants.load_profile("books", ledgers)
        assert profile is not None
        source = self.folder / "examples" / "may.csv"
        return grants.ImportRequest(
            ledgers, source, profile, "books", DAY, grant_id=grant_id, allow_unmatched=True
        )

    def locked_request(self) -> grants.ImportRequest:
        request = self.request()
        (Path(request.root) / "telecare" / ".grants.lock").mkdir()
        return request

    def locked_plan(self) -> grants.ImportPlan:
        request = self.request()
        plan = grants.plan_import(request)
        (Path(request.root) / "telecare" / ".grants.lock").mkdir()
        return plan

    def workbook_of(self, grant_id: str) -> str:
        path = self.folder / "book.xlsx"
        account = grants.load(self.root).grant(grant_id)
        path.write_bytes(grants.export_workbook(grants.Ledger(grants=(account,))))
        return str(path)


def huge() -> Table:
    """A table with an amount that no cell of a workbook can hold."""
    row = Row(("Everything", Money(Amount(10**18), "DKK")))
    return Table("Huge", (Column("Text"), Column("Amount")), (row,), language="en")


def failing_signer() -> grants.Signer:
    def sign(_: bytes) -> bytes:
        raise grants.SigningError("the key was pulled out")

    return grants.Signer("SHA256:none", sign)


def unpaid() -> Posting:
    return Posting(Period.parse("2014"), "laboratories", Amount(1), "V", "", financing="nobody")


def lines(_: grants.Account) -> list[grants.EditedLine]:
    """A budget without any line."""
    return []


APPROVAL = grants.Approval(DAY, "The funder")
FORM = "form.odt"
SIGNERS = "# nobody\n"

CALLS: dict[tuple[str, str], Callable[[Place], Any]] = {
    ("Account.compare", "ValueError"): lambda place: place.account.compare("week"),
    ("Account.of", "ValueError"): lambda place: grants.Account.of(place.account.grant, [unpaid()]),
    ("Amount.of", "ValueError"): lambda _: Amount.of(Amount(1).decimal / 10),
    ("Amount.parse", "ValueError"): lambda _: Amount.parse("1,00"),
    ("Comparison.column_of", "ValueError"): lambda p: p.account.compare("year", allocate="days").column_of(
        None
    ),
    ("Comparison.row", "KeyError"): lambda place: place.account.compare().row("nothing"),
    ("Ledger.grant", "UnknownGrantError"): lambda place: grants.load(place.root).grant("gp-fee-2014"),
    ("Payer.parse", "ValueError"): lambda _: grants.Payer.parse("nobody"),
    ("Period", "ValueError"): lambda _: Period(DAY, DAY),
    ("Period.common", "ValueError"): lambda _: Period.parse("2014").common(Period.parse("2016")),
    ("Period.parse", "ValueError"): lambda _: Period.parse("14-03-2016"),
    ("Postings.of", "ValueError"): lambda _: grants.Postings.of([unpaid()]),
    ("amend", "AmendmentError"): lambda place: grants.amend(place.root, ID, lines, APPROVAL),
    ("amend", "UnknownGrantError"): lambda place: grants.amend(place.root, "x", lines, APPROVAL),
    ("amend", "WriteError"): lambda place: grants.amend(place.lock_for_good(), ID, lines, APPROVAL),
    ("apply_import", "WriteError"): lambda place: grants.apply_import(place.locked_plan()),
    ("check", "UnknownExtensionError"): lambda _: grants.check(grants.Ledger(), checks=["nothing"]),
    ("close", "ClosingError"): lambda place: grants.close(place.root, "patient-involvement-2018", on=DAY),
    ("close", "SigningError"): lambda place: grants.close(place.root, ID, on=DAY, signer=failing_signer()),
    ("close", "UnknownGrantError"): lambda place: grants.close(place.root, "x", on=DAY),
    ("close", "WriteError"): lambda place: grants.close(place.lock_for_good(), ID, on=DAY),
    ("detect_profile", "AnswerError"): lambda p: grants.detect_profile(
        p.file("a.csv", "a;b\n"), {"costs": "x"}
    ),
    ("detect_profile", "OSError"): lambda place: grants.detect_profile(place.missing),
    ("draw", "UnknownFormatError"): lambda _: grants.draw(huge(), "pdf"),
    ("draw_bytes", "TemplateError"): lambda _: grants.draw_bytes(huge(), "docx", template=b"no letterhead"),
    ("draw_bytes", "UnknownFormatError"): lambda _: grants.draw_bytes(huge(), "odt"),
    ("draw_bytes", "WorkbookError"): lambda _: grants.draw_bytes(huge(), "xlsx"),
    ("draw_findings", "UnknownFormatError"): lambda _: grants.draw_findings(grants.Checked((), ()), "pdf"),
    ("export_workbook", "WorkbookError"): lambda _: grants.export_workbook(grants.Ledger()),
    ("extension", "UnknownExtensionError"): lambda _: grants.extension("checks", "nothing"),
    ("fill_form", "FormError"): lambda place: grants.fill_form(b"", FORM, grants.fields_of(place.account)),
    ("fill_form", "TemplateError"): lambda p: grants.fill_form(
        b"no form", "a.docx", grants.fields_of(p.account)
    ),
    ("import_file", "WriteError"): lambda place: grants.import_file(place.locked_request()),
    ("load_grant_at", "RevisionError"): lambda p: grants.load_grant_at(p.root, ID, "HEAD").__enter__(),
    ("load_grant", "UnknownGrantError"): lambda place: grants.load_grant(place.root, "x"),
    ("make_report", "UnknownExtensionError"): lambda p: grants.make_report("budgets", p.account),
    ("plan_import", "UnknownExtensionError"): lambda p: grants.plan_import(
        replace(p.request(), reader="nothing")
    ),
    ("plan_import", "UnknownGrantError"): lambda place: grants.plan_import(place.request("x")),
    ("post_all", "UnknownGrantError"): lambda place: grants.post_all(place.root, "x", []),
    ("post_all", "WriteError"): lambda place: grants.post_all(place.lock_for_good(), ID, []),
    ("read_edited_budget", "UnknownGrantError"): lambda place: grants.read_edited_budget(
        place.workbook_of("gain-example"), place.account
    ),
    ("read_edited_budget", "WorkbookError"): lambda place: grants.read_edited_budget(
        place.file("no.xlsx", "no workbook"), place.account
    ),
    ("read_statement", "OSError"): lambda place: grants.read_statement(place.missing),
    ("reopen", "ClosingError"): lambda place: grants.reopen(place.root, ID, reason="Why not", on=DAY),
    ("reopen", "UnknownGrantError"): lambda place: grants.reopen(place.root, "x", reason="Why not", on=DAY),
    ("reopen", "WriteError"): lambda place: grants.reopen(place.lock_for_good(), ID, reason="Why", on=DAY),
    ("reverse", "ClosingError"): lambda place: grants.reverse(place.root, ID, "no such voucher"),
    ("reverse", "UnknownGrantError"): lambda place: grants.reverse(place.root, "x", "V-1"),
    ("reverse", "WriteError"): lambda place: grants.reverse(place.lock_for_good(), ID, "V-1"),
    ("start_grant", "WriteError"): lambda place: grants.start_grant(
        place.root, grants.NewGrant(ID, "Again", "F", "public", "R", "2014")
    ),
    ("term_entries", "KeyError"): lambda _: grants.term_entries("nothing"),
    ("verify", "SigningError"): lambda p: grants.verify(p.root, ID, signers=p.file("signers", SIGNERS)),
    ("verify", "UnknownGrantError"): lambda place: grants.verify(place.root, "x"),
    ("verify_archive", "OSError"): lambda place: grants.verify_archive(place.missing),
    ("write_archive", "ArchiveError"): lambda p: grants.write_archive(
        p.account, p.root / ID / "a.zip", day=DAY
    ),
    ("write_archive", "WriteError"): lambda p: grants.write_archive(p.account, p.missing / "a.zip", day=DAY),
}


def documented() -> Iterator[tuple[str, str]]:
    """Every public function, class and method with its docstring."""
    for name in grants.__all__:
        value = getattr(grants, name)
        if inspect.isclass(value) and issubclass(value, Exception):
            continue
        yield name, value.__doc__ or ""
        if inspect.isclass(value):
            for method, member in vars(value).items():
                if not method.startswith("_") and (inspect.isroutine(member) or isinstance(member, property)):
                    yield f"{name}.{method}", member.__doc__ or ""


def test_every_promise_has_a_call() -> None:
    promised = {(name, error) for name, text in documented() for error in re.findall(r"`(\w+Error)`", text)}

    assert promised == set(CALLS)


@pytest.mark.parametrize(("name", "error"), CALLS, ids=map("-".join, CALLS))
def test_a_promised_error_is_raised(name: str, error: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "ledgers", tmp_path / "ledgers")
    kind = getattr(grants, error, None) or {e.__name__: e for e in (KeyError, OSError, ValueError)}[error]

    with pytest.raises(kind):
        CALLS[name, error](Place(tmp_path))


def test_every_error_of_the_library_is_public_and_has_one_base() -> None:
    from grants import errors

    own = {name for name, value in vars(errors).items() if inspect.isclass(value)}

    assert own <= set(grants.__all__)
    assert all(issubclass(getattr(grants, name), grants.GrantsError) for name in own)
