"""Bank statements camt.053 (ISO 20022, versions 001.02 to 001.13): what came in, and whether it adds up.

Read element by element, without entities, network or huge trees. Receipts are compared with the
instalments of a grant (`grants.importing.receipts`); nothing of a statement is ever written.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from grants.findings import exports as rules
from grants.findings.finding import Finding, Severity, Where
from grants.importing.profiles.dates import iso
from grants.importing.readers.packages import declares, elements
from grants.values import money
from grants.values.text import printable

_SPACE = re.compile(r"\{urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.(0[2-9]|1[0-3])\}")
_AMOUNT = re.compile(r"([0-9]{1,13})(?:\.([0-9]{1,5}))?")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T.*|Z|[+-][0-9:]+)?")
_PROLOG = 1 << 16


class Receipt(NamedTuple):
    """Money that came in: an amount of `currency` on a day; `row` is the line in the file."""

    date: str
    amount: money.Amount
    currency: str
    reference: str = ""
    text: str = ""
    end_to_end: str = ""
    row: int = 0


@dataclass
class Statement:
    """What a file of statements says: receipts, the days it covers (None without any) and findings."""

    receipts: list[Receipt] = field(default_factory=list)
    first: str | None = None
    last: str | None = None
    findings: list[Finding] = field(default_factory=list)


@dataclass
class _Account:
    """The statement that is being read, in minor units; a balance below zero is owed to the bank."""

    opening: int | None = None
    closing: int | None = None
    entries: int = 0


def read_statement(path: str | os.PathLike[str], *, shown: str | None = None) -> Statement:
    """A file of bank statements. Raises `OSError` if it cannot be read."""
    from lxml import etree

    name = shown or os.fspath(path)
    statement = Statement()
    try:
        with open(path, "rb") as stream:
            head = stream.read(_PROLOG)
            if declares(head.partition(b"<Document")[0]) or declares(head):
                statement.findings.append(rules.UNSAFE.at(Where(name), "the file declares entities"))
                return statement
            stream.seek(0)
            _Walk(statement, name).run(elements(stream, "Bal", "Ntry", "FrToDt", "Stmt", "Document"))
    except etree.XMLSyntaxError as why:
        where = Where(name, why.lineno or 1, why.offset or None)
        statement.findings.append(rules.STATEMENT_FORM.at(where, f"the XML is not sound: {why.msg}"))
    return statement


class _Walk:
    """One walk through the elements of a file."""

    def __init__(self, statement: Statement, shown: str) -> None:
        self.statement, self.shown = statement, shown
        self.account = _Account()
        self.statements = 0

    def run(self, found: Iterator[Any]) -> None:
        for element in found:
            tag = element.tag.rpartition("}")[2]
            if _SPACE.match(element.tag) is None:
                space = element.tag.rpartition("}")[0].lstrip("{")
                self._say(element, f"the namespace {space!r} is none of camt.053.001.02 to 001.13")
                return
            try:
                self._take(tag, element)
            except ValueError as why:
                self._say(element, f"{tag}: {why}")
            if tag in ("Bal", "Ntry", "Stmt"):
                element.clear()
        if not self.statements:
            self.statement.findings.append(
                rules.STATEMENT_FORM.at(Where(self.shown), "the file holds no statement (Stmt)")
            )

    def _take(self, tag: str, element: Any) -> None:
        if tag == "Bal":
            self._balance(element)
        elif tag == "Ntry":
            self._entry(element)
        elif tag == "FrToDt":
            for key in ("FrDtTm", "ToDtTm"):
                self._covers(_day(_text(element, key)))
        elif tag == "Stmt":
            self._close(element)

    def _balance(self, element: Any) -> None:
        code = _text(element, "Tp", "CdOrPrtry", "Cd")
        minor = _signed(element)
        if code in ("OPBD", "PRCD") and (self.account.opening is None or code == "OPBD"):
            self.account.opening = minor
        elif code == "CLBD":
            self.account.closing = minor

    def _entry(self, element: Any) -> None:
        status = _text(element, "Sts", "Cd") or _text(element, "Sts")
        if status not in ("BOOK", ""):
            return
        minor = _signed(element)
        self.account.entries += minor
        booked = _text(element, "BookgDt", "Dt") or _text(element, "BookgDt", "DtTm")
        day = _day(booked or _text(element, "ValDt", "Dt"))
        self._covers(day)
        if minor <= 0:
            return
        details = _all(element, "NtryDtls", "TxDtls")
        parts = [_part(detail) for detail in details]
        if len(parts) < 2 or None in parts or sum(part or 0 for part in parts) != minor:
            details, parts = details[:1] or [element], [minor]
        currency = str(_one(element, "Amt").get("Ccy") or "")
        reference = _text(element, "AcctSvcrRef") or _text(element, "NtryRef")
        for detail, part in zip(details, parts, strict=True):
            words = [child.text or "" for child in _all(detail, "RmtInf", "Ustrd")]
            said = " ".join(words) or _text(element, "AddtlNtryInf")
            self.statement.receipts.append(
                Receipt(
                    day,
                    money.Amount(part or 0),
                    currency,
                    printable(_text(detail, "Refs", "AcctSvcrRef") or reference),
                    printable(" ".join(said.split())),
                    printable(_text(detail, "Refs", "EndToEndId")),
                    int(element.sourceline or 0),
                )
            )

    def _close(self, element: Any) -> None:
        self.statements += 1
        account, self.account = self.account, _Account()
        where = Where(self.shown, int(element.sourceline or 1))
        if account.opening is None or account.closing is None:
            message = (
                "the statement lacks its opening or closing balance; what it holds cannot be proved whole"
            )
            self.statement.findings.append(
                rules.STATEMENT_BALANCE.at(where, message, severity=Severity.WARNING)
            )
            return
        difference = account.opening + account.entries - account.closing
        if difference:
            said = (
                f"opening {money.format_amount(account.opening)} and entries "
                f"{money.format_amount(account.entries)} do not give closing "
                f"{money.format_amount(account.closing)}; they differ by {money.format_amount(difference)}"
            )
            self.statement.findings.append(rules.STATEMENT_BALANCE.at(where, said))

    def _covers(self, day: str) -> None:
        statement = self.statement
        statement.first = min(statement.first or day, day)
        statement.last = max(statement.last or day, day)

    def _say(self, element: Any, message: str) -> None:
        where = Where(self.shown, int(element.sourceline or 1))
        self.statement.findings.append(rules.STATEMENT_FORM.at(where, message))


def _all(element: Any, *path: str) -> list[Any]:
    found = [element]
    for name in path:
        found = [child for parent in found for child in parent if _local(child) == name]
    return found


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _one(element: Any, name: str) -> Any:
    found = _all(element, name)
    if not found:
        raise ValueError(f"{name} is missing")
    return found[0]


def _text(element: Any, *path: str) -> str:
    found = _all(element, *path)
    return (found[0].text or "").strip() if found else ""


def _signed(element: Any) -> int:
    """The amount of a balance or entry: credit comes in, debit goes out."""
    side = _text(element, "CdtDbtInd")
    if side not in ("CRDT", "DBIT"):
        raise ValueError(f"CdtDbtInd is {side!r}, neither CRDT nor DBIT")
    minor = _minor(_text(element, "Amt"))
    return minor if side == "CRDT" else -minor


def _part(detail: Any) -> int | None:
    """The amount of one transaction of an entry; None where it is not said."""
    text = _text(detail, "Amt") or _text(detail, "AmtDtls", "TxAmt", "Amt")
    if not text:
        return None
    return -_minor(text) if _text(detail, "CdtDbtInd") == "DBIT" else _minor(text)


def _minor(text: str) -> int:
    found = _AMOUNT.fullmatch(text)
    decimals = (found[2] or "").rstrip("0") if found else ""
    if found is None or len(decimals) > 2:
        raise ValueError(f"{text!r} is no amount in hundredths")
    return int(found[1]) * 100 + int(decimals.ljust(2, "0"))


def _day(text: str) -> str:
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no day")
    return iso(*(int(group) for group in found.groups()))
