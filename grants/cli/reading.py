"""Reading one grant for a command: what is wrong goes to standard error."""

from collections.abc import Sequence

from grants.checks import check
from grants.cli import exits
from grants.cli.output import echo_findings
from grants.findings.bounded import counted
from grants.findings.finding import errors
from grants.ledger import Account, Ledger
from grants.store import load, load_grant


def readable_grant(ledgers: str, grant_id: str) -> Account:
    """The grant, whatever its findings; those of reading it are printed.

    Ends with exit code 1 if grant.toml cannot be read.
    """
    ledger = load_grant(ledgers, grant_id)
    echo_findings(errors(list(ledger.findings)), err=True)
    if not ledger.grants:
        exits.stop()
    return ledger.grants[0].despite_errors()


def sound_grant(ledgers: str, grant_id: str, *, with_errors: bool) -> tuple[Account, int]:
    """The grant and its number of errors; with any, ends with exit code 1 unless they are wanted.

    The errors are printed either way: nobody sends a wrong report without knowing it.
    """
    ledger = load_grant(ledgers, grant_id)
    count = refuse_errors(ledger, with_errors=with_errors)
    return ledger.grants[0].despite_errors(), count


def sound_grants(ledgers: str, grant_ids: Sequence[str], *, with_errors: bool) -> Ledger:
    """The grants of these ids, each once, or all of a ledger without any; as `sound_grant` else."""
    if not grant_ids:
        ledger = load(ledgers)
    else:
        read = [load_grant(ledgers, grant_id) for grant_id in dict.fromkeys(grant_ids)]
        ledger = Ledger(
            ledgers,
            tuple(account for one in read for account in one.grants),
            tuple(finding for one in read for finding in one.findings),
            tuple(name for one in read for name in one.unread),
        )
    refuse_errors(ledger, with_errors=with_errors)
    return ledger.readable(with_errors=True)


def refuse_errors(ledger: Ledger, *, with_errors: bool) -> int:
    """Print the errors of a ledger; gives their number if there may be some."""
    found = errors(check(ledger))
    echo_findings(found, err=True)
    if not ledger.grants:
        exits.stop()
    if found and not with_errors:
        exits.stop(
            f"no report from an account with errors ({counted(found):,} found); "
            "--with-errors writes it all the same"
        )
    return counted(found)
