"""Where findings are for other programs: their place in the repository, grant, page and fingerprint."""

import hashlib
import os.path
import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from grants.findings.finding import RULES, Finding, Rule
from grants.ledger import Ledger

Place = Callable[[str], str]
"""The path of a file as other programs want it, such as relative to the top of the repository."""

_LINE = re.compile(r"\bline [0-9,.]*[0-9]")


def as_given(path: str) -> str:
    """The path as the caller named the ledger, with forward slashes."""
    return Path(os.path.normpath(path)).as_posix()


def relative_to(top: str, path: str) -> str:
    """The path seen from the folder `top`, with forward slashes; absolute if it is not in there.

    A link in the folder keeps its own name; one to a place outside is followed only if that helps.
    """
    for found in (os.path.abspath(path), os.path.realpath(path)):
        for base in (os.path.abspath(top), os.path.realpath(top)):
            if Path(found).is_relative_to(base):
                return Path(found).relative_to(base).as_posix()
    return Path(os.path.abspath(path)).as_posix()


def grant_ids(ledgers: Iterable[Ledger], findings: Iterable[Finding]) -> list[str | None]:
    """For each finding the id of the grant whose folder holds its file; None for none of one grant."""
    folders: dict[str, str] = {}
    for ledger in ledgers:
        for name in ledger.unread:
            folders[os.path.normpath(os.path.join(ledger.root, name))] = name
        if len(ledger.unread) == 1 and not ledger.grants:
            folders.setdefault(os.path.normpath(ledger.root), ledger.unread[0])
        folders |= {os.path.normpath(account.folder): account.grant.id for account in ledger}
    return [_grant_of(os.path.normpath(finding.where.path), folders) for finding in findings]


def _grant_of(path: str, folders: dict[str, str]) -> str | None:
    while (above := os.path.dirname(path)) != path:
        if (above or ".") in folders:
            return folders[above or "."]
        path = above
    return None


def fingerprints(findings: Iterable[Finding], place: Place) -> list[str]:
    """A name for each finding that stays the same when lines are added above it or the ledger grows.

    Made of the code, the file and the message without the numbers of lines, and, of findings that are
    alike in all of these, of their order.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    made = []
    for finding in findings:
        key = (finding.code, place(finding.where.path), _LINE.sub("line", finding.message))
        seen[key] += 1
        text = "\0".join((*key, str(seen[key])))
        made.append(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32])
    return made


def page_address(rule: Rule) -> str | None:
    """The address of the rule's page in the documentation on the web.

    None if the package names no documentation among its addresses, and for a rule of one's own.
    """
    base = documentation()
    if base is None or rule not in set(RULES):
        return None
    return f"{base.rstrip('/')}/checks.html#{rule.code.lower()}"


@cache
def documentation() -> str | None:
    """The address of the documentation, as the metadata of the installed package names it."""
    from importlib.metadata import metadata

    for entry in metadata("grants-ledger").get_all("Project-URL") or []:
        label, _, address = entry.partition(",")
        if label.strip().lower() == "documentation" and address.strip().startswith("https://"):
            return str(address.strip())
    return None


def program_version() -> str:
    """The version of the installed package."""
    from importlib.metadata import version

    return version("grants-ledger")
