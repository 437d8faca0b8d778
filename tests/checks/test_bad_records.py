"""Bad declarations: each gets a finding with its file and line, and none stops the reading."""

from pathlib import Path

import pytest

import grants
from tests.support import codes, ledger_of, places

RATE = '[[rate]]\nid = "fee"\ntitle = "Fee"\nunit = "hour"\nsource = "An agreement"\n'


@pytest.mark.parametrize(
    ("toml", "code", "said"),
    [
        ("[terms]\ntransfer_limit = { percent = 101 }\n", "G012", "a percentage lies from 0 to 100"),
        ("[terms]\ntransfer_limit = { percent = 1.005 }\n", "G012", "at most 2 decimals"),
        ('[terms]\ntransfer_limit = { of = "line" }\n', "G012", "a percent, an amount or both"),
        ('[terms]\nauditor = [{ requires = "declaration" }]\n', "G011", "auditor[1].above is missing"),
        (
            '[terms]\nauditor = [{ above = 5, requires = "a" }, { above = 5, requires = "b" }]\n',
            "G012",
            "the auditor tiers rise",
        ),
        ("[terms]\nreport_deadline = { months = 3, days = 4 }\n", "G012", "one of them"),
        ("[terms]\nreport_deadline = {}\n", "G012", "one of them"),
        ("[terms]\nprohibited = {}\n", "G012", "names categories or words"),
        ("[terms]\nretention = { years = 0 }\n", "G012", "greater than or equal to 1"),
        ('[terms]\nhours = { per_year = "1500" }\n', "G012", "number without quotes"),
        ('[checks.G304]\nseverity = "off"\n', "G011", "checks.G304.reason is missing"),
        ('[checks.G304]\nseverity = "off"\nreason = " "\n', "G012", "the text is blank"),
        ('[checks.G304]\nseverity = "of"\nreason = "r"\n', "G012", "did you mean 'off'?"),
        ('[checks.G304]\nseverity = "off"\nreason = "r"\nwhy = "x"\n', "G010", "checks.G304.why is no key"),
        ('[checks.g304]\nseverity = "off"\nreason = "r"\n', "G019", "write [checks.G304]"),
        ("[[amendment]]\ndate = 2014-05-01\n", "G012", "an amendment changes the period, the award or lines"),
        ('[[instalment]]\namount = 5\ntext = "t"\n', "G012", "planned or received on a day"),
        (
            "[[instalment]]\namount = 5\nplanned = 2014-05-01\nreceived_amount = 5\n",
            "G012",
            "has the day on which it was received",
        ),
        ('[[budget]]\nactivity = "travel"\namount = 5\npartner = "p"\n', "G012", 'financing = "partner"'),
        ('[[financing]]\nsource = "own"\namount = 5\npartner = "p"\n', "G012", 'source = "partner"'),
        (
            (
                "[[amendment]]\ndate = 2014-05-01\n"
                'change = [{ activity = "travel", amount = 5, partner = "p" }]\n'
            ),
            "G012",
            'financing = "partner"',
        ),
        (
            '[[budget]]\nactivity = "travel"\namount = 5\n[[budget.calculation]]\nminutes = 5\n',
            "G012",
            "a calculation has a rate",
        ),
        (
            '[[budget]]\nactivity = "travel"\namount = 5\n[[budget.calculation]]\nrate_table = "fee"\n',
            "G012",
            "has the date whose rate applies",
        ),
        (
            (
                '[[budget]]\nactivity = "travel"\namount = 5\n'
                'calculation = [{ rate = 5, factors = [{ number = -1, of = "hour" }] }]\n'
            ),
            "G012",
            "a quantity is a number from 0 upwards",
        ),
        (RATE + 'rounding = "up"\n', "G012", "none of none, begun-half-hour, begun-hour"),
        (RATE + "step = [{ amount = 5 }]\n", "G011", "step[1].from is missing"),
    ],
)
def test_a_bad_record_is_found_in_its_place(tmp_path: Path, toml: str, code: str, said: str) -> None:
    ledger = ledger_of(tmp_path, toml=toml)
    found = [finding for finding in grants.check(ledger) if finding.code == code]

    assert len(found) == 1
    assert said in found[0].message
    assert Path(found[0].where.path).name == "grant.toml"
    text = (tmp_path / "ledgers" / "example" / "grant.toml").read_text(encoding="utf-8").splitlines()
    table = toml.split("\n", maxsplit=1)[0]
    assert text.index(table) + 1 <= found[0].where.line <= len(text)


