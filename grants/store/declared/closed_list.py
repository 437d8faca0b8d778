"""closed.toml, beside the grants: every account that was closed, with the seal of its last entry.

closing.toml proves that an account is what was closed. The list proves that the account is still there.
"""

from collections.abc import Iterable
from pathlib import Path

from grants.errors import ClosingError
from grants.findings import reading as rules
from grants.findings.finding import Finding, Where
from grants.records.closings import ClosedAccount, ClosedAccounts, Closings
from grants.store.declared.toml_records import RecordRules, read_toml, record_of
from grants.store.declared.toml_text import key_lines
from grants.store.files.folders import CLOSED_FILE, digest_of, open_plain
from grants.store.files.writing import Change

HEAD = """\
# Written by `grants close`, `grants reopen` and `grants verify --record`, never by hand: every account here
# that was closed, with the last entry of its closing.toml. `grants check` and `grants verify` notice one that
# is gone.
"""

MAX_LIST = 64 << 20
"""Bytes of a list that are read: some hundred thousand accounts."""

_RULES = RecordRules.of_one(CLOSED_FILE, rules.CLOSED_IS_GONE)

Listed = tuple[ClosedAccount, Where]
"""An account of the list, and its line there."""


def closed_text(accounts: Iterable[ClosedAccount]) -> str:
    """The whole file, by id."""
    ordered = sorted(accounts, key=lambda account: account.id)
    return HEAD + "".join(
        "\n".join(["", "[[closed]]", *key_lines(account, ("id", "entry", "date", "seal")), ""])
        for account in ordered
    )


def read_closed(root: Path) -> tuple[tuple[Listed, ...], list[Finding]]:
    """The list of the ledger in a folder, none without a file, and what is wrong with it."""
    path = root / CLOSED_FILE
    if not path.exists() and not path.is_symlink():
        return (), []

    def damaged(why: str, line: int = 1) -> list[Finding]:
        return [rules.CLOSED_IS_GONE.at(Where(str(path), line), why)]

    try:
        with open_plain(path) as stream:
            content = stream.read(MAX_LIST + 1)
        text = content.decode()
    except OSError as fault:
        return (), damaged(f"the file cannot be read: {fault.strerror or fault}")
    except ValueError:
        return (), damaged("the file is not UTF-8")
    if len(content) > MAX_LIST:
        return (), damaged(f"the file is larger than {MAX_LIST >> 20} MB")
    document, locate, findings = read_toml(text, str(path), _RULES)
    record, found = (None, []) if document is None else record_of(document, ClosedAccounts, locate, _RULES)
    findings += found
    if record is None or findings:
        return (), findings
    listed = tuple((account, locate(("closed", n))) for n, account in enumerate(record.closed))
    ids: set[str] = set()
    for account, where in listed:
        if account.id in ids:
            findings += damaged(f"{account.id!r} is used twice", where.line)
        ids.add(account.id)
    if not findings and text.replace("\r\n", "\n") != closed_text(record.closed):
        findings += damaged("the file is not as `grants` writes it")
    return listed, findings


def entry_of(grant_id: str, closings: Closings) -> ClosedAccount:
    """An account as the list has it: by the last entry of its closing.toml, of which there is one."""
    last = closings.entries[-1]
    return ClosedAccount(id=grant_id, entry=last.number, date=last.date, seal=last.seal)


def change_of_list(root: Path, accounts: list[ClosedAccount]) -> list[Change]:
    """What puts these accounts on the list; nothing if they are there. `ClosingError` if it is damaged."""
    listed, findings = read_closed(root)
    if findings:
        raise ClosingError(f"{findings[0].where}: {findings[0].message}")
    before = {account.id: account for account, _ in listed}
    after = before | {account.id: account for account in accounts}
    path = root / CLOSED_FILE
    if after == before:
        return []
    return [Change(path, [closed_text(after.values()).encode()], digest_of(path))]


def why_apart(listed: ClosedAccount, closings: Closings | None) -> str | None:
    """How the entries of an account, None if it is gone, differ from the list; None if they agree."""
    if closings is None:
        return f"the folder of {listed.id!r} is gone; its accounts were closed or reopened on {listed.date}"
    entry = next((entry for entry in closings.entries if entry.number == listed.entry), None)
    if entry is None:
        return f"entry {listed.entry} of {listed.date} in the closing.toml of {listed.id!r} is gone"
    if entry.seal != listed.seal:
        return f"entry {listed.entry} in the closing.toml of {listed.id!r} has another seal than the list"
    return None
