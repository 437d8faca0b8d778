"""Dates that must go together: signatures, reports, amendments, orders, and what a closed grant lacks."""

from pathlib import Path

import pytest

import grants
from grants import Severity
from tests.support import ledger_of, postings


def found(folder: Path, code: str, **changes: str) -> list[grants.Finding]:
    return [f for f in grants.check(ledger_of(folder, **changes)) if f.code == code]


def messages(folder: Path, code: str, **changes: str) -> list[str]:
    return [finding.message for finding in found(folder, code, **changes)]


LATE = postings("2014-05-12,meetings,80000.00,V-1,t", "2016-02-03,travel,20000.00,V-2,t")


@pytest.mark.parametrize(
    ("day", "csv", "said"),
    [
        ("2015-12-31", None, None),
        ("2015-12-30", None, "is of 2015-12-30, but the period ends on 2015-12-31"),
        ("2016-02-02", LATE, "is of 2016-02-02, but there are postings until 2016-02-03"),
        ("2016-02-03", LATE, None),
    ],
)
def test_nobody_signs_before_the_end(tmp_path: Path, day: str, csv: str | None, said: str | None) -> None:
    toml = f'[report]\nauditor = {{ kind = "a", date = {day} }}\nstatement = {{ date = {day}, by = "D" }}\n'
    changes = {"toml": toml} if csv is None else {"toml": toml, "csv": csv}

    assert messages(tmp_path, "G415", **changes) == (
        [] if said is None else [f"the auditor's statement {said}", f"the management statement {said}"]
    )


def test_an_auditor_without_a_date_is_not_enough(tmp_path: Path) -> None:
    toml = (
        "[terms]\nauditor = [{ above = 0, requires = 'auditor' }]\n[report]\nauditor = { kind = 'auditor' }\n"
    )

    assert messages(tmp_path / "a", "G408", toml=toml) == [
        "the statement of the auditor ('auditor') has no date, so it is unclear what it covers"
    ]
    assert messages(tmp_path / "b", "G408", toml='status = "awarded"\n' + toml) == []


DEADLINE = "[terms]\nreport_deadline = { date = 2016-03-15 }\n"


@pytest.mark.parametrize(
    ("report", "severity"),
    [
        ("", Severity.WARNING),
        ('[report]\nplace = "Aarhus"\n', Severity.WARNING),
        ('[report]\ndate = "2016-02"\n', None),
        ("[report]\ndate = 2016-03-15\n", None),
        ('[report]\ndate = "2016-03"\n', Severity.NOTE),
        ("[report]\ndate = 2016-03-16\n", Severity.WARNING),
        ('[report]\ndate = "2016-04"\n', Severity.WARNING),
    ],
)
def test_the_date_of_the_report_says_whether_it_is_in_time(
    tmp_path: Path, report: str, severity: Severity | None
) -> None:
    severities = [finding.severity for finding in found(tmp_path / "a", "G407", toml=DEADLINE + report)]

    assert severities == ([] if severity is None else [severity])
    assert found(tmp_path / "b", "G407", toml=report) == []


def test_a_grant_that_runs_has_no_report_yet(tmp_path: Path) -> None:
    assert found(tmp_path, "G407", toml='status = "awarded"\n' + DEADLINE) == []


def amendment(day: str, more: str = 'period = "2014/2016"') -> str:
    return f'[[amendment]]\ndate = {day}\napproved_by = "F"\n{more}\n'


def test_the_dates_of_an_amendment(tmp_path: Path) -> None:
    applied = amendment("2014-11-03", 'period = "2014/2016"\napplied = 2014-11-04')
    awarded = "[award]\namount = 100_000\ndate = 2014-06-01\n"

    assert messages(tmp_path / "a", "G224", toml=applied) == [
        "it was applied for on 2014-11-04, but decided on 2014-11-03 already"
    ]
    assert messages(tmp_path / "b", "G224", toml=amendment("2013-12-31")) == [
        "it was decided on 2013-12-31, but the award is of 2014"
    ]
    assert messages(tmp_path / "c", "G224", toml=awarded + amendment("2014-05-31")) == [
        "it was decided on 2014-05-31, but the award is of 2014-06-01"
    ]
    assert messages(tmp_path / "d", "G224", toml=awarded + amendment("2014-06-01")) == []
    assert messages(tmp_path / "e", "G224", toml=applied.replace('approved_by = "F"', "")) == []


