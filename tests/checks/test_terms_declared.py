"""Terms that mean something for the grant: their currency, their day, their categories."""

from pathlib import Path

import pytest

import grants
from grants import Severity
from grants.figures.terms import foreign_amounts, names, term_set
from tests.support import grant_of, ledger_of, postings

MOVED = postings("2014-05-12,meetings,70000.00,V-1,t", "2015-02-03,travel,30000.00,V-2,t")


def found(folder: Path, code: str, **changes: str) -> list[grants.Finding]:
    return [f for f in grants.check(ledger_of(folder, **changes)) if f.code == code]


def messages(folder: Path, code: str, **changes: str) -> list[str]:
    return [finding.message for finding in found(folder, code, **changes)]


def test_a_set_in_another_currency_is_not_compared_and_says_so(tmp_path: Path) -> None:
    toml = '[terms]\nuse = "eu-flat-rate"\n[award]\namount = 500_000\n'
    (finding,) = found(tmp_path / "a", "G412", toml=toml)

    assert finding.message == (
        "the set 'eu-flat-rate' has auditor with amounts in EUR (429999.99), the grant is in DKK: they are "
        "not compared"
    )
    assert finding.severity is Severity.WARNING
    assert found(tmp_path / "b", "G408", toml=toml) == []
    in_euro = f'currency = "EUR"\n{toml}'
    assert found(tmp_path / "c", "G412", toml=in_euro) == []
    assert len(found(tmp_path / "d", "G408", toml=in_euro)) == 1


def test_a_key_of_the_grants_own_answers(tmp_path: Path) -> None:
    toml = '[terms]\nuse = "eu-flat-rate"\nauditor = [{ above = 3_200_000, requires = "certificate" }]\n'

    assert found(tmp_path, "G412", toml=toml) == []


def test_percentages_are_compared_in_any_currency(tmp_path: Path) -> None:
    toml = 'currency = "EUR"\n[terms]\nuse = "social-og-boligstyrelsen"\n'
    account = grant_of(tmp_path / "a", toml=toml, csv=MOVED)

    assert [(f.field, f.currency, len(f.amounts)) for f in foreign_amounts(account.grant)] == [
        ("transfer_limit", "DKK", 1),
        ("auditor", "DKK", 3),
    ]
    assert account.terms.transfer_limit is not None
    assert account.terms.transfer_limit.percent == 10
    assert account.terms.transfer_limit.amount is None
    assert account.terms.auditor == ()
    assert len(found(tmp_path / "b", "G401", toml=toml, csv=MOVED)) == 2


def test_own_amounts_can_be_in_another_currency(tmp_path: Path) -> None:
    toml = '[terms]\ncurrency = "EUR"\ntransfer_limit = { amount = 5 }\noverhead = { percent = 5 }\n'

    assert messages(tmp_path / "a", "G412", toml=toml) == [
        "[terms] has transfer_limit with amounts in EUR (5.00), the grant is in DKK: they are not compared"
    ]
    assert messages(tmp_path / "b", "G401", toml=toml, csv=MOVED) == []
    assert messages(tmp_path / "c", "G412", toml=toml.replace("EUR", "DKK")) == []


def test_rates_in_another_currency_are_compared_with_nothing(tmp_path: Path) -> None:
    def toml(currency: str) -> str:
        return (
            f'[[rate]]\nid = "fee"\ntitle = "Fee"\nunit = "hour"\nsource = "s"\ncurrency = "{currency}"\n'
            "step = [{ from = 2014-01-01, amount = 5 }]\n"
            '[[budget]]\nactivity = "meetings"\namount = 80_000\n'
            'calculation = [{ rate_table = "fee", date = 2014-05-01, rate = 7 }]\n'
            '[[budget]]\nactivity = "travel"\namount = 20_000\n'
        )

    codes = ["G207", "G209", "G412"]
    for number, currency in enumerate(("DKK", "EUR")):
        reported = [f.code for f in grants.check(ledger_of(tmp_path / str(number), toml=toml(currency)))]
        assert [code for code in codes if code in reported] == (codes[:2] if currency == "DKK" else codes[2:])


@pytest.mark.parametrize("name", names())
def test_every_amount_of_a_set_has_a_currency(name: str) -> None:
    for term in term_set(name).terms:
        has_amounts = "amount" in term.value or any("above" in tier for tier in term.value)
        assert (term.currency is not None) is has_amounts, term.key


