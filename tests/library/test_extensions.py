"""One's own check, terms, report, renderer and reader: given as an argument, or registered by a package."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

import grants
from grants import Account, Finding, Severity
from tests.conftest import ROOT

Run = Callable[..., Result]

PACKAGE = """
from pathlib import Path

HOUSE = \'\'\'
title = "Our foundation"
[[term]]
key = "retention"
title = "Vouchers are kept for ten years."
unit = "years"
source = "Our letter of award"
value = { years = 10 }
\'\'\'

from grants import Column, Row, Rule, Severity, SourceLine, Table

RULE = Rule("X001", "filed", Severity.WARNING, "A voucher is not filed", "file it")


def filed(account):
    return (RULE.at(account.posting_line(p.line), p.voucher) for p in account.postings)


def vouchers(account):
    rows = tuple(Row((p.voucher,)) for p in account.postings)
    return Table("Vouchers", (Column("Voucher"),), rows, language="en")


def titles(report):
    return f"<<{report.title}>>"


def picture(report):
    return report.title.encode("utf-16")


def read(path, profile):
    for row, line in enumerate(Path(path).read_text().splitlines(), 1):
        day, minor = line.split("|")
        yield SourceLine(row, day, int(minor), voucher=f"O-{row}", text="Ours", account="4020")
