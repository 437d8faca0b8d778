"""A ledger of entries, written as the systems write it: the same rows in each dialect."""

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from grants.findings.finding import Finding
from grants.importing.profiles.profile import Profile
from grants.importing.profiles.profile_files import read_profile
from grants.importing.readers.read import read_source
from grants.importing.source_line import ControlTotal, Item, SourceLine


class Entry(NamedTuple):
    """One posting: `minor` is in whole øre, a cost positive."""

    date: dt.date
    minor: int
    voucher: str
    text: str
    account: str


LETTERS = "abcæøåÆØÅ 019-.&"

law = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
"""Settings for laws that are tried on files."""

ENTRIES = st.lists(
    st.builds(
        Entry,
        st.dates(dt.date(2010, 1, 1), dt.date(2030, 12, 31)),
        st.integers(-(10**12), 10**12),
        st.integers(1, 10**7).map(str),
        st.text(LETTERS, max_size=20).map(lambda text: " ".join(text.split())),
        st.integers(10**9, 10**10 - 1).map(str),
    ),
    min_size=1,
    max_size=12,
)


@dataclass(frozen=True)
class Dialect:
    """One way to write a delimited text; the defaults are those of `generic-dk`."""

    encoding: str = "utf-8"
    delimiter: str = ";"
    decimal: str = ","
    thousands: str = "."
    date: str = "dd-mm-yyyy"
    sign: str = "signed"
    costs: str = "positive"
    below: str = "leading"
    quotes_all: bool = False
    line_end: str = "\r\n"
    header: tuple[str, ...] = field(default=("Dato", "Bilagsnr", "Tekst", "Artskonto"))

    def profile(self) -> Profile:
        """The profile that reads it."""
        marks = {"signed": 'amount = "Beløb"', "columns": 'debit = "Debet"\ncredit = "Kredit"'}
        columns = marks.get(self.sign, 'amount = "Beløb"\nmark = "D/K"')
        toml = (
            f'title = "Made"\nencoding = "{self.encoding.removesuffix("-sig")}"\n'
            f'delimiter = "{self.delimiter}"\ndecimal = "{self.decimal}"\nthousands = "{self.thousands}"\n'
            f'dates = "{self.date}"\nsign = "{self.sign}"\ncosts = "{self.costs}"\n'
            f'subtotal = "Subtotal*"\ntotal = "I alt"\n[columns]\n{columns}\n'
            'date = "Dato"\nvoucher = "Bilagsnr"\ntext = "Tekst"\naccount = "Artskonto"\n'
        ).replace("\t", "\\t")
        profile, findings = read_profile(toml, "made.toml")
        assert profile is not None, [str(finding) for finding in findings]
        return profile

    def amount(self, minor: int) -> str:
        """An amount with its marks."""
        whole = f"{abs(minor) // 100:,}".replace(",", self.thousands)
        text = f"{whole}{self.decimal}{abs(minor) % 100:02d}"
        if minor >= 0:
            return text
        return {"leading": f"-{text}", "trailing": f"{text}-", "parentheses": f"({text})"}[self.below]

    def day(self, day: dt.date) -> str:
        """A day in its form."""
        parts = {"yyyy": f"{day.year:04d}", "mm": f"{day.month:02d}", "dd": f"{day.day:02d}"}
        text = self.date
        for name, value in parts.items():
            text = text.replace(name, value)
        return text

    def amounts(self, minor: int) -> list[str]:
        """The columns of an amount."""
        if self.sign == "signed":
            return [self.amount(minor if self.costs == "positive" else -minor)]
        if self.sign == "columns":
            return [self.amount(minor), ""] if minor >= 0 else ["", self.amount(-minor)]
        return [self.amount(abs(minor)), "D" if minor >= 0 else "K"]

    def write(self, entries: Sequence[Entry]) -> bytes:
        """The file, with a total below the lines."""
        heads = {"signed": ["Beløb"], "columns": ["Debet", "Kredit"], "mark": ["Beløb", "D/K"]}
        rows = [[*self.header, *heads[self.sign]]]
        rows += [[self.day(e.date), e.voucher, e.text, e.account, *self.amounts(e.minor)] for e in entries]
        total = self.amounts(sum(e.minor for e in entries))
        if self.sign == "mark":
            total = [self.amount(sum(e.minor for e in entries)), ""]
        rows.append(["I alt", "", "", "", *total])
        lines = [self.delimiter.join(self._quoted(cell) for cell in row) for row in rows]
        return "".join(line + self.line_end for line in lines).encode(self.encoding)

    def _quoted(self, cell: str) -> str:
        return f'"{cell}"' if self.quotes_all or self.delimiter in cell else cell