def test_a_new_line_is_new(tmp_path: Path) -> None:
    def change(more: str) -> str:
        return f'change = [{{ activity = "travel", amount = 0, new = true{more} }}]'

    own = amendment("2014-11-03", change(', financing = "own"'))

    assert messages(tmp_path / "a", "G225", toml=own) == []
    assert messages(tmp_path / "b", "G225", toml=amendment("2014-11-03", change(""))) == [
        "travel has this line already, and 0.00 is added to it"
    ]
    later, earlier = own.replace("2014-11-03", "2014-12-03"), own
    (finding,) = found(tmp_path / "c", "G225", toml=later + earlier)
    text = Path(finding.where.path).read_text(encoding="utf-8").splitlines()
    assert "date = 2014-12-03" in text[finding.where.line - 4 : finding.where.line]
    unapproved = own.replace('approved_by = "F"', "")
    assert messages(tmp_path / "d", "G225", toml=unapproved + unapproved) == []


def test_what_is_applied_for_is_a_note_as_long_as_the_grant_runs(tmp_path: Path) -> None:
    toml = amendment("2014-11-03").replace('approved_by = "F"', "")

    assert [f.severity for f in found(tmp_path / "a", "G220", toml=toml)] == [Severity.ERROR]
    (note,) = found(tmp_path / "b", "G220", toml='status = "awarded"\n' + toml)
    assert note.severity is Severity.NOTE
    assert (
        note.message == "nobody has approved this amendment of 2014-11-03 yet; until then it changes nothing"
    )


@pytest.mark.parametrize(
    ("day", "posted", "said"),
    [
        ("2014-01-01", "2014-01-01", []),
        ("2015-12-31", "2016-02-01", []),
        ("2013-12-31", "2014-02-01", ["of 2013-12-31, outside the period 2014/2015"]),
        ("2016-01-01", "2016-02-01", ["of 2016-01-01, outside the period 2014/2015"]),
        ("2014-05-01", "2014-04-30", ["of 2014-05-01, but was posted on 2014-04-30 already"]),
    ],
)
def test_the_dates_of_an_order(tmp_path: Path, day: str, posted: str, said: list[str]) -> None:
    toml = f'[[commitment]]\nactivity = "travel"\namount = 5\ndate = {day}\nposted = {posted}\n'

    assert messages(tmp_path, "G606", toml=toml) == [
        f"the order of 5.00 for travel is {part}" for part in said
    ]


LESS = postings("2014-05-12,meetings,80000.00,V-1,t", "2015-02-03,travel,15000.00,V-2,t")
REPAID = "[[repayment]]\namount = 5_000\ndate = 2016-02-01\n"
CAME = "[[instalment]]\nplanned = 2014-03-01\namount = 95_000\nreceived = 2014-03-02\n"


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        (CAME, []),
        (
            CAME + "[[instalment]]\nplanned = 2015-03-01\namount = 5_000\n",
            ["5000.00, planned for 2015-03-01, was not received"],
        ),
        (CAME.replace("95_000", "100_000"), ["5000.00 is still to be repaid"]),
        (CAME.replace("95_000", "100_000") + REPAID, []),
        (
            "",
            ["5000.00 of the award is not spent, 0.00 is repaid, and no instalment states what was received"],
        ),
        (REPAID, []),
        (
            "[settlement]\nrepayment = 6_000\n" + REPAID,
            [
                (
                    "6000.00 is stated as to be repaid, 5000.00 is repaid, and no instalment states what was "
                    "received"
                )
            ],
        ),
        ("[settlement]\nrepayment = 0\n", []),
    ],
)
def test_a_closed_grant_owes_nothing(tmp_path: Path, toml: str, said: list[str]) -> None:
    assert messages(tmp_path / "a", "G605", toml='status = "closed"\n' + toml, csv=LESS) == said
    assert messages(tmp_path / "b", "G605", toml=toml, csv=LESS) == []


PRIVATE = (
    '[funder]\nname = "F"\nkind = "private"\n[recipient]\nname = "R"\nkind = "region"\n'
    '[[activity]]\nid = "meetings"\ntitle = "M"\n[[activity]]\nid = "fondsmoms"\ntitle = "F"\n'
    'category = "fondsmoms"\n[[budget]]\nactivity = "meetings"\namount = 82_500\n'
    '[[budget]]\nactivity = "fondsmoms"\namount = 17_500\n'
)


