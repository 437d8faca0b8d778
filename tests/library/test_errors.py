"""Each error that a public docstring promises is raised by a call."""

import inspect
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
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


def on_sound(call: Callable[[grants.Account], Any], place: Place) -> Any:
    return call(place.account)


def on_faulty(call: Callable[[grants.Account], Any], place: Place) -> Any:
    """The call with an account of whose postings one line cannot be read."""
    with (place.root / ID / "postings.csv").open("a", encoding="utf-8") as stream:
        stream.write("2016,laboratories,1.569,V-9,Lost\n")
    return call(place.account)


APPROVAL = grants.Approval(DAY, "The funder")
FORM = "form.odt"
SIGNERS = "# nobody\n"

SUMS: dict[str, Callable[[grants.Account], Any]] = {
    "Account": lambda account: account.spent,
    "Account.availability": lambda account: account.availability(),
    "Account.compare": lambda account: account.compare(),
    "Account.readable": lambda account: account.readable(),
    "Account.settlement": lambda account: account.settlement(),
    "Account.spent": lambda account: account.spent,
    "Account.spent_of_grant": lambda account: account.spent_of_grant,
    "Ledger.readable": lambda account: grants.Ledger(grants=(account,)).readable(),
    "Postings.records": lambda account: account.postings.records(),
    "Postings.refuse_faults": lambda account: account.postings.refuse_faults(),
    "Postings.total": lambda account: account.postings.total(),
    "application_report": grants.application_report,
    "availability_report": grants.availability_report,
    "budget_report": grants.budget_report,
    "export_workbook": lambda account: grants.export_workbook(grants.Ledger(grants=(account,))),
    "fields_of": grants.fields_of,
    "final_report": grants.final_report,
    "grant_overview": grants.grant_overview,
    "ledger_overview": lambda account: grants.ledger_overview(grants.Ledger(grants=(account,))),
    "log_table": grants.log_table,
    "portfolio_report": lambda account: grants.portfolio_report(grants.Ledger(grants=(account,)), as_of=DAY),
    "postings_table": grants.postings_table,
    "settlement_report": grants.settlement_report,
    "status_report": lambda account: grants.status_report(account, as_of=DAY),
    "write_grant": lambda account: grants.write_grant("never", account),
}
"""Each call that refuses an account that was not read whole."""

WORDS: dict[str, Callable[[grants.Account], Any]] = {
    "Account.availability": lambda account: account.availability(financing="foo"),
    "Account.commitments": lambda account: account.commitments("soon"),
    "Account.compare": lambda account: account.compare(budget="origin"),  # type: ignore[arg-type]
    "Account.of": lambda _: grants.Account.of("no grant"),  # type: ignore[arg-type]
    "Account.settlement": lambda account: account.settlement("soon"),
    "Posting": lambda _: Posting("2016", "Fees", "1.00"),
    "Postings.of": lambda _: grants.Postings.of(["no posting"]),  # type: ignore[list-item]
    "Postings.total": lambda account: account.postings.total(financing="foo"),
    "application_report": lambda account: grants.application_report(account, as_of="soon"),
    "availability_report": lambda account: grants.availability_report(account, as_of="soon"),
    "budget_report": lambda account: grants.budget_report(account, budget="origin"),  # type: ignore[arg-type]
    "export_workbook": lambda account: grants.export_workbook(grants.Ledger(grants=(account,)), by="week"),
    "fields_of": lambda account: grants.fields_of(account, language="de"),  # type: ignore[arg-type]
    "final_report": lambda account: grants.final_report(account, language="de"),  # type: ignore[arg-type]
    "grant_overview": lambda account: grants.grant_overview(account, language="de"),  # type: ignore[arg-type]
    "history_table": lambda account: grants.history_table(account, language="de"),  # type: ignore[arg-type]
    "ledger_overview": grants.ledger_overview,  # type: ignore[dict-item]
    "log_table": lambda account: grants.log_table(account, language="de"),  # type: ignore[arg-type]
    "portfolio_report": lambda account: grants.portfolio_report(account, as_of=DAY),  # type: ignore[arg-type]
    "postings_table": lambda account: grants.postings_table(account, language="de"),  # type: ignore[arg-type]
    "settlement_report": lambda account: grants.settlement_report(account, as_of="soon"),
    "status_report": lambda account: grants.status_report(account, as_of="soon"),
    "term_entries": lambda _: grants.term_entries("danmark", on="soon"),
    "term_sets": lambda _: grants.term_sets(language="de"),  # type: ignore[arg-type]
    "write_archive": lambda account: grants.write_archive(account, Path("never.zip"), day="soon"),
    "post_all": lambda _: grants.post_all("never", ID, [{"date": "2016", "amount": 1.5}]),  # type: ignore[dict-item]
    "make_report": lambda account: grants.make_report("budget", account, byy="year"),
    "extension": lambda _: grants.extension("check", "nothing"),  # type: ignore[arg-type]
    "extension_names": lambda _: grants.extension_names("term"),  # type: ignore[arg-type]
    "import_preview": lambda _: grants.import_preview(None, language="de"),  # type: ignore[arg-type]
    "mapping_sheet": lambda _: grants.mapping_sheet(None, language="de"),  # type: ignore[arg-type]
    "review_sheet": lambda _: grants.review_sheet(None, language="de"),  # type: ignore[arg-type]
    "draw": lambda account: grants.draw(grants.budget_report(account), "text", width=0),
    "draw_bytes": lambda account: grants.draw_bytes(grants.budget_report(account), "text", width=0),
}
"""Each call that refuses a word, a day or another argument that it does not know."""

CALLS: dict[tuple[str, str], Callable[[Place], Any]] = {
    **{(name, "UnreadableAccountError"): partial(on_faulty, call) for name, call in SUMS.items()},
    **{(name, "ArgumentError"): partial(on_sound, call) for name, call in WORDS.items()},
    ("Amount", "TypeError"): lambda _: Amount(1.5),  # type: ignore[arg-type]
    ("Amount", "ValueError"): lambda _: Amount("1,5"),
    ("term_entries", "UnknownTermsError"): lambda _: grants.term_entries("danmrk"),
    ("write_grant", "WriteError"): lambda place: grants.write_grant(place.root, place.account),
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
    ("changes_since", "RevisionError"): lambda p: grants.changes_since(str(p.root), "no-such-revision"),
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

    promised -= {(name, "ValueError") for name, error in promised if error == "ArgumentError"}  # it is one

    assert promised == {
        (name, error)
        for name, error in CALLS
        if error != "ValueError" or (name, "ArgumentError") not in CALLS
    }


@pytest.mark.parametrize(("name", "error"), CALLS, ids=map("-".join, CALLS))
def test_a_promised_error_is_raised(name: str, error: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "ledgers", tmp_path / "ledgers")
    kind = (
        getattr(grants, error, None)
        or {e.__name__: e for e in (KeyError, OSError, TypeError, ValueError)}[error]
    )

    with pytest.raises(kind):
        CALLS[name, error](Place(tmp_path))


def test_every_error_of_the_library_is_public_and_has_one_base() -> None:
    from grants import errors

    own = {name for name, value in vars(errors).items() if inspect.isclass(value)}

    assert own <= set(grants.__all__)
    assert all(issubclass(getattr(grants, name), grants.GrantsError) for name in own)
