"""Rules: the first that fits counts, patterns match what they say, and none takes long."""

from fnmatch import fnmatchcase

from hypothesis import example, given
from hypothesis import strategies as st

from grants.importing.profiles.matching import Matcher, pattern_test, within_test
from grants.importing.profiles.profile import ImportRule
from grants.importing.source_line import SourceLine

SHORT = st.text("ab*?", max_size=8)


def rule(**keys: object) -> ImportRule:
    return ImportRule.model_validate({"activity": "fees", **keys})


@given(pattern=SHORT.filter(bool), text=st.text("ab", max_size=10))
@example(pattern="a*a", text="a")
@example(pattern="*a*", text="ba")
def test_patterns_match_as_file_names_do(pattern: str, text: str) -> None:
    assert pattern_test(pattern)(text) == fnmatchcase(text, pattern)


@given(text=st.text("ab*?\\", max_size=8))
def test_a_backslash_makes_a_character_of_a_sign(text: str) -> None:
    escaped = text.replace("\\", "\\\\").replace("*", "\\*").replace("?", "\\?")

    assert pattern_test(escaped)(text)
    assert not pattern_test(escaped)(text + "a")


def test_no_pattern_takes_long() -> None:
    matches = pattern_test("*a" * 99 + "b")

    assert not matches("a" * 20_000)


def test_a_key_covers_what_lies_below_it() -> None:
    covers = within_test("XG-12.01")

    assert [covers(text) for text in ("xg-12.01", "XG-12.01.03", "XG-12.01-4", "XG-12.011", "XG-12")] == [
        True, True, True, False, False,
    ]  # fmt: skip


def test_the_first_rule_that_fits_counts() -> None:
    matcher = Matcher(
        [rule(account="56*", text="*lab*"), rule(account=["57*", {"within": "56"}]), rule(text="*")]
    )
    lines = [
        SourceLine(2, "2016-03-14", 1, account="5610", text="Laboratorie 3"),
        SourceLine(3, "2016-03-14", 1, account="5610", text="Kørsel"),
        SourceLine(4, "2016-03-14", 1, account="56.10"),
        SourceLine(5, "2016-03-14", 1, account="5610", text="LABORATORIE"),
    ]

    assert [matcher.rules.index(found) for line in lines if (found := matcher.match(line))] == [0, 2, 1, 0]
    assert matcher.hits == [2, 1, 1]
    assert sum(matcher.hits) == len(lines)


@given(st.lists(st.sampled_from(["5610", "5611", "57", ""])))
def test_every_line_is_counted_once(accounts: list[str]) -> None:
    matcher = Matcher([rule(account="561?"), rule(account="5610")])
    found = [matcher.match(SourceLine(1, "2016-03-14", 1, account=account)) for account in accounts]

    assert sum(matcher.hits) + found.count(None) == len(accounts)
    assert matcher.hits[0] == sum(account.startswith("561") for account in accounts)
