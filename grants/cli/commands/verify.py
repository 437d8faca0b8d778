"""`grants verify`: are the files still what was closed?"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from grants.cli import exits
from grants.cli.options import choice_option, complete_grant, file_option, ledgers_option

if TYPE_CHECKING:
    from grants.archive import ArchiveProof


@click.command("verify")
@click.argument("grant_ids", metavar="[ID|FILE.zip]...", nargs=-1, shell_complete=complete_grant)
@ledgers_option
@file_option(
    "--signers",
    exists=True,
    help="Allowed signers, as ssh-keygen reads them: every closing in force must be signed by one, "
    "and a grant or archive that is named must be closed.",
)
@click.option("--identity", metavar="NAME", help="With --signers: this signer's key must have signed.")
@choice_option(
    "--language",
    ("da", "en"),
    default="en",
    help="Language of what is closed, and of differences in the account; other sentences are English.",
)
@choice_option("--format", ("text", "json"), parameter="form", default="text", help="For people or programs.")
def command(
    grant_ids: tuple[str, ...],
    ledgers: str,
    signers: str | None,
    identity: str | None,
    language: Literal["da", "en"],
    form: str,
) -> None:
    """Verify that closed accounts still are what was closed, all of them or those named.

    Says in one line what is closed, and names every difference. A FILE.zip is an archive, which is proved
    first, without being unpacked. Exit code 0: everything is unchanged, or not closed; 1: something
    changed, or is not signed as --signers wants it, which a named grant that is not closed never is.
    """
    from grants.cli.output import echo_lines
    from grants.closing.signatures import with_signatures
    from grants.closing.verification import verify_folder
    from grants.reports.verification import verification_data, verification_lines

    _refuse_unusable(signers, identity)
    archives = [name for name in grant_ids if name.lower().endswith(".zip")]
    grant_ids = tuple(name for name in grant_ids if name not in archives)
    proofs = [_proof(name, signers, identity) for name in dict.fromkeys(archives)]
    if proofs:
        from grants.archive import proof_data, proof_lines
    if form == "text":
        for proof in proofs:
            echo_lines(proof_lines(proof, language=language))
    all_found = []
    for folder in _folders(ledgers, grant_ids) if grant_ids or not archives else ():
        found = with_signatures(
            verify_folder(folder), signers=signers, identity=identity, may_be_open=not grant_ids
        )
        all_found.append(found)
        if form == "text":
            echo_lines(verification_lines(found, language=language))
    if form == "json":
        import json

        data = {"grants": [verification_data(found, language=language) for found in all_found]}
        if proofs:
            data["archives"] = [proof_data(proof, language=language) for proof in proofs]
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    if not (all(found.is_unchanged for found in all_found) and all(p.is_unchanged for p in proofs)):
        exits.stop()


def _refuse_unusable(signers: str | None, identity: str | None) -> None:
    from grants.closing.signatures import refuse_unreadable_signers
    from grants.errors import SigningError

    if signers is None:
        if identity is not None:
            raise click.UsageError("--identity goes with --signers")
        return
    try:
        refuse_unreadable_signers(signers)
    except SigningError as why:
        raise click.UsageError(f"--signers: {why}") from None


def _proof(name: str, signers: str | None, identity: str | None) -> "ArchiveProof":
    from grants.archive import verify_archive, with_archived_signatures

    try:
        return with_archived_signatures(verify_archive(name), signers=signers, identity=identity)
    except OSError as fault:
        raise click.UsageError(f"{name} cannot be read: {fault.strerror or fault}") from None


def _folders(ledgers: str, grant_ids: tuple[str, ...]) -> Iterator[Path]:
    """The folders of the grants that are named, or of all."""
    from grants.store import folder_of
    from grants.store.files.folders import grant_folders

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
