"""A message is a text and its values; in English it is what `str.format` makes of them."""

import subprocess
import sys

import pytest

from grants.findings.message import Listing, Message, plural, term, terms


def test_a_message_is_english() -> None:
    assert str(Message("{name!r} is {status}", name="a", status=term("status", "closed"))) == "'a' is closed"


@pytest.mark.parametrize(("count", "text"), [(0, "0 lines"), (1, "1 line"), (1200, "1200 lines")])
def test_a_number_decides_the_form(count: int, text: str) -> None:
    assert str(plural("{count} line", "{count} lines", count=count)) == text


@pytest.mark.parametrize(
    ("items", "text"), [(("a",), "a"), (("a", "b"), "a and b"), ((1, 2, 3), "1, 2 and 3")]
)
def test_a_listing_is_one_phrase(items: tuple[object, ...], text: str) -> None:
    assert str(Listing(items)) == text


def test_messages_are_compared_by_text_and_values() -> None:
    one, other = Message("{a}", a=1), Message("{a}", a=2)

    assert one == Message("{a}", a=1)
    assert one != other
    assert one != "1"
    assert len({one, Message("{a}", a=1)}) == 1
    assert repr(one) == "Message('{a}', {'a': 1})"


def test_a_set_of_terms_is_found_by_what_the_files_say() -> None:
    found = terms("kind", "new", **{"not-new": "old"})

    assert {value: str(word) for value, word in found.items()} == {"new": "new", "not-new": "old"}


def test_english_needs_no_other_module() -> None:
    code = (
        "import sys; from grants.findings.message import Message; str(Message('a {b}', b=1)); "
        "assert not {'babel', 'gettext', 'grants.reports.speech'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
