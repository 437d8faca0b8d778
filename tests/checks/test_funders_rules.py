"""The finer points of the rules on terms, amendments and payments, beyond the examples on their pages."""

from collections.abc import Callable
from pathlib import Path

import pytest

import grants
from grants.values.money import Amount
from tests.support import codes, grant_of, ledger_of, postings

MOVED = postings("2014-05-12,meetings,70000.00,V-1,t", "2015-02-03,travel,30000.00,V-2,t")


def found(folder: Path, code: str, **changes: str) -> list[str]:
    return [f.message for f in grants.check(ledger_of(folder, **changes)) if f.code == code]


@pytest.mark.parametrize(
    ("limit", "activities"),
    [
        ("percent = 10", ["meetings", "travel"]),
        ('percent = 10, direction = "to"', ["travel"]),
        ('percent = 10, direction = "from"', ["meetings"]),
        ("percent = 12.5", ["travel"]),
        ("percent = 50", []),
        ("amount = 9_999.99", ["meetings", "travel"]),
        ("amount = 10_000.00", []),
        ("percent = 50, amount = 9_999.99", ["meetings", "travel"]),
    ],
)
def test_a_transfer_limit_by_line(tmp_path: Path, limit: str, activities: list[str]) -> None:
    messages = found(tmp_path, "G401", toml=f"[terms]\ntransfer_limit = {{ {limit} }}\n", csv=MOVED)

    assert [message.partition(":")[0] for message in messages] == activities


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ("percent = 10", "the limit is 10 % of the line (2000.00)"),
        ("amount = 9_000", "the limit is 9000.00"),
        ("percent = 10, amount = 9_000", "the limit is 10 % of the line (2000.00) or 9000.00"),
        ('percent = 7.5, of = "total"', "the limit is 7.5 % of the whole budget (7500.00)"),
    ],
)
def test_a_limit_in_percent_says_what_it_comes_to(tmp_path: Path, limit: str, said: str) -> None:
    messages = found(tmp_path, "G401", toml=f"[terms]\ntransfer_limit = {{ {limit} }}\n", csv=MOVED)

    assert messages[-1].endswith(said)


@pytest.mark.parametrize(("limit", "count"), [("percent = 10", 0), ("percent = 9.99", 1), ("amount = 5", 1)])
def test_a_transfer_limit_of_the_total(tmp_path: Path, limit: str, count: int) -> None:
    toml = f'[terms]\ntransfer_limit = {{ {limit}, of = "total" }}\n'

    assert len(found(tmp_path, "G401", toml=toml, csv=MOVED)) == count


def test_only_approval_answers_where_the_terms_say_so(tmp_path: Path) -> None:
    toml = '[terms]\ntransfer_limit = { percent = 10, answer = "approval" }\n'
    explained = toml + '[[explanation]]\ntext = "Longer journeys."\n'
    approved = toml + (
        '[[amendment]]\ndate = 2014-11-03\napproved_by = "The fund"\n'
        'change = [{ activity = "meetings", amount = -10_000 }, { activity = "travel", amount = 10_000 }]\n'
    )

    assert len(found(tmp_path / "a", "G401", toml=explained, csv=MOVED)) == 2
    assert found(tmp_path / "b", "G401", toml=approved, csv=MOVED) == []


def test_fees_of_2014_break_ten_percent_of_a_line_and_keep_twenty_of_the_total(tmp_path: Path) -> None:
    source = (Path(__file__).parents[2] / "ledgers/gp-fees-2014/grant.toml").read_text(encoding="utf-8")
    without = source.partition('[[explanation]]\nactivity = "laboratories"')[0]
    csv = (Path(__file__).parents[2] / "ledgers/gp-fees-2014/postings.csv").read_text(encoding="utf-8")
    folder = tmp_path / "ledgers" / "gp-fees-2014"
    folder.mkdir(parents=True)
    (folder / "postings.csv").write_text(csv, encoding="utf-8")
    results = []
    for measure in ('percent = 10, of = "line"', 'percent = 20, of = "total"'):
        toml = without.replace('percent = 10, of = "line"', measure)
        (folder / "grant.toml").write_text(toml, encoding="utf-8")
        results.append(codes(grants.check(grants.load(tmp_path / "ledgers"))).count("G401"))

    assert results == [2, 0]


