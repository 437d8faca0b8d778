"""What is said, in the language of who reads it."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from grants.findings.message import Listing, Message, plural, term
from grants.reports import speech
from grants.reports.speech import Speech, entries
from grants.values.money import Amount
from grants.values.periods import Period

DANISH, ENGLISH = Speech.of("da"), Speech.of("en")
PO = """\
msgid ""
msgstr "Language: da\\n"

msgctxt "status"
msgid "closed"
msgstr "afsluttet"

msgid ""
"a \\"{b}\\"\\n"
"c"
msgstr ""
"å \\"{b}\\"\\n"
"c \\\\n"

#, fuzzy
msgid "guess"
msgstr "gæt"

msgid "none"
msgstr ""

msgid "{count} day"
msgid_plural "{count} days"
msgstr[0] "{count} dag"
msgstr[1] "{count} dage"
"""


@pytest.fixture
def small(tmp_path: Path) -> Speech:
    path = tmp_path / "da.po"
    path.write_text(PO, encoding="utf-8")
    return Speech("da", {(context, text): said for context, text, said in entries(path)})


def test_a_catalogue_is_read_but_for_what_nobody_looked_at(small: Speech) -> None:
    assert small.words == {
        ("status", "closed"): ("afsluttet",),
        (None, 'a "{b}"\nc'): ('å "{b}"\nc \\n',),
        (None, "{count} day"): ("{count} dag", "{count} dage"),
    }


@pytest.mark.parametrize(("count", "text"), [(0, "0 dage"), (1, "1 dag"), (1200, "1.200 dage")])
def test_a_plural_has_its_form(small: Speech, count: int, text: str) -> None:
    assert small.say(plural("{count} day", "{count} days", count=count)) == text
    assert small.say(plural("{count} year", "{count} years", count=count)).startswith(text.partition(" ")[0])


@pytest.mark.parametrize(
    ("count", "english", "danish"),
    [(0, "0 warnings", "0 advarsler"), (1, "1 warning", "1 advarsel"), (2, "2 warnings", "2 advarsler")],
)
def test_one_of_a_thing_is_said_in_the_singular(count: int, english: str, danish: str) -> None:
    warnings = plural("{count} warning", "{count} warnings", count=count)

    assert (ENGLISH(warnings), DANISH(warnings)) == (english, danish)


def test_a_text_is_said_in_both_languages() -> None:
    for say, text in ((DANISH, "af A"), (ENGLISH, "by A")):
        assert say("by {name}", name="A") == text
        assert say.say(Message("by {name}", name="A")) == text
    assert DANISH("by {name}") == "af {name}"
    assert DANISH("nothing known {x}", x=1) == "nothing known 1"


def test_a_term_is_said_by_its_context() -> None:
    assert DANISH.term("status", "closed") == DANISH(term("status", "closed")) == "afsluttet"
    assert DANISH.term("sheet", "Findings") == "Kontrol"
    assert DANISH("Findings") == "Fund"
    assert ENGLISH.term("status", "closed") == "closed"


def test_whole_messages_alone_are_taken() -> None:
    for say in (DANISH, ENGLISH):
        with pytest.raises(TypeError, match="is no Message"):
            say.say("a text")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Amount.parse("-1234.50"), "-1.234,50"),
        (Decimal("31.24"), "31,24"),
        (1200, "1.200"),
        (True, "True"),
        ("1,000.00", "1,000.00"),
        (None, "None"),
        (date(2018, 4, 24), "24. april 2018"),
        (Period.parse("2018"), "2018"),
        (Period.parse("2018-03"), "marts 2018"),
        (Period.parse("2018-Q2"), "2. kvartal 2018"),
        (Period.parse("2014/2017"), "2014-2017"),
        (Period.parse("2018-03/2018-04"), "marts 2018 \N{EN DASH} april 2018"),
        (Period.parse("2018-04-24"), "24. april 2018"),
        (Listing(("a", "b")), "a og b"),
        (Listing(("a",)), "a"),
        (Message("{x!r} is {y}", x="A", y="b"), "»A« is b"),
        (term("status", "closed"), "afsluttet"),
    ],
)
def test_values_are_written_as_danish_writes_them(value: Any, text: str) -> None:
    assert DANISH.say(Message("{value}", value=value)) == text


def test_a_sentence_that_ends_with_an_amount_has_one_stop() -> None:
    assert DANISH("Rest: {amount}. {other}.", amount="1 kr.", other="2 kr.") == "Rest: 1 kr. 2 kr."
    assert DANISH.say(Message("{amount}.", amount="1 kr.")) == "1 kr."
    assert DANISH.say(Message("{amount} ...", amount="1 kr.")) == "1 kr. ..."


def test_a_sign_is_kept() -> None:
    assert DANISH.say(Message("{apart:+}", apart=Decimal("0.01"))) == "+0,01"


def test_english_reads_no_catalogue(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(speech, "CATALOGUES", tmp_path)

    assert Speech.of.__wrapped__("en").words == {}
    with pytest.raises(FileNotFoundError):
        Speech.of.__wrapped__("da")
