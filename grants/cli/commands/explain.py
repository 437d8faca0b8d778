"""`grants explain`: what a finding means and what to do about it."""

import click


def _complete_code(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    from grants.checks import RULES

    return [rule.code for rule in RULES if rule.code.startswith(incomplete.upper())]


@click.command("explain")
@click.argument("code", required=False, shell_complete=_complete_code)
def command(code: str | None) -> None:
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