@pytest.mark.parametrize(
    ("percent", "base", "messages"),
    [("25", "", 0), ("24.99", "", 2), ("0", "", 2), ("25", ', base = ["fees"]', 2)],
)
def test_overhead_is_a_share_of_its_base(tmp_path: Path, percent: str, base: str, messages: int) -> None:
    toml = (
        f"[terms]\noverhead = {{ percent = {percent}{base} }}\n"
        '[[activity]]\nid = "meetings"\ntitle = "M"\n'
        '[[activity]]\nid = "travel"\ntitle = "T"\ncategory = "overhead"\n'
    )

    assert len(found(tmp_path, "G403", toml=toml)) == messages


def test_prohibited_words_begin_words_and_own_money_is_free(tmp_path: Path) -> None:
    def title(text: str, financing: str) -> str:
        return (
            '[terms]\nprohibited = { words = ["diverse"], categories = ["gifts"] }\n'
            f'[[activity]]\nid = "meetings"\ntitle = "M"\n[[activity]]\nid = "travel"\ntitle = "{text}"\n'
            'category = "gifts"\n'
            '[[budget]]\nactivity = "meetings"\namount = 80_000\n'
            f'[[budget]]\nactivity = "travel"\namount = 20_000\nfinancing = "{financing}"\n'
        )

    assert len(found(tmp_path / "a", "G404", toml=title("DIVERSE!", "grant"))) == 2
    assert len(found(tmp_path / "b", "G404", toml=title("Diversebilag", "grant"))) == 2
    assert len(found(tmp_path / "d", "G404", toml=title("Universerne", "grant"))) == 1
    assert found(tmp_path / "c", "G404", toml=title("Diverse", "own")) == []


AUDIT = (
    "[terms]\nauditor = [{ above = 0, requires = 'declaration' }, "
    "{ above = 100_000, requires = 'auditor' }, { above = 500_000, requires = 'performance-audit' }]\n"
)


@pytest.mark.parametrize(
    ("given", "award", "is_found"),
    [
        ("declaration", "100_000", False),
        ("auditor", "100_000", False),
        ("declaration", "100_000.01", True),
        ("auditor", "500_000", False),
        ("auditor", "500_001", True),
        ("someone", "5", True),
    ],
)
def test_a_tier_begins_above_its_amount(tmp_path: Path, given: str, award: str, *, is_found: bool) -> None:
    toml = (
        f"{AUDIT}[award]\namount = {award}\n[report]\nauditor = {{ kind = '{given}', date = 2016-02-01 }}\n"
    )

    assert bool(found(tmp_path, "G408", toml=toml)) is is_found
    assert found(tmp_path / "running", "G408", toml='status = "awarded"\n' + toml) == []


@pytest.mark.parametrize(
    ("deadline", "due"),
    [("months = 3", "2016-03-31"), ("days = 120", "2016-04-29"), ("date = 2016-02-01", "2016-02-01")],
)
def test_a_deadline_counts_from_the_day_after_the_period(tmp_path: Path, deadline: str, due: str) -> None:
    def toml(day: str) -> str:
        return f'[terms]\nreport_deadline = {{ {deadline} }}\n[report]\ndate = "{day}"\n'

    late = {"2016-03-31": "2016-04-01", "2016-04-29": "2016-04-30", "2016-02-01": "2016-02-02"}[due]

    assert found(tmp_path / "a", "G407", toml=toml(due)) == []
    assert found(tmp_path / "b", "G407", toml=toml(late)) == [
        f"the report is from {late}, it was due on {due}"
    ]


@pytest.mark.parametrize(
    ("funder", "recipient", "terms", "is_found"),
    [
        ("private", "municipality", "", True),
        ("private", "region", "", True),
        ("public", "municipality", "", False),
        ("private", "other", "", False),
        ("private", "region", "[terms]\nfondsmoms = { percent = 17.5, exempt = 'A gift in kind' }\n", False),
        ("private", "region", "[terms]\nfondsmoms = { percent = 0 }\n", False),
    ],
)
def test_fondsmoms_is_for_private_grants_to_municipalities_and_regions(
    tmp_path: Path, funder: str, recipient: str, terms: str, *, is_found: bool
) -> None:
    toml = f'[funder]\nname = "F"\nkind = "{funder}"\n[recipient]\nname = "R"\nkind = "{recipient}"\n{terms}'

    assert bool(found(tmp_path, "G410", toml=toml)) is is_found


def test_vouchers_are_kept_from_the_end_of_the_year_of_the_last_posting(tmp_path: Path) -> None:
    toml = "[terms]\nretention = { years = 5 }\n"
    late = postings("2014-05-12,meetings,80000.00,V-1,t", "2017-02-03,travel,20000.00,V-2,t")

    assert str(grant_of(tmp_path / "a", toml=toml).retention_end) == "2020-12-31"
    assert str(grant_of(tmp_path / "b", toml=toml, csv=late).retention_end) == "2022-12-31"
    assert grant_of(tmp_path / "c").retention_end is None


