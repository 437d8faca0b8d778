"""`grants explain`, `schema` and `terms`: what the program knows of findings, files and funders' rules."""

from datetime import date

import click

from grants.cli.delivery import Delivery
from grants.cli.groups import SuggestingGroup
from grants.cli.options import DATA, day_option, delivery_options, file_option


def _complete_code(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    from grants.checks import RULES

    return [rule.code for rule in RULES if rule.code.startswith(incomplete.upper())]


@click.command("explain")
@click.argument("code", required=False, shell_complete=_complete_code)
def explain(code: str | None) -> None:
    """Explain a finding by its CODE or name, such as G303; without one, list all codes."""
    from grants.checks import RULES
    from grants.findings.finding import page, retired
    from grants.values.text import did_you_mean

    if code is None:
        for rule in RULES:
            click.echo(f"{rule.code}  {rule.severity:<7}  {rule.title}")
        return
    rules = {rule.code: rule for rule in RULES}
    names = {rule.name: rule for rule in RULES}
    found = rules.get(code.upper()) or names.get(code.lower())
    gone = retired(code.upper())
    if gone is not None:
        click.echo(gone)
        return
    if found is None:
        raise click.UsageError(f"there is no code {code!r}{did_you_mean(code.upper(), [*rules, *names])}")
    click.echo(page(found), nl=False)


@click.command("schema")
@click.argument("kind", type=click.Choice(["grant", "closing", "profile", "findings"]), default="grant")
@file_option("-o", "--output", help="Write to a file.")
def schema(kind: str, output: str | None) -> None:
    """Print the JSON Schema of grant.toml, closing.toml, a profile for `grants import`, or of findings.

    That of findings describes what `grants check --format json` writes.

    An editor with TOML support offers keys and marks mistakes when the first line of grant.toml
    reads `#:schema ../grant.schema.json` and the schema lies there.
    """
    from grants.cli.output import emit_data
    from grants.store.declared.schema import schema_text

    if kind == "profile":
        from grants.importing.profiles.profile_files import profile_schema_text

        emit_data(profile_schema_text(), output)
    elif kind == "findings":
        from grants.render import findings

        emit_data(findings.schema_text(), output)
    elif kind == "closing":
        from grants.records.closings import Closings

        emit_data(schema_text(Closings, "closing.toml"), output)
    else:
        emit_data(schema_text(), output)


def _complete_name(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    from grants.figures.terms import names

    return [name for name in names() if name.startswith(incomplete)]


@click.group("terms", cls=SuggestingGroup)
def terms() -> None:
    """Show the shipped sets of terms; grant.toml takes one with [terms] use = "NAME"."""


@terms.command("list")
@delivery_options(*DATA, danish="Of the headings.")
def list_terms(delivery: Delivery) -> None:
    """List all sets: whose terms they are, and the rules that they hold."""
    from grants.reports.terms import term_sets

    delivery.table(term_sets(language=delivery.language or "da"))


@terms.command("show")
@click.argument("name", shell_complete=_complete_name)
@day_option("--on", "on", help="Only what holds on DATE")
@delivery_options(*DATA, danish="Of the headings.", is_format_early=False)
def show_terms(name: str, on: date | None, delivery: Delivery) -> None:
    """Show the set NAME: each rule with its figures, unit, dates and source."""
    from grants.figures.terms import is_known, names
    from grants.reports.terms import term_entries
    from grants.values.text import did_you_mean

    if not is_known(name):
        raise click.UsageError(f"there is no set of terms {name!r}{did_you_mean(name, names())}")
    delivery.table(term_entries(name, on=on, language=delivery.language or "da"))
