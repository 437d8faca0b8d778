"""`grants verify`: are the files still what was closed?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import click

from grants.cli import exits
from grants.cli.options import complete_grant, ledgers_option


@click.command("verify")
@click.argument("grant_ids", metavar="[ID]...", nargs=-1, shell_complete=complete_grant)
@ledgers_option
@click.option(
    "--signers",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="Allowed signers, as ssh-keygen reads them: every closing in force must be signed by one.",
)
@click.option("--identity", metavar="NAME", help="With --signers: this signer's key must have signed.")
@click.option(
    "--language",
    type=click.Choice(["da", "en"]),
    default="en",
    show_default=True,
    help="Language of the account's own words.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="For people or programs.",
)  # fmt: skip
@click.pass_context
def command(
    ctx: click.Context,
    grant_ids: tuple[str, ...],
    ledgers: str,
    signers: str | None,
    identity: str | None,
    language: Literal["da", "en"],
    form: str,
) -> None:
    """Verify that closed accounts still are what was closed, all of them or those named.

    Says in one line what is closed, and names every difference. Exit code 0: everything is unchanged, or
    not closed; 1: something changed, or is not signed as --signers wants it.
    """
    from grants.reports.verification import verification_data, verification_lines
    from grants.verification import verify_folder
    from grants.verifying import with_signatures

    if identity is not None and signers is None:
        raise click.UsageError("--identity goes with --signers")
    all_found = []
    for folder in _folders(ledgers, grant_ids):
        found = with_signatures(verify_folder(folder), signers=signers, identity=identity)
        all_found.append(found)
        if form == "text":
            for line in verification_lines(found, language=language):
                click.echo(_printable(line))
    if form == "json":
        import json

        data = {"grants": [verification_data(found, language=language) for found in all_found]}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    if not all(found.is_unchanged for found in all_found):
        ctx.exit(exits.ERRORS)


def _folders(ledgers: str, grant_ids: tuple[str, ...]) -> Iterator[Path]:
    """The folders of the grants that are named, or of all."""
    from grants.bookkeeping import folder_of
    from grants.store.folders import grant_folders

    if grant_ids:
        yield from (folder_of(ledgers, grant_id) for grant_id in dict.fromkeys(grant_ids))
        return
    try:
        folders = grant_folders(Path(ledgers))
    except OSError as fault:
        raise click.UsageError(f"{ledgers} cannot be listed: {fault.strerror or fault}") from None
    if not folders:
        raise click.UsageError(f"there is no grant in {ledgers}")
    yield from folders


def _printable(text: str) -> str:
    from grants.text import printable

    return printable(text.replace("\n", " "))
