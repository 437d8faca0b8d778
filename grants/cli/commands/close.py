"""`grants close`, `reopen` and `verify`: closed accounts, from the closing to its verification."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from grants.cli import exits
from grants.cli.options import (
    choice_option,
    complete_grant,
    day_option,
    file_option,
    grant_argument,
    ledgers_option,
    parsed_by,
    today,
)

if TYPE_CHECKING:
    from grants.archive import ArchiveProof
    from grants.values.periods import Period


def _period(text: str) -> "Period":
    from grants.values.periods import Period

    return Period.parse(text)


@click.command("close")
@grant_argument
@ledgers_option
@click.option(
    "--period",
    metavar="PERIOD",
    type=parsed_by(_period),
    help="Close what lies in a period only, such as 2016.",
)
@day_option("--on", "on", help="The day of the closing; today by default")
@click.option("--by", metavar="ROLE", help="Who closes: a role or office, no private person.")
@click.option("--force", metavar="REASON", help="Close in spite of errors; reason and errors are recorded.")
@file_option(
    "--sign", "key", metavar="KEYFILE", exists=True, help="Sign the closing with an SSH key, by ssh-keygen."
)
def close(
    grant_id: str,
    ledgers: str,
    period: "Period | None",
    on: date | None,
    by: str | None,
    force: str | None,
    key: str | None,
) -> None:
    """Close the accounts of a grant, or of a period, and seal them.

    Everything is checked as for a final account; errors refuse it. Then closing.toml holds the figures
    and a checksum of every file, and copies of the ledger's own files are kept in the folder closings.
    What is closed is not written to any more, and `grants verify` proves that it is unchanged.
    """
    from grants.bookkeeping import close as closings
    from grants.closing.signatures import fingerprint, sign

    day = today()
    if on is not None and on > day:
        click.echo(f"note: {on} is after today, {day} by the clock of this computer", err=True)
    signer = None if key is None else closings.Signer(fingerprint(key), lambda text: sign(text, key))
    outcome = closings.close(
        ledgers, grant_id, on=on or day, period=period, by=by, force=force, signer=signer
    )
    closing = outcome.closing
    refusal = "nothing is closed; --force REASON closes in spite of errors in figures"
    exits.stop_unless(closing, refusal, outcome.findings)
    assert closing is not None
    what = "closed" if closing.period is None else f"{closing.period} closed"
    postings = f"{closing.postings:,} posting{'s' * (closing.postings != 1)}"
    click.echo(f"{grant_id}: {what} on {closing.date}, {postings} of {closing.total:,} {closing.currency}")
    for group in outcome.overlapping:
        click.echo(f"    {group.date} ({group.activity}) lies in {closing.period} in part: it is not locked")
    click.echo(f"{outcome.path}: closing {closing.number}, seal {closing.seal}")
    if closing.key is not None:
        click.echo(f"signed by {closing.key}")


@click.command("reopen")
@grant_argument
@ledgers_option
@click.option("--reason", required=True, help="Why; it is recorded.")
@day_option("--on", "on", help="The day of the reopening; today by default")
@click.option("--by", metavar="ROLE", help="Who reopens: a role or office, no private person.")
@click.option(
    "--closing", "number", metavar="N", type=int, help="The closing that is lifted; the last one by default."
)
def reopen(
    grant_id: str, ledgers: str, reason: str, on: date | None, by: str | None, number: int | None
) -> None:
    """Open the accounts of a grant, or of a period, again.

    The closing stays in closing.toml with the reason of its end, and so do its copies.
    """
    from grants.bookkeeping import close as closings

    entry = closings.reopen(ledgers, grant_id, reason=reason, on=on or today(), by=by, number=number)
    for name in entry.changed:
        click.echo(f"note: {name} was changed since the closing; that is recorded", err=True)
    click.echo(f"{grant_id}: closing {entry.closing} is lifted on {entry.date}: {entry.reason}")


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
@click.option(
    "--record", is_flag=True, help="Put closed accounts that are unchanged on the list closed.toml."
)
def verify(
    grant_ids: tuple[str, ...],
    ledgers: str,
    signers: str | None,
    identity: str | None,
    language: Literal["da", "en"],
    form: str,
    record: bool,
) -> None:
    """Verify that closed accounts still are what was closed, all of them or those named.

    Says in one line what is closed, and names every difference. A FILE.zip is an archive, which is proved
    first, without being unpacked. Exit code 0: everything is unchanged, or not closed; 1: something
    changed, or is not signed as --signers wants it, which a named grant that is not closed never is.
    """
    from grants.cli.output import echo_lines
    from grants.closing.listed import record_closed, verify_listed
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
    gone = {found.id: found for found in verify_listed(Path(ledgers))}
    present = tuple(name for name in grant_ids if name not in gone)
    is_all = not grant_ids and not archives
    folders = list(_folders(ledgers, present)) if present or is_all else []
    all_found = [
        with_signatures(verify_folder(folder), signers=signers, identity=identity, may_be_open=not grant_ids)
        for folder in folders
    ]
    all_found += [found for name, found in gone.items() if is_all or name in grant_ids]
    for found in all_found if form == "text" else ():
        echo_lines(verification_lines(found, language=language))
    if form == "json":
        import json

        data = {"grants": [verification_data(found, language=language) for found in all_found]}
        if proofs:
            data["archives"] = [proof_data(proof, language=language) for proof in proofs]
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    if not (all(found.is_unchanged for found in all_found) and all(p.is_unchanged for p in proofs)):
        exits.stop()
    if record:
        for name in record_closed(Path(ledgers), folders):
            click.echo(f"{name}: added to the list of closed accounts", err=True)


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