def test_an_amendment_may_raise_the_award_by_what_its_changes_add(tmp_path: Path) -> None:
    def amended(first: int, second: int) -> str:
        changes = ((first, 110_000, "2014-06-01"), (second, 130_000, "2014-07-01"))
        return "".join(
            f'[[amendment]]\ndate = {day}\napproved_by = "F"\naward = {award}\n'
            f'change = [{{ activity = "travel", amount = {more} }}]\n'
            for more, award, day in reversed(changes)
        )

    assert found(tmp_path / "a", "G214", toml=amended(10_000, 20_000)) == []
    assert found(tmp_path / "b", "G214", toml=amended(10_000, 30_000)) == [
        "the changes add up to +30000.00, not to +20000.00, which the award changes by"
    ]


def test_own_money_may_be_added_without_the_funder(tmp_path: Path) -> None:
    toml = (
        '[[amendment]]\ndate = 2014-06-01\napproved_by = "F"\n'
        'change = [{ activity = "travel", amount = 500, financing = "own", new = true }]\n'
    )
    account = grant_of(tmp_path, toml=toml)

    assert account.budgeted == Amount.parse("100500.00")
    assert found(tmp_path, "G214", toml=toml) == []


@pytest.mark.parametrize(
    ("applied", "decided", "is_found"),
    [("2015-12-31", "2016-05-01", False), ("2016-01-01", "2016-05-01", True), ("", "2015-12-31", False)],
)
def test_an_extension_is_applied_for_by_the_last_day(
    tmp_path: Path, applied: str, decided: str, *, is_found: bool
) -> None:
    line = f"applied = {applied}\n" if applied else ""
    toml = f'[[amendment]]\ndate = {decided}\n{line}approved_by = "F"\nperiod = "2014/2016"\n'

    assert bool(found(tmp_path, "G219", toml=toml)) is is_found


def test_a_shorter_period_is_no_extension(tmp_path: Path) -> None:
    toml = '[[amendment]]\ndate = 2016-05-01\napproved_by = "F"\nperiod = "2014"\n'

    assert found(tmp_path, "G219", toml=toml) == []


def test_received_instalments_count_with_what_came_in(tmp_path: Path) -> None:
    toml = (
        "[[instalment]]\nplanned = 2014-03-01\namount = 60_000\nreceived = 2014-03-02\n"
        "received_amount = 70_000\n"
        "[[instalment]]\nplanned = 2015-03-01\namount = 40_000\nreceived = 2015-03-02\n"
    )

    assert found(tmp_path, "G601", toml=toml) == [
        "with this one 110000.00 is received of an award of 100000.00"
    ]


def test_a_closed_grant_without_payments_is_not_checked(tmp_path: Path) -> None:
    assert found(tmp_path, "G605", toml='status = "closed"\n') == []


def test_a_rate_that_is_stated_must_be_the_tables(tmp_path: Path) -> None:
    toml = (
        '[[rate]]\nid = "fee"\ntitle = "Fee"\nunit = "hour"\nsource = "s"\nshares = [100, 50]\n'
        "step = [{ from = 2015-01-01, amount = 500 }]\n"
        '[[budget]]\nactivity = "meetings"\namount = 80_000\n'
        'calculation = [{ rate_table = "fee", date = 2014-12-31 }, '
        '{ rate_table = "fee", date = 2015-01-01, percent = 75 }]\n'
        '[[budget]]\nactivity = "travel"\namount = 20_000\n'
    )

    assert found(tmp_path, "G209", toml=toml) == [
        "fee has no rate on 2014-12-31",
        "75 % of the rate is paid; fee knows 100 %, 50 %",
    ]
    assert found(tmp_path, "G207", toml=toml) == []