@pytest.mark.parametrize(
    ("spent", "fondsmoms", "said"),
    [
        ("82500.00", "17500.00", None),
        ("41250.00", "8750.00", None),
        ("41250.00", "17500.00", None),
        (
            "41250.00",
            "8749.99",
            (
                "8749.99 is posted on activities of category fondsmoms; 17.5 % of the 49999.99 spent of the "
                "grant are 8750.00"
            ),
        ),
        (
            "82499.99",
            "17500.01",
            (
                "17500.01 is posted on activities of category fondsmoms; 17.5 % of the award are 17500.00, "
                "and no more is due"
            ),
        ),
    ],
)
def test_fondsmoms_is_paid_too(tmp_path: Path, spent: str, fondsmoms: str, said: str | None) -> None:
    csv = postings(f"2014-05-12,meetings,{spent},V-1,t", f"2014-06-01,fondsmoms,{fondsmoms},V-2,t")

    assert messages(tmp_path / "a", "G410", toml=PRIVATE, csv=csv) == ([] if said is None else [said])
    assert messages(tmp_path / "b", "G410", toml='status = "awarded"\n' + PRIVATE, csv=csv) == []


def test_fondsmoms_that_is_not_posted_at_all(tmp_path: Path) -> None:
    csv = postings("2014-05-12,meetings,82500.00,V-1,t")
    (finding,) = found(tmp_path, "G410", toml=PRIVATE, csv=csv)

    assert finding.message.startswith(
        "0.00 is posted on activities of category fondsmoms; 17.5 % of the 82500.00"
    )
    assert Path(finding.where.path).name == "grant.toml"


MOVED = 'change = [{ activity = "meetings", amount = -5 }, { activity = "travel", amount = 5 }]'


@pytest.mark.parametrize(
    ("day", "more", "severity", "said"),
    [
        ("2015-12-31", "", None, ""),
        ("2016-01-01", "", Severity.WARNING, "was decided on 2016-01-01, but the period ended on 2015-12-31"),
        ("2016-02-01", "applied = 2016-01-01\n", Severity.WARNING, "was applied for on 2016-01-01"),
        ("2016-02-01", "applied = 2015-12-31\n", Severity.NOTE, "applied for in time, on 2015-12-31"),
        ("2016-04-01", "applied = 2015-12-31\n", Severity.WARNING, "but the report is from 2016-03"),
        ("2016-02-01", 'period = "2014/2016"\n', None, ""),
    ],
)
def test_an_approval_comes_before_the_end(
    tmp_path: Path, day: str, more: str, severity: Severity | None, said: str
) -> None:
    report = '[report]\ndate = "2016-03"\n'
    findings = found(tmp_path / "a", "G226", toml=report + amendment(day, more + MOVED))

    assert [f.severity for f in findings] == ([] if severity is None else [severity])
    assert all(said in f.message for f in findings)
    assert found(tmp_path / "b", "G226", toml=report + amendment(day)) == []
    unapproved = amendment(day, more + MOVED).replace('approved_by = "F"', "")
    assert found(tmp_path / "c", "G226", toml=report + unapproved) == []


def test_a_late_approval_is_an_error_where_the_terms_want_one(tmp_path: Path) -> None:
    activities = (
        '[[activity]]\nid = "meetings"\ntitle = "M"\ncategory = "salary"\n'
        '[[activity]]\nid = "travel"\ntitle = "T"\n'
    )
    for number, terms in enumerate(
        ('protected = ["salary"]', 'transfer_limit = { percent = 10, answer = "approval" }')
    ):
        toml = f"[terms]\n{terms}\n{activities}{amendment('2016-01-01', MOVED)}"
        (finding,) = found(tmp_path / str(number), "G226", toml=toml)
        assert finding.severity is Severity.ERROR
        assert "the terms want approval beforehand" in finding.message
    own = MOVED.replace(" }", ', financing = "own", new = true }')
    assert found(tmp_path / "own", "G226", toml=amendment("2016-01-01", own)) == []


