"""The pages that explain each rule to a secretary: why, what to do, an example of either kind."""

from importlib.resources import files

from grants.findings.finding import Rule

PAGES = "pages"

RETIRED = {
    "G202": "It held the rows and columns of every comparison against their totals. No file can make them "
    "disagree, so the tests of `grants` prove it instead, for any figures.",
}
"""Codes that `grants` once used, and why it does so no more. No other rule ever gets one of them."""


def page(rule: Rule) -> str:
    """The rule's page as Markdown: a heading with code, name and severity, then its explanation."""
    body = files("grants.findings").joinpath(PAGES, f"{rule.code}.md").read_text(encoding="utf-8")
    return f"# {rule.code}: {rule.title}\n\n{rule.name}, {rule.severity}\n\n{body}"


def retired(code: str) -> str | None:
    """A sentence for a code that is no longer used; None for any other code."""
    why = RETIRED.get(code)
    return None if why is None else f"{code} is retired, and no finding has this code any more. {why}"