SALARY = """
[[activity]]
id = "meetings"
title = "M"
category = "salary"

[[activity]]
id = "travel"
title = "T"
"""


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ('protected = ["salary"]', None),
        (
            'protected = ["salaries"]',
            (
                "no activity has the category 'salaries', so that nothing is protected by it; did you "
                "mean 'salary'?"
            ),
        ),
        (
            'overhead = { percent = 100, base = ["salary", "fees"] }',
            (
                "no activity has the category 'fees', so that no overhead is calculated on it; "
                "known are salary"
            ),
        ),
        ('prohibited = { categories = ["gifts"] }', None),
        (
            'prohibited = { categories = ["salry"] }',
            (
                "no activity has the category 'salry', so that nothing is prohibited by it; did you mean "
                "'salary'?"
            ),
        ),
        (
            'dated = [{ protected = ["pay"] }]',
            "no activity has the category 'pay', so that nothing is protected by it",
        ),
        (
            'protected = ["meetings"]',
            (
                "no activity has the category 'meetings', so that nothing is protected by it; it is the id "
                "of an activity"
            ),
        ),
        ('use = "danske-handicaporganisationer"', None),
    ],
)
def test_categories_are_those_of_activities(tmp_path: Path, terms: str, said: str | None) -> None:
    reported = messages(tmp_path, "G413", toml=f"[terms]\n{terms}\n{SALARY}")

    assert [message.partition("; known")[0] for message in reported] == (
        [] if said is None else [said.partition("; known")[0]]
    )


def test_a_set_may_protect_what_a_grant_does_not_have(tmp_path: Path) -> None:
    assert messages(tmp_path, "G413", toml='[terms]\nuse = "danske-handicaporganisationer"\n') == []


def dated(*blocks: str) -> str:
    return "".join(f"[[terms.dated]]\n{block}\n" for block in blocks) + '[report]\ndate = "2016-05-02"\n'


EARLY = "to = 2013-12-31\nreport_deadline = { months = 6 }"
LATER = "from = 2014-01-01\nreport_deadline = { months = 3 }"


def test_the_dated_rules_of_the_awards_day_apply(tmp_path: Path) -> None:
    awarded = "[award]\namount = 100_000\ndate = {}\n"

    assert len(messages(tmp_path / "a", "G407", toml=dated(EARLY, LATER))) == 1
    assert messages(tmp_path / "b", "G407", toml=dated(EARLY, LATER) + awarded.format("2013-12-31")) == []
    assert str(grant_of(tmp_path / "c", toml=dated(LATER, EARLY)).report_due) == "2016-03-31"


def test_dated_rules_replace_undated_ones_and_those_of_the_sets(tmp_path: Path) -> None:
    toml = '[terms]\nuse = "ukri"\nreport_deadline = { months = 9 }\n' + dated(LATER.replace("3", "1"))
    undated = '[terms]\nuse = "ukri"\nreport_deadline = { months = 9 }\n' + dated(EARLY)

    assert str(grant_of(tmp_path / "a", toml=toml).report_due) == "2016-01-31"
    assert str(grant_of(tmp_path / "b", toml=undated).report_due) == "2016-09-30"
    assert messages(tmp_path / "c", "G414", toml=undated) == []


def test_tiers_can_be_dated(tmp_path: Path) -> None:
    tiers = "to = 2013-12-31\nauditor = [{ above = 0, requires = 'auditor' }]"

    assert messages(tmp_path / "a", "G408", toml=dated(tiers)) == []
    assert len(messages(tmp_path / "b", "G408", toml=dated(tiers.replace("2013", "2014")))) == 1


def test_each_tier_can_be_dated(tmp_path: Path) -> None:
    old = "{ above = 0, requires = 'declaration', to = 2013-12-31 }"
    new = "{ above = 0, requires = 'auditor', from = 2014-01-01 }"
    toml = "[terms]\nauditor = [" + old + ", " + new + "]\n"

    assert [f.message for f in found(tmp_path / "a", "G408", toml=toml)] == [
        "an award above 0.00 asks for 'auditor'; no auditor is named"
    ]
    assert found(tmp_path / "b", "G012", toml=toml) == []
    (none,) = messages(tmp_path / "c", "G414", toml=f"[terms]\nauditor = [{old}]\n")
    assert none == "there are dated tiers of auditor, but none for 2014-12-31, the day of the award"


def test_dated_rules_are_there_once_for_the_day(tmp_path: Path) -> None:
    (both,) = found(tmp_path / "a", "G414", toml=dated(EARLY.replace("2013", "2014"), LATER))
    (none,) = found(tmp_path / "b", "G414", toml=dated(EARLY))

    assert both.message == (
        "report_deadline: two dated rules apply on the same days, from ever to 2014-12-31 and from "
        "2014-01-01 "
        "to further notice"
    )
    assert (
        none.message
        == "there are dated rules of report_deadline, but none for 2014-12-31, the day of the award"
    )
    assert (both.severity, none.severity) == (Severity.ERROR, Severity.WARNING)


def test_a_rule_does_not_end_before_it_begins(tmp_path: Path) -> None:
    toml = dated("from = 2014-02-01\nto = 2014-01-31\nreport_deadline = { months = 3 }")

    assert messages(tmp_path, "G012", toml=toml) == [
        "terms.dated[1].to: it holds from 2014-02-01 and only to 2014-01-31; exchange them?"
    ]