ORDER = '[[commitment]]\nactivity = "travel"\namount = 5\ndate = 2014-05-01\nposted = 2015-02-03\n'
PAID = "[[instalment]]\namount = 50\nreceived = 2014-05-01\n"


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        (amendment("2014-11-03", MOVED) * 2, ["the amendment is the same"]),
        (amendment("2014-11-03", MOVED) + amendment("2014-11-03", MOVED + '\ntext = "t"'), ["the amendment"]),
        (amendment("2014-11-03", MOVED) + amendment("2014-11-03", MOVED + '\ndocument = "2"'), []),
        (amendment("2014-11-03", MOVED) + amendment("2014-11-04", MOVED), []),
        (
            amendment("2014-11-03", MOVED.replace("[{", '[{ activity = "travel", amount = 5 }, {')),
            ["the change"],
        ),
        (ORDER * 2, ["the order is the same"]),
        (ORDER + ORDER.replace("= 5\n", "= 6\n"), []),
        (ORDER + ORDER + 'text = "Another"\n', []),
        (PAID * 2, ["the instalment is the same"]),
        (REPAID * 3, ["the repayment is the same", "the repayment is the same"]),
    ],
)
def test_what_is_there_twice_is_reported(tmp_path: Path, toml: str, said: list[str]) -> None:
    reported = messages(tmp_path, "G227", toml=toml)

    assert len(reported) == len(said)
    assert all(message.startswith(begin) for message, begin in zip(reported, said, strict=True))


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[award]\namount = 100_000\ndate = 2014-03-01\n", []),
        ("[award]\namount = 100_000\ndate = 2014-03-01\nyear = 2014\n", []),
        (
            "[award]\namount = 100_000\ndate = 2014-03-01\nyear = 2013\n",
            ["the award has the date 2014-03-01 and the year 2013; the date is used"],
        ),
        ("[award]\namount = 100_000\ndate = 2015-12-31\n", []),
        (
            "[award]\namount = 100_000\ndate = 2016-01-01\n",
            ["the award is of 2016-01-01, but the period ended on 2015-12-31"],
        ),
        (
            "[award]\namount = 100_000\nyear = 2016\n",
            ["the award is of 2016, but the period ended on 2015-12-31"],
        ),
        ("[application]\namount = 100_000\ndate = 2014-12-31\n", []),
        (
            "[application]\namount = 100_000\nyear = 2015\n",
            ["it was applied for in 2015, but the award is of 2014"],
        ),
        (
            "[application]\namount = 5\ndate = 2014-03-02\n[award]\namount = 100_000\ndate = 2014-03-01\n",
            ["it was applied for on 2014-03-02, but the award is of 2014-03-01"],
        ),
    ],
)
def test_the_days_of_application_and_award(tmp_path: Path, toml: str, said: list[str]) -> None:
    assert messages(tmp_path, "G228", toml=toml) == said


@pytest.mark.parametrize(
    ("report", "said"),
    [
        ("date = 2015-12-31", []),
        ('date = "2015-12"', []),
        ("date = 2015-12-30", ["the status is 'reported' and the report is from 2015-12-30, but the period"]),
        ('date = 2016-03-15\nauditor = { kind = "a", date = 2016-03-15 }', []),
        (
            (
                'date = 2016-03-15\nauditor = { kind = "a", date = 2026-03-10 }\n'
                'statement = { date = 2016-03-16, by = "D" }'
            ),
            ["the auditor's statement is of 2026-03-10", "the management statement is of 2016-03-16"],
        ),
        ('date = "2016-03"\nstatement = { date = 2016-03-31, by = "D" }', []),
    ],
)
def test_the_report_is_younger_than_what_goes_with_it(tmp_path: Path, report: str, said: list[str]) -> None:
    reported = messages(tmp_path / "a", "G417", toml=f"[report]\n{report}\n")

    assert [message[: len(begin)] for message, begin in zip(reported, said, strict=True)] == said
    assert found(tmp_path / "b", "G417", toml=f'status = "awarded"\n[report]\n{report}\n') == []


def test_a_line_that_an_amendment_adds_lies_in_the_period(tmp_path: Path) -> None:
    def added(period: str) -> str:
        change = f'change = [{{ activity = "travel", amount = 0, new = true, period = "{period}" }}]'
        return amendment("2014-11-03", change)

    assert messages(tmp_path / "a", "G204", toml=added("2015")) == []
    assert messages(tmp_path / "b", "G204", toml=added("2016")) == [
        "the line that is added is for 2016, outside the period 2014/2015"
    ]
    assert messages(tmp_path / "c", "G204", toml=added("2016").replace('approved_by = "F"', "")) == []