def write_xlsx(path: Path, entries: Sequence[Entry], *, since_1904: bool = False) -> None:
    """The entries on a sheet: dates and numbers as a workbook keeps them."""
    with xlsxwriter.Workbook(path, {"date_1904": since_1904}) as book:
        sheet = book.add_worksheet("Poster")
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        sheet.write_row(0, 0, ["Dato", "Bilagsnr", "Tekst", "Artskonto", "Beløb"])
        for row, entry in enumerate(entries, 1):
            sheet.write_datetime(row, 0, dt.datetime.combine(entry.date, dt.time()), day)
            sheet.write_number(row, 1, int(entry.voucher))
            sheet.write_string(row, 2, entry.text)
            sheet.write_string(row, 3, entry.account)
            sheet.write_number(row, 4, entry.minor / 100)


SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def ods_of(rows: str, *, styles: str = "", sheets: str = "") -> bytes:
    """A package of .ods with these rows as XML on its first sheet."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="Poster">{rows}</table:table>{sheets}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
    return stream.getvalue()


def ods_text(text: str) -> str:
    """A cell of text."""
    return f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'


def ods_row(day: dt.date, voucher: str, text: str, account: str, value: str) -> str:
    """A row of an entry."""
    return (
        f'<table:table-row><table:table-cell office:value-type="date" office:date-value="{day}"/>'
        f'<table:table-cell office:value-type="float" office:value={quoteattr(voucher)}/>'
        f"{ods_text(text)}{ods_text(account)}"
        f'<table:table-cell office:value-type="float" office:value="{value}"/></table:table-row>'
    )


ODS_HEAD = (
    "<table:table-row>"
    + "".join(map(ods_text, ("Dato", "Bilagsnr", "Tekst", "Artskonto", "Beløb")))
    + "</table:table-row>"
)


def write_ods(entries: Sequence[Entry]) -> bytes:
    """The entries as .ods, with the empty rows that LibreOffice puts behind them."""
    rows = [ODS_HEAD]
    for e in entries:
        value = f"{'-' if e.minor < 0 else ''}{abs(e.minor) // 100}.{abs(e.minor) % 100:02d}"
        rows.append(ods_row(e.date, e.voucher, e.text, e.account, value))
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    rows.append(f'<table:table-row table:number-rows-repeated="1048000">{empty}</table:table-row>')
    return ods_of("".join(rows))


def write_g69(entries: Sequence[Entry], *, header_on_lines: bool = False) -> bytes:
    """The entries as a batch, each with the other side on a bank account."""
    header = "000G69000000000001FLYD"
    lines = [] if header_on_lines else [header]
    for entry in entries:
        for account, minor, text in (
            (entry.account, entry.minor, entry.text),
            ("9000000001", -entry.minor, "Bank"),
        ):
            mark = "D" if minor >= 0 else "K"
            fields = (
                f"&110{entry.date:%Y%m%d}&111{account}&112{abs(minor):013d} &113{mark}"
                f"&114{entry.date.year}&116{entry.voucher}&153{text:<35}"
            )
            lines.append(f"{header if header_on_lines else ''}{fields}")
    return "".join(f"{line}\r\n" for line in lines).encode("cp1252")


def statement(entries: Sequence[Entry], *, version: str = "02", opening: int = 100_000) -> bytes:
    """The entries as a bank statement: what is above zero comes in."""

    def amount(minor: int) -> str:
        side = "CRDT" if minor >= 0 else "DBIT"
        text = f"{abs(minor) // 100}.{abs(minor) % 100:02d}"
        return f'<Amt Ccy="DKK">{text}</Amt><CdtDbtInd>{side}</CdtDbtInd>'

    def balance(code: str, minor: int) -> str:
        return f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{amount(minor)}</Bal>"

    status = "<Sts>BOOK</Sts>" if int(version) < 8 else "<Sts><Cd>BOOK</Cd></Sts>"
    booked = "".join(
        f"<Ntry>{amount(e.minor)}{status}<BookgDt><Dt>{e.date}</Dt></BookgDt><NtryDtls><TxDtls>"
        f"<Refs><EndToEndId>{e.voucher}</EndToEndId></Refs><RmtInf><Ustrd>{escape(e.text)}</Ustrd></RmtInf>"
        "</TxDtls></NtryDtls></Ntry>"
        for e in entries
    )
    closing = opening + sum(e.minor for e in entries)
    return (
        f'<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}">'
        f"<BkToCstmrStmt><Stmt>{balance('OPBD', opening)}{balance('CLBD', closing)}{booked}"
        "</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def items(path: Path, content: bytes | None, profile: Profile) -> list[Item]:
    """What a file of this content gives."""
    if content is not None:
        path.write_bytes(content)
    return list(read_source(path, profile, shown=path.name))


def lines_of(found: Sequence[Item]) -> list[SourceLine]:
    return [item for item in found if isinstance(item, SourceLine)]


def findings_of(found: Sequence[Item]) -> list[Finding]:
    return [item for item in found if isinstance(item, Finding)]


def totals_of(found: Sequence[Item]) -> list[ControlTotal]:
    return [item for item in found if isinstance(item, ControlTotal)]


def entries_of(found: Sequence[Item]) -> list[Entry]:
    """The lines as entries again."""
    return [
        Entry(dt.date.fromisoformat(line.date), line.minor, line.voucher, line.text, line.account)
        for line in lines_of(found)
    ]
