"""The pages that explain each rule to a secretary: why, what to do, an example of either kind."""

from importlib.resources import files

from grants.findings.finding import Rule

PAGES = "pages"


def page(rule: Rule) -> str:
    """The rule's page as Markdown: a heading with code, name and severity, then its explanation."""
    body = files("grants.findings").joinpath(PAGES, f"{rule.code}.md").read_text(encoding="utf-8")
    return f"# {rule.code}: {rule.title}\n\n{rule.name}, {rule.severity}\n\n{body}"
