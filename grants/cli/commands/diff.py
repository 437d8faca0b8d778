"""`grants diff`: what changed in an account between two states that git knows."""

from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple

import click

from grants.cli import exits
from grants.cli.delivery import Delivery
from grants.cli.options import TABLE, delivery_options, grant_argument, ledgers_option
from grants.errors import UnknownGrantError

if TYPE_CHECKING:
    from grants.history.differences import Difference
    from grants.ledger import Account
    from grants.reports.speech import Speech


@click.command("diff")
@click.argument("revision", metavar="REV")
@grant_argument
@ledgers_option
@click.option("--exit-code", is_flag=True, help="End with exit code 1 if there are differences.")
@delivery_options(*TABLE, excel=True)
def command(revision: str, grant_id: str, ledgers: str, exit_code: bool, delivery: Delivery) -> None:
    """Show what changed in an account since a git revision, in words of the account.

    REV is a commit, tag or branch, with which the files as they are now are compared; or two of them,
    REV..REV. Postings are named by voucher, declared records by what they are, budget lines by what is
    in force, the report by its words. Exit code 1 if anything could not be read, 2 if git does not know
    the revision or the folder.
    """
    from grants.reports.differences import differences_table
    from grants.reports.speech import Speech

    with ExitStack() as folders:
        before, after = _states(folders, ledgers, grant_id, revision)
        known = after.account or before.account
        if known is None:
            raise click.UsageError(f"there is no grant {grant_id!r} at {revision}")
        spoken = delivery.language or known.grant.language
        say = Speech.of(spoken)
        names = {"before": before.name, "after": after.name or say("the files as they are now")}
        found, note = _compared(before.account, after.account, say, names)
        report = differences_table(
            found, **names, subject=known.grant.title, language=spoken, grant_id=grant_id, note=note
        )
        delivery.report(report)
        is_whole = all(side.account is None or side.account.postings.is_whole for side in (before, after))
    if not is_whole or (exit_code and (found or note)):
        exits.stop()


class _State(NamedTuple):
    """A grant at a revision, None if it is not there; the files as they are now have no name."""

    name: str
    account: "Account | None"


def _states(folders: ExitStack, ledgers: str, grant_id: str, revision: str) -> tuple[_State, _State]:
    old, dots, new = revision.partition("..")
    if new.startswith("."):
        raise click.UsageError(f"{revision}: write two dots between two revisions")
    if not old or (dots and not new):
        raise click.UsageError(
            f"{revision!r} names no revision on one side; write HEAD..REV or REV..HEAD in full, "
            "or REV alone for the files as they are now"
        )
    before = _at_revision(folders, ledgers, grant_id, old)
    if dots:
        return before, _at_revision(folders, ledgers, grant_id, new)
    from grants.cli.reading import readable_grant

    try:
        return before, _State("", readable_grant(ledgers, grant_id))
    except UnknownGrantError:
        if before.account is None:
            raise
        return before, _State("", None)


def _at_revision(folders: ExitStack, ledgers: str, grant_id: str, revision: str) -> _State:
    from grants.cli.output import echo_findings
    from grants.findings.finding import errors
    from grants.store.revisions import load_grant_at

    ledger = folders.enter_context(load_grant_at(ledgers, grant_id, revision))
    echo_findings(errors(list(ledger.findings)), err=True)
    if ledger.unread:
        exits.stop()
    return _State(revision, ledger.grants[0] if ledger.grants else None)


def _compared(
    before: "Account | None", after: "Account | None", say: "Speech", names: dict[str, str]
) -> tuple[tuple["Difference", ...], str | None]:
    """The differences, or the note that there is nothing to compare."""
    from grants.history.differences import differences, history_differences

    if before is None:
        return (), say("The grant is new: it is not there in {before}.", **names)
    if after is None:
        return (), say("The grant is gone: it is not there in {after}.", **names)
    return (*differences(before, after), *history_differences(before, after)), None
