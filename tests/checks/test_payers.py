"""Who pays: partners are named, sources stand once, and every payer has a line to pay."""

from pathlib import Path

import pytest

import grants
from grants import Severity
from tests.support import ledger_of

HEADER = "date,activity,amount,voucher,text,financing\n"
PARTNERS = '[[partner]]\nid = "hospital"\nname = "H"\n[[partner]]\nid = "school"\nname = "S"\n'
LINES = '[[budget]]\nactivity = "meetings"\namount = 100_000\n[[budget]]\nactivity = "travel"\namount = 500\n'
POSTED = "travel: 1 posting of 500.00"
BY_HOSPITAL = LINES + 'financing = "partner"\npartner = "hospital"\n'


def found(folder: Path, code: str, **changes: str) -> list[grants.Finding]:
    return [f for f in grants.check(ledger_of(folder, **changes)) if f.code == code]


def messages(folder: Path, code: str, **changes: str) -> list[str]:
    return [finding.message for finding in found(folder, code, **changes)]


def travel(financing: str) -> str:
    return f"{HEADER}2015-02-03,travel,500.00,V-2,Train tickets,{financing}\n"


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        (LINES + 'financing = "partner"\n', "the line of 500.00 for travel"),
        ('[[financing]]\nsource = "partner"\namount = 500\n', "500.00 of the financing plan"),
        (
            '[[commitment]]\nactivity = "travel"\namount = 500\ndate = 2014-05-01\nfinancing = "partner"\n',
            "the order of 500.00 for travel",
        ),
        (
            (
                '[[amendment]]\ndate = 2014-05-01\napproved_by = "F"\n'
                'change = [{ activity = "travel", amount = 5, financing = "partner", new = true }]\n'
            ),
            "the changed line of travel",
        ),
    ],
)
def test_a_partner_that_pays_is_named(tmp_path: Path, toml: str, said: str) -> None:
    (declared,) = found(tmp_path / "a", "G221", toml=PARTNERS + toml)
    (undeclared,) = found(tmp_path / "b", "G221", toml=toml)
    applied = 'status = "applied"\n[application]\namount = 100_000\n'
    (early,) = found(tmp_path / "c", "G221", toml=applied + toml)

    assert declared.message == f"{said} is paid by a partner without a name; declared: hospital, school"
    assert undeclared.message.endswith("no [[partner]] is declared")
    assert declared.severity is undeclared.severity is Severity.ERROR
    assert early.severity is Severity.WARNING


def test_postings_of_an_unnamed_partner_are_reported_once(tmp_path: Path) -> None:
    csv = travel("partner") + "2015-02-04,travel,1.00,V-3,t,partner/in-kind\n"
    (finding,) = found(tmp_path, "G221", csv=csv, toml=PARTNERS)

    assert finding.message == (
        "2 postings of 501.00 are paid by a partner without a name; declared: hospital, school"
    )
    assert finding.where.line == 2


@pytest.mark.parametrize(
    ("toml", "financing", "said"),
    [
        (LINES, "grant", None),
        (
            LINES,
            "own",
            f"{POSTED} is paid by own money; in the budget travel is paid by the grant",
        ),
        (BY_HOSPITAL, "partner:hospital", None),
        (BY_HOSPITAL, "partner", None),
        (
            BY_HOSPITAL,
            "partner:school",
            (
                f"{POSTED} is paid by the partner school; in the budget travel is paid by the partner "
                "hospital; 'school' is in no line and not in the financing plan; known are hospital"
            ),
        ),
        (
            BY_HOSPITAL,
            "grant",
            f"{POSTED} is paid by the grant; in the budget travel is paid by the partner hospital",
        ),
        (
            LINES + 'financing = "own"\n[[budget]]\nactivity = "travel"\namount = 1\n',
            "own/in-kind",
            (
                f"{POSTED} is paid by own money in kind; in the budget travel is paid by the grant and "
                "own money"
            ),
        ),
    ],
)
def test_every_payer_has_a_line(tmp_path: Path, toml: str, financing: str, said: str | None) -> None:
    reported = messages(tmp_path, "G308", toml=PARTNERS + toml, csv=travel(financing))

    assert reported == ([] if said is None else [said])


def test_a_partner_that_is_not_declared_is_reported_once(tmp_path: Path) -> None:
    csv = travel("partner:hospitel")

    assert messages(tmp_path / "a", "G308", toml=PARTNERS + BY_HOSPITAL, csv=csv) == []
    assert messages(tmp_path / "b", "G018", toml=PARTNERS + BY_HOSPITAL, csv=csv) == [
        "there is no partner 'hospitel'; did you mean 'hospital'?"
    ]


def test_a_partner_that_only_the_lines_name_is_meant(tmp_path: Path) -> None:
    assert messages(tmp_path, "G018", toml=BY_HOSPITAL, csv=travel("partner:hospitl")) == [
        "there is no partner 'hospital'",
        "there is no partner 'hospitl'; did you mean 'hospital'?",
    ]


def test_an_amendment_adds_the_line_that_somebody_else_pays(tmp_path: Path) -> None:
    toml = (
        '[[amendment]]\ndate = 2014-05-01\napproved_by = "F"\n'
        'change = [{ activity = "travel", amount = 500, financing = "own", new = true }]\n'
    )

    assert messages(tmp_path / "a", "G308", toml=toml, csv=travel("own")) == []
    assert (
        len(messages(tmp_path / "b", "G308", toml=toml.replace("approved_by", "text"), csv=travel("own")))
        == 1
    )


def test_an_order_has_a_line_of_its_payer_in_money_or_in_kind(tmp_path: Path) -> None:
    order = '[[commitment]]\nactivity = "travel"\namount = 5\ndate = 2014-05-01\nposted = 2014-06-01\n'
    by_hospital = 'financing = "partner"\npartner = "hospital"\n'

    assert messages(tmp_path / "a", "G308", toml=order) == []
    assert messages(tmp_path / "b", "G308", toml=f'{order}financing = "own"\n') == [
        "travel: an order of 5.00 is to be paid by own money; in the budget travel is paid by the grant"
    ]
    in_kind = PARTNERS + BY_HOSPITAL + "in_kind = true\n" + order + by_hospital
    assert messages(tmp_path / "c", "G308", toml=in_kind, csv=HEADER) == []


def test_money_and_work_are_two_sources(tmp_path: Path) -> None:
    toml = '[[financing]]\nsource = "own"\namount = 5\n'

    assert messages(tmp_path / "a", "G223", toml=f"{toml}{toml}in_kind = true\n") == []
    unnamed = '[[financing]]\nsource = "partner"\namount = 5\n'
    assert messages(tmp_path / "c", "G223", toml=unnamed + unnamed) == []
    assert messages(tmp_path / "b", "G223", toml=toml + toml.replace("5", "7")) == [
        "own money is in the plan twice: with 5.00 as its source 1, and here with 7.00"
    ]