@pytest.fixture
def rated() -> Callable[[str], str]:
    def csv(line: str) -> str:
        header = "date,activity,amount,voucher,text,quantity,unit\n"
        return f"{header}{line}\n2015-02-03,travel,20000.00,V-2,t,,\n"

    return csv


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("2015-05-12,meetings,1000.00,V-1,t,2,hour", 0),
        ("2015-05-12,meetings,1000.01,V-1,t,2,hour", 1),
        ("2015-05-12,meetings,-1000.00,V-1,t,-2,hour", 0),
        ("2014-05-12,meetings,1000.00,V-1,t,2,hour", 1),
        ("2015-05,meetings,1.00,V-1,t,2,hour", 0),
        ("2015-05-12,meetings,1.00,V-1,t,2,meeting", 1),
        ("2015-05-12,meetings,1.00,V-1,t,,", 0),
        ("2015-05-12,meetings,1000.00,V-1,95 minutes,1.5833,hour", 0),
        ("2015-05-12,meetings,791.65,V-1,95 minutes,1.5833,hour", 1),
        ("2015-05-12,meetings,500.00,V-1,half a day of two hours,2,hour", 0),
        ("2015-05-12,meetings,750.00,V-1,no such share,2,hour", 1),
    ],
)
def test_postings_of_one_day_in_the_tables_unit_are_at_its_rate(
    tmp_path: Path, rated: Callable[[str], str], line: str, count: int
) -> None:
    toml = (
        '[[rate]]\nid = "fee"\ntitle = "Fee"\nunit = "hour"\nsource = "s"\n'
        'rounding = "begun-half-hour"\nshares = [100, 50]\n'
        "step = [{ from = 2015-01-01, amount = 500 }]\n"
        '[[activity]]\nid = "meetings"\ntitle = "M"\nrate = "fee"\n'
        '[[activity]]\nid = "travel"\ntitle = "T"\n'
    )

    assert len(found(tmp_path, "G307", toml=toml, csv=rated(line))) == count


def test_a_change_of_no_line_says_what_differs(tmp_path: Path) -> None:
    own = (
        '[[budget]]\nactivity = "meetings"\namount = 80_000\n'
        '[[budget]]\nactivity = "travel"\namount = 20_000\n'
        '[[budget]]\nactivity = "travel"\namount = 500\nfinancing = "own"\nin_kind = true\n'
        '[[amendment]]\ndate = 2014-11-03\napproved_by = "F"\n'
        'change = [{ activity = "travel", amount = 5, financing = "own" }]\n'
    )

    assert found(tmp_path, "G213", toml=own) == [
        (
            "no line of 'travel' is paid by own money and has no period; there is one that is paid by own "
            "money in kind and has no period"
        )
    ]


def test_an_award_written_as_the_increase_gets_a_hint(tmp_path: Path) -> None:
    def amendment(award: str) -> str:
        return (
            f'[[amendment]]\ndate = 2014-11-03\napproved_by = "F"\naward = {award}\n'
            'change = [{ activity = "travel", amount = 10_000 }]\n'
        )

    (finding,) = [
        f for f in grants.check(ledger_of(tmp_path / "a", toml=amendment("10_000"))) if f.code == "G214"
    ]
    assert finding.remedy == (
        "award is the whole new award and not what is added to it: write award = 110000.00 if 10000.00 is "
        "added"
    )
    assert found(tmp_path / "b", "G214", toml=amendment("110_000")) == []


def test_a_match_that_is_budgeted_and_not_paid_is_posted(tmp_path: Path) -> None:
    toml = (
        "[terms]\nmatch = { min_percent = 20 }\n"
        '[[budget]]\nactivity = "meetings"\namount = 80_000\n'
        '[[budget]]\nactivity = "travel"\namount = 20_000\n'
        '[[budget]]\nactivity = "travel"\namount = 25_000\nfinancing = "own"\n'
    )
    (finding,) = [f for f in grants.check(ledger_of(tmp_path, toml=toml)) if f.code == "G217"]

    assert "of the account" in finding.message
    assert finding.remedy.startswith("post what others paid")


@pytest.mark.parametrize(
    ("currency", "said"),
    [
        ("DKR", "'DKR' is no currency of ISO 4217; did you mean DKK?"),
        ("EUU", "'EUU' is no currency of ISO 4217; did you mean EUR?"),
        ("QQQ", "'QQQ' is no currency of ISO 4217; such as DKK or EUR"),
        ("XXX", "'XXX' is no currency of ISO 4217; such as DKK or EUR"),
        ("THB", None),
        ("ISK", None),
    ],
)
def test_a_currency_is_one_of_iso_4217(tmp_path: Path, currency: str, said: str | None) -> None:
    messages = found(tmp_path, "G012", toml=f'currency = "{currency}"\n')

    assert messages == ([] if said is None else [f"currency: {said}"])


TWO_PAYERS = (
    '[[budget]]\nactivity = "meetings"\namount = 80_000\n[[budget]]\nactivity = "travel"\namount = 20_000\n'
    '[[budget]]\nactivity = "travel"\namount = 20_000\nfinancing = "own"\n'
)