"""
REGISTERED = """
[grants.checks]
filed = grants_of_ours:filed
[grants.reports]
vouchers = grants_of_ours:vouchers
[grants.renderers]
titles = grants_of_ours:titles
picture = grants_of_ours:picture
[grants.readers]
ours = grants_of_ours:read
[grants.terms]
house = grants_of_ours:HOUSE
"""


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package that registers one of each kind."""
    folder = tmp_path / "site"
    info = folder / "grants_of_ours-1.0.dist-info"
    info.mkdir(parents=True)
    (folder / "grants_of_ours.py").write_text(PACKAGE, encoding="utf-8")
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: grants-of-ours\nVersion: 1.0\n", encoding="utf-8"
    )
    (info / "entry_points.txt").write_text(REGISTERED, encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    yield folder
    sys.modules.pop("grants_of_ours", None)


@pytest.fixture
def account() -> Account:
    return grants.load(ROOT / "ledgers").grant("gp-fees-2014")


def test_a_check_is_run_with_the_others(installed: Path, account: Account) -> None:
    ledger = grants.Ledger(grants=(account,))

    found = grants.check(ledger, checks=["filed"])

    own = [finding for finding in found if finding.code == "X001"]
    assert [finding.where.line for finding in own] == [2, 3, 4]
    assert [finding for finding in found if finding not in own] == grants.check(ledger)
    assert found == grants.check(ledger, checks=[grants.extension("checks", "filed")])


@pytest.mark.parametrize("form", ["json", "sarif", "junit", "github"])
def test_findings_of_a_check_are_drawn_for_other_programs(
    installed: Path, account: Account, form: str
) -> None:
    ledger = grants.Ledger(grants=(account,))
    found = grants.check(ledger, checks=["filed"])

    assert "X001" in grants.draw_findings(grants.Checked((ledger,), tuple(found)), form)
    assert (
        grants.rule_page(found[-1].rule)
        == "# X001: A voucher is not filed\n\nfiled, warning\n\nRemedy: file it\n"
    )


def test_a_grant_can_set_the_severity_of_a_check(installed: Path, account: Account) -> None:
    setting = grants.CheckSetting(severity="off", reason="The archive has moved")
    quiet = grants.Account.of(
        account.grant.model_copy(update={"checks": {"X001": setting}}), account.postings
    )

    found = grants.check(grants.Ledger(grants=(quiet,)), checks=["filed"])

    assert [str(finding.severity) for finding in found if finding.code == "X001"] == ["note"]
    assert not [finding for finding in found if finding.code == "G019"]


def test_a_check_of_a_function_alone(account: Account) -> None:
    rule = grants.Rule("X002", "titled", Severity.ERROR, "The title is long", "shorten it")

    def titled(account: Account) -> Iterator[Finding]:
        yield rule.at(account.where("title"), account.grant.title)

    found = grants.check(grants.Ledger(grants=(account,)), checks=[titled])

    assert [finding.where.line for finding in found if finding.rule is rule] == [account.where("title").line]


def test_a_report_is_drawn_in_every_format(installed: Path, account: Account) -> None:
    report = grants.make_report("vouchers", account)

    assert report is not None
    assert report == grants.make_report(grants.extension("reports", "vouchers"), account)
    assert grants.draw(report, "csv").splitlines()[0] == "Voucher"
    assert all(grants.draw_bytes(report, form) for form in grants.formats_of(report))


def test_a_report_of_the_package_is_made_by_its_name(installed: Path, account: Account) -> None:
    assert grants.make_report("budget", account, by="year") == grants.budget_report(account, by="year")
    for wrong, near in (("budgit", "budget"), ("voucher", "vouchers")):
        with pytest.raises(grants.UnknownExtensionError, match=f"did you mean '{near}'"):
            grants.make_report(wrong, account)


def test_a_renderer_is_a_format_by_its_name_or_as_an_argument(installed: Path, account: Account) -> None:
    report = grants.budget_report(account, language="en")
    expected = f"<<{report.title}>>"

    assert grants.draw(report, "titles") == expected
    assert grants.draw(report, grants.extension("renderers", "titles")) == expected
    assert grants.draw_bytes(report, "titles") == expected.encode()
    assert grants.draw_bytes(report, "picture") == report.title.encode("utf-16")
    with pytest.raises(grants.UnknownFormatError, match="draw_bytes"):
        grants.draw(report, "picture")


@pytest.mark.parametrize("is_by_name", [True, False])
def test_a_reader_feeds_an_import(installed: Path, tmp_path: Path, is_by_name: bool) -> None:
    new = grants.NewGrant(
        "ours", "Ours", "F", "private", "R", "2026", language="en",
        budget=[("meetings", grants.Amount.parse("1000.00"))],
    )  # fmt: skip
    grants.start_grant(tmp_path, new)
    export = tmp_path / "ours.txt"
    export.write_text("2026-07-01|12500\n2026-07-02|-2500\n", encoding="utf-8")
    rules = (grants.ImportRule(account=("4020",), activity="meetings"),)
    profile = grants.Profile(title="Ours", format="g69", costs="positive", rules=rules)
    day = grants.Period.parse("2026-07-03").start
    reader = "ours" if is_by_name else grants.extension("readers", "ours")

    request = grants.ImportRequest(tmp_path, export, profile, "ours", day, grant_id="ours", reader=reader)

    assert grants.import_file(request).is_written
    assert grants.load(tmp_path).grant("ours").spent == grants.Amount.parse("100.00")


def test_what_is_registered_is_listed_and_a_wrong_name_names_the_nearest(installed: Path) -> None:
    assert grants.extension_names("renderers") == ("picture", "titles")
    with pytest.raises(grants.UnknownExtensionError, match="did you mean 'titles'"):
        grants.extension("renderers", "title")


def test_terms_apply_to_a_grant_that_uses_their_name(installed: Path, account: Account) -> None:
    record = account.grant.model_copy(update={"terms": grants.Terms(use="house")})

    retention = grants.Account.of(record, ()).terms.retention

    assert retention is not None
    assert retention.years == 10
    assert "house" in [row.cells[0] for row in grants.term_sets(language="en").rows]
    assert grants.term_entries("house").rows[0].cells[-1] == "Our letter of award"


def test_commands_take_registered_names(installed: Path, in_root: Path, run: Run, tmp_path: Path) -> None:
    checked = run("check", "ledgers", "--check", "filed")
    table = run("report", "vouchers", "gp-fees-2014", "--format", "csv")
    drawn = run("report", "budget", "gp-fees-2014", "--format", "titles")
    picture = tmp_path / "picture.bin"
    written = run("report", "vouchers", "gp-fees-2014", "--format", "picture", "-o", str(picture))

    assert "warning[X001]: " in checked.stdout
    assert table.stdout.splitlines()[0] == "Voucher"
    assert drawn.stdout.startswith("<<Budget")
    assert written.exit_code == 0
    assert picture.read_bytes() == "Vouchers".encode("utf-16")
    assert "Our letter of award" in run("terms", "show", "house").stdout


def test_an_import_takes_a_registered_reader(installed: Path, tmp_path: Path, run: Run) -> None:
    new = grants.NewGrant(
        "ours", "Ours", "F", "private", "R", "2026", budget=[("meetings", grants.Amount.parse("1000.00"))]
    )
    grants.start_grant(tmp_path, new)
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "ours.toml").write_text(
        'title = "Ours"\nformat = "g69"\ncosts = "positive"\n'
        '[[rule]]\naccount = ["4020"]\nactivity = "meetings"\n',
        encoding="utf-8",
    )
    (tmp_path / "ours.txt").write_text("2026-07-01|12500\n", encoding="utf-8")
    arguments = ["import", str(tmp_path / "ours.txt"), "--grant", "ours", "--profile", "ours", "--yes"]

    result = run(*arguments, "--reader", "ours", "--ledgers", str(tmp_path))

    assert result.exit_code == 0
    assert grants.load(tmp_path).grant("ours").spent == grants.Amount.parse("125.00")


@pytest.mark.parametrize(
    ("arguments", "near"),
    [
        (("check", "ledgers", "--check", "file"), "did you mean 'filed'"),
        (("report", "voucher", "gp-fees-2014"), "there is no command 'voucher'"),
        (("report", "budget", "gp-fees-2014", "--format", "title"), "'title' is not one of"),
    ],
)
def test_a_name_that_nobody_registers_is_not_understood(
    installed: Path, in_root: Path, run: Run, arguments: tuple[str, ...], near: str
) -> None:
    result = run(*arguments)

    assert result.exit_code == 2
    assert near in result.stderr


def test_a_command_looks_for_no_extension(installed: Path) -> None:
    code = (
        "import sys; from grants.cli import run; run(['check', 'ledgers']); "
        "print('EXTENSIONS', *[n for n in sys.modules if n in ('grants.extensions', 'grants_of_ours')])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )

    assert result.stdout.rpartition("EXTENSIONS")[2].split() == []
