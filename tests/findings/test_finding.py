"""A finding keeps what it says with its values; its English is what they give."""

from datetime import date

import pytest

from grants.findings.finding import Rule, Severity, Text, Where
from grants.findings.message import Message, plural
from grants.reports.speech import Speech
from grants.values.money import Amount

WHERE = Where("g/grant.toml", 3)
RULE = Rule(
    "G999", "example", Severity.ERROR, Message("A title"), Message("pay before {day}", day=date(2014, 5, 1))
)


@pytest.mark.parametrize(
    ("said", "english"),
    [
        ("nothing is paid", "nothing is paid"),
        (Message("{amount} is paid on {day}", amount=Amount(123450), day=date(2014, 3, 2)),
         "1234.50 is paid on 2014-03-02"),
        (plural("{count:,} bill", "{count:,} bills", count=1200), "1,200 bills"),
    ],
)  # fmt: skip
def test_a_finding_is_english(said: Text, english: str) -> None:
    finding = RULE.at(WHERE, said)

    assert finding.said == said
    assert str(finding) == f"g/grant.toml:3: error[G999]: {english}"
    assert finding.record() | {"message": english, "remedy": "pay before 2014-05-01"} == finding.record()
    assert finding.record()["title"] == "A title"


def test_its_values_are_kept_for_other_languages() -> None:
    said = Message("{amount} is paid on {day}", amount=Amount(123450), day=date(2014, 3, 2))
    danish = Speech("da", {(None, said.text): ("{amount} er betalt {day}",)})

    finding = RULE.at(WHERE, said, remedy=Message("repay {amount}", amount=Amount(100)))

    assert isinstance(finding.said, Message)
    assert danish(finding.said) == "1.234,50 er betalt 2. marts 2014"
    assert isinstance(finding.advice, Message)
    assert finding.advice.values == {"amount": Amount(100)}
    assert finding.remedy == "repay 1.00"