def test_a_rate_table_is_checked_step_by_step(tmp_path: Path) -> None:
    toml = (
        f"{RATE}"
        "step = [\n"
        "    { from = 2014-01-01, to = 2014-06-30, amount = 1 },\n"
        "    { from = 2014-06-30, to = 2014-12-31, amount = 2 },\n"
        "    { from = 2015-01-01, to = 2014-01-01, amount = 3 },\n"
        "    { from = 2015-01-01, amount = 4 },\n"
        "]\n"
        '[[rate]]\nid = "none"\ntitle = "t"\nunit = "hour"\nsource = "s"\n'
    )
    found = [f for f in grants.check(ledger_of(tmp_path, toml=toml)) if f.code == "G208"]

    assert [finding.message for finding in found] == [
        "fee has two rates on 2014-06-30",
        "fee: the step from 2015-01-01 ends before it begins",
        "fee has two rates on 2015-01-01",
        "none has no step",
    ]
    assert [finding.where.line - found[0].where.line for finding in found] == [0, 1, 2, 5]


def test_a_posting_names_its_source_and_person_soundly(tmp_path: Path) -> None:
    csv = (
        "date,activity,amount,voucher,text,financing,person\n"
        "2014-05-12,meetings,80000.00,V-1,t,grnat,\n"
        "2015-02-03,travel,20000.00,V-2,t,partner:nobody,Jens Jensen\n"
        "2015-02-03,travel,20000.00,V-3,t,partner:nobody,driver-1\n"
    )
    found = grants.check(ledger_of(tmp_path, csv=csv))

    assert places(found, "G106") == [("postings.csv", 2, 36), ("postings.csv", 3, 49)]
    assert places(found, "G018") == [("postings.csv", 4, None)]


def test_every_person_is_checked_also_on_a_line_like_the_one_before(tmp_path: Path) -> None:
    csv = (
        "date,activity,amount,voucher,text,person\n"
        "2014-05-12,meetings,80000.00,V-1,t,\n"
        "2014-05-12,meetings,1.00,V-2,t,doctor-1\n"
        "2014-05-12,meetings,1.00,V-3,t,Jens Jensen\n"
    )
    found = grants.check(ledger_of(tmp_path, csv=csv))

    assert places(found, "G106") == [("postings.csv", 4, 32)]


def test_unknown_references_are_reported_once_each(tmp_path: Path) -> None:
    toml = (
        '[[activity]]\nid = "meetings"\ntitle = "M"\nrate = "feee"\n'
        '[[activity]]\nid = "travel"\ntitle = "T"\n'
        f"{RATE}step = [{{ from = 2014-01-01, amount = 5 }}]\n"
        '[[partner]]\nid = "a"\nname = "A"\n[[partner]]\nid = "a"\nname = "B"\n'
        '[[commitment]]\nactivity = "trvel"\namount = 0\ndate = 2014-01-01\nposted = 2014-02-01\n'
        '[[amendment]]\ndate = 2014-05-01\napproved_by = "F"\n'
        'change = [{ activity = "hotel", amount = 0, new = true }]\n'
    )
    found = grants.check(ledger_of(tmp_path, toml=toml))

    assert codes(found).count("G015") == 1
    assert codes(found).count("G016") == 2
    assert [f.message for f in found if f.code == "G018"] == [
        "there is no rate table 'feee'; did you mean 'fee'?"
    ]
