"""docs/checks.md says what the rules say, and nothing is missing from it."""

import re
from pathlib import Path

from grants.checks import RULES
from grants.findings.finding import page
from tools.checks_page import FAMILIES, document

DOCS = Path(__file__).parents[2] / "docs"


def test_the_document_is_not_stale() -> None:
    stored = (DOCS / "checks.md").read_text(encoding="utf-8")

    assert stored == document(), "run: python -m tools.checks_page > docs/checks.md"


def test_every_rule_is_in_a_family_and_in_the_document() -> None:
    text = document()
    for rule in RULES:
        assert sum(rule.code.startswith(family) for family in FAMILIES) == 1
        assert f"\n## {rule.code}: {rule.title}\n" in text
        assert f"[{rule.code}](#{rule.code.lower()})" in text


def test_a_page_is_a_page_at_most() -> None:
    for rule in RULES:
        words = re.sub(r"^```.*?^```", "", page(rule), flags=re.MULTILINE | re.DOTALL).split()
        assert len(words) <= 250, rule.code