def paid(meetings: str, travel: str, own: str) -> str:
    return (
        "date,activity,amount,voucher,text,financing\n"
        f"2014-05-12,meetings,{meetings},V-1,t,\n2015-02-03,travel,{travel},V-2,t,grant\n"
        f"2015-02-04,travel,{own},V-3,t,own\n"
    )


LIMIT = '[terms]\ntransfer_limit = {{ percent = 10, action = "stop"{} }}\n'


@pytest.mark.parametrize(
    ("more", "csv", "activities"),
    [
        ("", paid("80000.00", "20000.00", "60000.00"), []),
        ("", paid("80000.00", "20000.00", "0.00"), []),
        ("", paid("76000.00", "24000.00", "16000.00"), ["travel"]),
        (', money = "all"', paid("80000.00", "20000.00", "60000.00"), ["travel"]),
        (', money = "all"', paid("76000.00", "24000.00", "16000.00"), []),
        (', of = "total"', paid("80000.00", "20000.00", "60000.00"), []),
        (', of = "total", money = "all"', paid("80000.00", "20000.00", "60000.00"), ["40000.00 is moved"]),
    ],
)
def test_a_limit_is_on_the_grants_money(tmp_path: Path, more: str, csv: str, activities: list[str]) -> None:
    messages = found(tmp_path, "G401", toml=LIMIT.format(more) + TWO_PAYERS, csv=csv)

    assert len(messages) == len(activities)
    for message, begin in zip(messages, activities, strict=True):
        assert message.startswith(begin)
        assert ("of the grant's money" in message) is (not more)


def test_a_protected_line_is_the_grants(tmp_path: Path) -> None:
    toml = (
        '[terms]\nprotected = ["journeys"]\n[[activity]]\nid = "meetings"\ntitle = "M"\n'
        '[[activity]]\nid = "travel"\ntitle = "T"\ncategory = "journeys"\n' + TWO_PAYERS
    )

    assert found(tmp_path / "a", "G405", toml=toml, csv=paid("80000.00", "20000.00", "60000.00")) == []
    assert found(tmp_path / "b", "G405", toml=toml, csv=paid("79999.00", "20001.00", "19999.00")) == [
        "travel: 20001.00 of the grant's money is spent of 20000.00, +1.00"
    ]


def order(amount: str, more: str = "") -> str:
    return f'[[commitment]]\nactivity = "travel"\namount = {amount}\ndate = 2015-02-01\n{more}\n'


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        (order("5_000"), ["20000.00 of the grant's money is 20000.00 spent and 5000.00 ordered, 5000.00"]),
        (order("5_000", 'financing = "own"'), []),
        (
            order("15_000.01", 'financing = "own"'),
            ["20000.00 of own money is 5000.00 spent and 15000.01 ordered, 0.01"],
        ),
        (order("5_000", 'financing = "partner"'), []),  # which has no line: for G308
    ],
)
def test_an_order_is_covered_by_who_pays_it(tmp_path: Path, toml: str, said: list[str]) -> None:
    csv = paid("80000.00", "20000.00", "5000.00")
    messages = found(tmp_path, "G603", toml='status = "awarded"\n' + TWO_PAYERS + toml, csv=csv)

    assert messages == [f"travel: of {part} too much" for part in said]


POSTED = "posted = 2015-02-10"


@pytest.mark.parametrize(
    ("toml", "missing"),
    [
        (order("20_000", POSTED), []),
        (order("20_000.01", POSTED), ["20000.00"]),
        (order("5_000", POSTED + '\nfinancing = "own"'), []),
        (order("5_000.01", POSTED + '\nfinancing = "own"'), ["5000.00"]),
        (order("12_000", POSTED) + order("8_000", POSTED), []),
        (order("12_000", POSTED) + order("9_000", POSTED), ["8000.00"]),
        (order("5_000", "posted = 2015-06-01").replace("2015-02-01", "2015-05-01"), ["0.00"]),
        (order("5_000", POSTED).replace("2015-02-01", "2015-02-04"), ["0.00"]),
    ],
)
def test_an_order_that_is_posted_has_a_posting(tmp_path: Path, toml: str, missing: list[str]) -> None:
    messages = found(tmp_path, "G609", toml=TWO_PAYERS + toml, csv=paid("80000.00", "20000.00", "5000.00"))

    assert [message.partition(", but ")[2].partition(" ")[0] for message in messages] == missing
