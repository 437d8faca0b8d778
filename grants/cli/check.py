"""`grants check`: does everything add up?"""

import click

from grants.cli import exits
from grants.cli.options import ledgers_option


@click.command("check")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@ledgers_option
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@click.pass_context
def command(ctx: click.Context, paths: tuple[str, ...], ledgers: str, strict: bool) -> None:
    """Check ledgers, or single grants: every finding with its place and remedy.

    PATH is a folder of grants, the folder of one grant, or a grant.toml. Exit code 0: no errors
    (with --strict: no warnings either), 1: errors, 2: not understood, 3: a fault of grants.
    """
    from grants.checks import check
    from grants.cli.output import echo_findings, summary
    from grants.diagnostics import Severity
    from grants.store import load

    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    failed = False
    for path in paths or (ledgers,):
        ledger = load(path)
        findings = check(ledger)
        echo_findings(findings)
        click.echo(summary(ledger, findings))
        failed = failed or any(finding.severity in failing for finding in findings)
    if failed:
        ctx.exit(exits.ERRORS)