def test_a_tier_that_does_not_rise_is_found_on_its_line(tmp_path: Path) -> None:
    toml = '[terms]\nauditor = [\n    { above = 5, requires = "a" },\n    { above = 4, requires = "b" },\n]\n'
    (finding,) = found(tmp_path, "G012", toml=toml)
    lines = Path(finding.where.path).read_text(encoding="utf-8").splitlines()

    assert finding.message == (
        "terms.auditor[2].above: the auditor tiers rise: 4.00 is not above 5.00 before it"
    )
    assert "above = 4" in lines[finding.where.line - 1]


UNDATED = "[award]\namount = 100_000\n"
DATED = "[[terms.dated]]\n{}\nreport_deadline = {{ months = 1 }}\n"


@pytest.mark.parametrize("bound", ["from = 2010-01-01", "to = 2014-12-31", "from = 2099-01-01"])
def test_dated_rules_need_the_day_of_the_award(tmp_path: Path, bound: str) -> None:
    (finding,) = found(tmp_path / "a", "G416", toml=UNDATED + DATED.format(bound))

    assert (finding.severity, Path(finding.where.path).name) == (Severity.ERROR, "grant.toml")
    assert "dated rules of report_deadline apply" in finding.message
    account = grant_of(tmp_path / "b", toml=UNDATED + DATED.format(bound))
    assert account.terms.report_deadline is None
    assert messages(tmp_path / "c", "G416", toml=DATED.format(bound)) == []
    assert messages(tmp_path / "d", "G416", toml=UNDATED + DATED.format("")) == []


def test_dated_tiers_and_sets_need_the_day_too(tmp_path: Path) -> None:
    tiers = "[terms]\nauditor = [{ above = 0, requires = 'a', from = 2014-01-01 }]\n"
    (own,) = found(tmp_path / "a", "G416", toml=UNDATED + tiers)
    assert own.severity is Severity.ERROR
    (application,) = found(tmp_path / "b", "G416", toml='status = "applied"\n' + UNDATED + tiers)
    assert application.severity is Severity.WARNING
    assert grant_of(tmp_path / "c", toml=UNDATED + tiers).terms.auditor == ()
    for name in names():
        is_dated = any(term.is_bounded for term in term_set(name).terms)
        reported = found(tmp_path / name, "G416", toml=f'{UNDATED}[terms]\nuse = "{name}"\n')
        assert [f.severity for f in reported] == ([Severity.WARNING] if is_dated else [])


def test_overlapping_tiers_of_one_amount_are_reported_as_such(tmp_path: Path) -> None:
    def tiers(until: str) -> str:
        return (
            f"[terms]\nauditor = [{{ above = 100_000, requires = 'a', to = {until} }}, "
            "{ above = 100_000, requires = 'b', from = 2014-07-01 }]\n"
        )

    assert messages(tmp_path / "a", "G414", toml=tiers("2014-12-31")) == [
        (
            "auditor: two tiers above 100000.00 apply on the same days, from ever to 2014-12-31 and "
            "from 2014-07-01 to further notice"
        )
    ]
    assert messages(tmp_path / "b", "G414", toml=tiers("2014-06-30")) == []


OVERHEAD = (
    '[terms]\noverhead = {{ percent = 1{} }}\n[[activity]]\nid = "meetings"\ntitle = "M"\n'
    '[[activity]]\nid = "travel"\ntitle = "T"\n{}'
)


@pytest.mark.parametrize(
    ("rule", "activity", "said"),
    [
        ("", 'category = "overhead"', []),
        ("", 'category = "overheads"', ["; did you mean 'overheads'?"]),
        ("", 'category = "travel"', []),
        (', category = "overhed"', 'category = "overhead"', ["; did you mean 'overhead'?"]),
        (', category = "indirect"', "", [""]),
        (', category = "travel"', "", ["; it is the id of an activity"]),
    ],
)
def test_the_category_of_overhead_is_that_of_an_activity(
    tmp_path: Path, rule: str, activity: str, said: list[str]
) -> None:
    category = rule.partition('"')[2].rstrip('"') or "overhead"

    assert messages(tmp_path, "G413", toml=OVERHEAD.format(rule, activity)) == [
        f"no activity has the category {category!r}, so that no line is overhead{end}" for end in said
    ]


def test_overhead_of_a_set_is_found_by_its_category_too(tmp_path: Path) -> None:
    toml = '[[activity]]\nid = "overhead"\ntitle = "O"\n[[activity]]\nid = "meetings"\ntitle = "M"\n'
    sets = [name for name in names() if "overhead" in term_set(name).on(None)]

    for name in sets:
        reported = messages(tmp_path / name, "G413", toml=f'[terms]\nuse = "{name}"\n{toml}')
        assert [message.rpartition("; ")[2] for message in reported] == ["it is the id of an activity"]
    assert sets


def test_overhead_is_not_reckoned_on_itself(tmp_path: Path) -> None:
    toml = OVERHEAD.format(', base = ["salary", "overhead"]', "")
    findings = grants.check(ledger_of(tmp_path, toml=toml))

    (finding,) = [f for f in findings if f.code == "G012"]
    assert finding.message == (
        "terms.overhead.base[2]: overhead is not reckoned on itself; take 'overhead' out of the base"
    )
