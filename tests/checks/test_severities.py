"""[checks]: a rule weighs what the grant says, the reason is printed, some rules always hold."""

from datetime import date
from pathlib import Path

import pytest

import grants
from grants import Severity
from grants.checks import RULES
from grants.checks.severities import is_settable
from tests.support import codes, ledger_of, postings

NO_VOUCHER = postings("2014-05-12,meetings,80000.00,,a", "2015-02-03,travel,20000.00,,b")


def setting(code: str, severity: str) -> str:
    return f'[checks.{code}]\nseverity = "{severity}"\nreason = "Agreed with the funder"\n'


def test_a_waived_rule_leaves_one_note_with_the_reason(tmp_path: Path) -> None:
    found = grants.check(ledger_of(tmp_path, toml=setting("G304", "off"), csv=NO_VOUCHER))

    assert [(f.code, f.severity, f.message) for f in found] == [
        ("G304", Severity.NOTE, "2 findings are waived by [checks]: Agreed with the funder")
    ]
    assert Path(found[0].where.path).name == "grant.toml"


def test_a_rule_can_weigh_more_or_less(tmp_path: Path) -> None:
    more = grants.check(ledger_of(tmp_path / "a", toml=setting("G304", "error"), csv=NO_VOUCHER))
    less = grants.check(ledger_of(tmp_path / "b", toml=setting("G502", "error"), report=""))

    assert [finding.severity for finding in more] == [Severity.ERROR, Severity.ERROR]
    assert more[0].message.endswith("([checks] makes this an error: Agreed with the funder)")
    assert [(finding.code, finding.severity) for finding in less] == [("G502", Severity.ERROR)]


def test_an_error_can_become_a_warning(tmp_path: Path) -> None:
    toml = setting("G201", "warn") + "[award]\namount = 120_000.00\n"
    found = grants.check(ledger_of(tmp_path, toml=toml))

    assert [(f.code, f.severity) for f in found] == [("G201", Severity.WARNING)]


def test_notes_stay_notes(tmp_path: Path) -> None:
    toml = setting("G303", "error") + '[[explanation]]\nof = "period"\ntext = "It took longer."\n'
    csv = postings("2014-05-12,meetings,80000.00,V-1,t", "2016-02-03,travel,20000.00,V-2,t")
    found = grants.check(ledger_of(tmp_path, toml=toml, csv=csv))

    assert [(f.code, f.severity) for f in found] == [("G303", Severity.NOTE)]


def test_what_makes_a_file_unreadable_always_holds(tmp_path: Path) -> None:
    toml = setting("G104", "off")
    found = grants.check(ledger_of(tmp_path, toml=toml, csv=postings("2014-05-12,meetings,1,V,t")))

    assert {"G019", "G104"} <= set(codes(found))
    assert [f.severity for f in found if f.code == "G104"] == [Severity.ERROR]
    assert {rule.code for rule in RULES if not is_settable(rule.code)} >= {"G001", "G019", "G101", "G801"}


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("no-voucher", "'no-voucher' is no code of a rule; write [checks.G304]"),
        ("g304", "'g304' is no code of a rule; write [checks.G304]"),
        ("no-vouchers", "there is no rule 'no-vouchers'; did you mean G304 (no-voucher)?"),
        ("G305x", "there is no rule 'G305x'"),
        ("G999", "there is no rule 'G999'"),
        (
            "G104",
            (
                "G104 (wrong-posting-amount) cannot be set: it always applies, since no figure is certain "
                "without it"
            ),
        ),
    ],
)
def test_a_key_that_is_no_code_is_explained_and_no_code_is_guessed(
    tmp_path: Path, key: str, said: str
) -> None:
    found = grants.check(ledger_of(tmp_path, toml=setting(key, "off")))

    assert [(finding.code, finding.message) for finding in found] == [("G019", said)]
    lines = (tmp_path / "ledgers" / "example" / "grant.toml").read_text(encoding="utf-8").splitlines()
    assert lines[found[0].where.line - 1] == f"[checks.{key}]"


def test_a_setting_of_one_grant_is_none_of_another(tmp_path: Path) -> None:
    ledger_of(tmp_path, toml=setting("G304", "off"), csv=NO_VOUCHER)
    root = tmp_path / "ledgers"
    other = root / "other"
    other.mkdir()
    for name in ("grant.toml", "postings.csv", "report.md"):
        text = (root / "example" / name).read_text(encoding="utf-8").replace('"example"', '"other"')
        (other / name).write_text(text.replace(setting("G304", "off"), ""), encoding="utf-8")
    found = grants.check(grants.load(root))

    assert [(Path(f.where.path).parent.name, f.severity) for f in found if f.code == "G304"] == [
        ("example", Severity.NOTE),
        ("other", Severity.WARNING),
        ("other", Severity.WARNING),
    ]


def test_a_waiver_ends_on_its_day(tmp_path: Path) -> None:
    toml = setting("G304", "off") + "until = 2015-12-31\n"
    ledger = ledger_of(tmp_path, toml=toml, csv=NO_VOUCHER)
    last = grants.check(ledger, as_of=date(2015, 12, 31))
    after = grants.check(ledger, as_of=date(2016, 1, 1))

    assert [f.severity for f in last] == [Severity.NOTE]
    assert [f.severity for f in after] == [Severity.NOTE, Severity.WARNING, Severity.WARNING]
    assert after[0].message == "the setting ended on 2015-12-31: the rule weighs what it usually does"
    assert [f.severity for f in grants.check(ledger)] == [Severity.NOTE]


@pytest.mark.parametrize(
    ("most", "severity"), [(2, Severity.NOTE), (1, Severity.WARNING), (0, Severity.WARNING)]
)
def test_a_waiver_covers_so_many_findings_and_no_more(tmp_path: Path, most: int, severity: Severity) -> None:
    toml = setting("G304", "off") + f"at_most = {most}\n"
    found = grants.check(ledger_of(tmp_path, toml=toml, csv=NO_VOUCHER))

    assert {f.severity for f in found} == {severity}
    assert severity is Severity.NOTE or f"allows {most} of this kind, there are 2" in found[0].message


def test_the_account_without_its_waivers(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, toml=setting("G304", "off"), csv=NO_VOUCHER)

    assert [f.severity for f in grants.check(ledger, waivers=False)] == [Severity.WARNING, Severity.WARNING]
    more = ledger_of(tmp_path / "b", toml=setting("G304", "error"), csv=NO_VOUCHER)
    assert [f.severity for f in grants.check(more, waivers=False)] == [Severity.ERROR, Severity.ERROR]


@pytest.mark.parametrize("wrong", ['until = "soon"', "at_most = -1", "at_most = 1.5"])
def test_a_waiver_of_the_wrong_form_is_a_finding(tmp_path: Path, wrong: str) -> None:
    assert "G012" in codes(grants.check(ledger_of(tmp_path, toml=setting("G304", "off") + wrong + "\n"))) or (
        "G014" in codes(grants.check(ledger_of(tmp_path, toml=setting("G304", "off") + wrong + "\n")))
    )
