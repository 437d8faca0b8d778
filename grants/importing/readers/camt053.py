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
from grants.findings.finding import Finding, Rule, Severity, Where
from grants.importing.profiles.dates import iso
from grants.importing.readers.packages import declares, elements, local_name
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
    """One walk through the elements of a file; a balance below zero is owed to the bank."""

    def __init__(self, statement: Statement, shown: str) -> None:
        self.statement, self.shown = statement, shown
        self.statements = 0
        self._begin()

    def _begin(self) -> None:
        self.opening: money.Amount | None = None
        self.closing: money.Amount | None = None
        self.entries = money.ZERO

    def run(self, found: Iterator[Any]) -> None:
        takes = {"Bal": self._balance, "Ntry": self._entry, "FrToDt": self._period, "Stmt": self._close}
        for element in found:
            tag = local_name(element)
            if _SPACE.match(element.tag) is None:
                space = element.tag.rpartition("}")[0].lstrip("{")
                message = f"the namespace {space!r} is none of camt.053.001.02 to 001.13"
                self._report(rules.STATEMENT_FORM, element, message)
                return
            if tag in takes:
                try:
                    takes[tag](element)
                except ValueError as why:
                    self._report(rules.STATEMENT_FORM, element, f"{tag}: {why}")
            if tag in ("Bal", "Ntry", "Stmt"):
                element.clear()
        if not self.statements:
            where = Where(self.shown)
            self.statement.findings.append(
                rules.STATEMENT_FORM.at(where, "the file holds no statement (Stmt)")
            )

    def _balance(self, element: Any) -> None:
        code = _text(element, "Tp", "CdOrPrtry", "Cd")
        amount = _signed(element)
        if code == "OPBD" or (code == "PRCD" and self.opening is None):
            self.opening = amount
        elif code == "CLBD":
            self.closing = amount

    def _period(self, element: Any) -> None:
        for key in ("FrDtTm", "ToDtTm"):
            self._covers(_day(_text(element, key)))

    def _entry(self, element: Any) -> None:
        status = _text(element, "Sts", "Cd") or _text(element, "Sts")
        if status not in ("BOOK", ""):
            return
        amount = _signed(element)
        self.entries += amount
        booked = _text(element, "BookgDt", "Dt") or _text(element, "BookgDt", "DtTm")
        day = _day(booked or _text(element, "ValDt", "Dt"))
        self._covers(day)
        if amount <= money.ZERO:
            return
        details = element.findall(_path("NtryDtls", "TxDtls"))
        parts = [part for part in map(_part, details) if part is not None]
        if len(parts) < 2 or len(parts) < len(details) or money.total(parts) != amount:
            details, parts = details[:1] or [element], [amount]
        currency = str(element.find(_path("Amt")).get("Ccy") or "")
        reference = _text(element, "AcctSvcrRef") or _text(element, "NtryRef")
        for detail, part in zip(details, parts, strict=True):
            words = [child.text or "" for child in detail.findall(_path("RmtInf", "Ustrd"))]
            said = " ".join(words) or _text(element, "AddtlNtryInf")
            self.statement.receipts.append(
                Receipt(
                    day,
                    part,
                    currency,
                    printable(_text(detail, "Refs", "AcctSvcrRef") or reference),
                    printable(" ".join(said.split())),
                    printable(_text(detail, "Refs", "EndToEndId")),
                    int(element.sourceline or 0),
                )
            )

    def _close(self, element: Any) -> None:
        opening, closing, entries = self.opening, self.closing, self.entries
        self.statements += 1
        self._begin()
        if opening is None or closing is None:
            message = (
                "the statement lacks its opening or closing balance; what it holds cannot be proved whole"
            )
            self._report(rules.STATEMENT_BALANCE, element, message, Severity.WARNING)
        elif opening + entries != closing:
            message = (
                f"opening {opening} and entries {entries} do not give closing {closing}; "
                f"they differ by {opening + entries - closing}"
            )
            self._report(rules.STATEMENT_BALANCE, element, message)

    def _covers(self, day: str) -> None:
        statement = self.statement
        statement.first = min(statement.first or day, day)
        statement.last = max(statement.last or day, day)

    def _report(self, rule: Rule, element: Any, message: str, severity: Severity | None = None) -> None:
        where = Where(self.shown, int(element.sourceline or 1))
        self.statement.findings.append(rule.at(where, message, severity=severity))


def _path(*names: str) -> str:
    """A path of names in whatever version's namespace."""
    return "/".join(f"{{*}}{name}" for name in names)


def _text(element: Any, *names: str) -> str:
    return (element.findtext(_path(*names)) or "").strip()


def _signed(element: Any) -> money.Amount:
    """The amount of a balance or entry: credit comes in, debit goes out."""
    side = _text(element, "CdtDbtInd")
    if side not in ("CRDT", "DBIT"):
        raise ValueError(f"CdtDbtInd is {side!r}, neither CRDT nor DBIT")
    amount = _amount(_text(element, "Amt"))
    return amount if side == "CRDT" else -amount


def _part(detail: Any) -> money.Amount | None:
    """The amount of one transaction of an entry; None where it is not given."""
    text = _text(detail, "Amt") or _text(detail, "AmtDtls", "TxAmt", "Amt")
    if not text:
        return None
    return -_amount(text) if _text(detail, "CdtDbtInd") == "DBIT" else _amount(text)


def _amount(text: str) -> money.Amount:
    found = _AMOUNT.fullmatch(text)
    decimals = (found[2] or "").rstrip("0") if found else ""
    if found is None or len(decimals) > 2:
        raise ValueError(f"{text!r} is no amount in hundredths")
    return money.Amount.parse(f"{int(found[1])}.{decimals.ljust(2, '0')}")


def _day(text: str) -> str:
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no day")
    return iso(*(int(group) for group in found.groups()))
