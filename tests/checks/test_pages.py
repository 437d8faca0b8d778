"""Each rule has a page, and its examples do what they say."""

import re
from pathlib import Path

import pytest

import grants
from grants.checks import RULES
from grants.findings import exports
from grants.findings.finding import RETIRED, Rule, page
from tests.support import PAGES, codes, examples, import_findings, plan_findings, write_example

BY_CODE = {rule.code: rule for rule in RULES}
OF_GIT = {"G807"}
"""Found by comparing with a revision of git: tests/cli/test_changes.py."""


def findings_of(folder: Path, rule: Rule, kind: str) -> list[str]:
    blocks = examples(page(rule))[kind]
    if rule in vars(exports).values():
        is_of_planning = rule.code >= exports.WRONG_DECISIONS.code
        return codes(plan_findings(folder, blocks) if is_of_planning else import_findings(folder, blocks))
    write_example(folder / "ledgers" / "example", blocks)
    return codes(grants.check(grants.load(folder / "ledgers")))


def test_codes_are_unique_and_well_formed() -> None:
    assert len(BY_CODE) == len(RULES)
    assert all(re.fullmatch(r"G\d{3}", code) for code in BY_CODE)
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_a_retired_code_is_not_used_again() -> None:
    assert not RETIRED.keys() & BY_CODE.keys()


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    pages = {path.name.removesuffix(".md") for path in PAGES.iterdir() if path.name.endswith(".md")}

    assert pages == set(BY_CODE)


@pytest.mark.parametrize("code", [code for code in BY_CODE if code not in OF_GIT])
def test_the_failing_example_is_found(code: str, tmp_path: Path) -> None:
    assert code in findings_of(tmp_path, BY_CODE[code], "fails")


@pytest.mark.parametrize("code", BY_CODE)
def test_the_passing_example_is_not(code: str, tmp_path: Path) -> None:
    assert code not in findings_of(tmp_path, BY_CODE[code], "passes")


def test_the_base_of_the_examples_is_sound(tmp_path: Path) -> None:
    write_example(tmp_path / "example", [])

    assert grants.check(grants.load(tmp_path)) == []
