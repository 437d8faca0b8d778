"""Sound input that fuzzing starts from, made anew each time, and what it found, kept in `corpus`."""

import hashlib
import io
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from docx import Document
from openpyxl import Workbook

from grants.archive.contents import MANIFEST, manifest_text
from grants.archive.packages import Packed, write_package
from grants.bookkeeping.close import close
from grants.figures.postings import COLUMNS
from tests.importing.readers.dialects import Dialect, Entry, statement, write_g69, write_ods
from tests.support import write_sheets

BASE = files("grants.findings").joinpath("pages", "base")
CORPUS = Path(__file__).parent / "corpus"


def seeds_of(target: str) -> Iterator[bytes]:
    """The input that a target starts from: sound files and their parts, then what was found before."""
    if target == "postings":
        yield from (b"", BASE.joinpath("postings.csv").read_bytes())
        yield b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\r\n"
        yield (
            b"date,activity,amount,voucher,text,financing,quantity,imported,reverses\n"
            b'2014-Q1,fees,-1.00,V-1,"a ""b""\n c",partner:x/in-kind,7.5,3:1042,2014-02-03\n'
        )
    elif target == "grant-toml":
        yield BASE.joinpath("grant.toml").read_bytes()
        for path in sorted((Path(__file__).parents[2] / "ledgers").glob("*/grant.toml")):
            yield path.read_bytes()
    elif target.startswith("export"):
        yield from exports() if target == "export" else with_parts(export_workbook())
    elif target == "profile":
        yield from profiles()
    elif target == "word-form":
        yield from with_parts(word_form())
    elif target == "excel-form":
        yield from with_parts(excel_form())
    elif target == "letterhead":
        yield from with_parts(letterhead())
    elif target == "archive":
        yield from with_parts(archive())
    yield from (path.read_bytes() for path in sorted((CORPUS / target).glob("*")))


ENTRIES = [Entry(date(2016, 3, day), day * 111, str(day), "Honorar & \xe6", "5280") for day in range(10, 14)]


def exports() -> Iterator[bytes]:
    """The same entries in several dialects."""
    yield b""
    for dialect in (Dialect(), Dialect(encoding="utf-16", quotes_all=True), Dialect(sign="columns")):
        yield dialect.write(ENTRIES)
    yield write_g69(ENTRIES)
    yield statement(ENTRIES)
    yield write_ods(ENTRIES)
    yield b"%PDF-1.7\n"
    yield b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def profiles() -> Iterator[bytes]:
    """The profiles of the package, and a small one over them."""
    for shipped in files("grants.importing.profiles").joinpath("shipped").iterdir():
        yield shipped.read_bytes()
    yield b'title = "T"\nextends = "prisme"\n[[rule]]\npsp = { within = "X" }\ngrant = "g"\n'


@cache
def export_workbook() -> bytes:
    """The entries as a workbook, with a formula, an error, merged cells and a hidden row."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.xlsx"
        text = "14-03-2016;1;x;#REF!\n14-03-2016;1;x;=1+1\n14-03-2016;1;x;1.005\nhidden row 3\nmerge B3:B4\n"
        write_sheets(path, f"Dato;Bilagsnr;Tekst;Bel\xf8b\n{text}")
        return path.read_bytes()


def with_parts(package: bytes) -> Iterator[bytes]:
    """A package, and each of its parts as `targets.packed` takes them."""
    yield package
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        for name in opened.namelist():
            yield name.encode() + b"\n" + opened.read(name)


@cache
def word_form() -> bytes:
    word = Document()
    word.sections[0].header.paragraphs[0].text = "{{ grant.case_number }}"
    word.add_paragraph("{{ award.amount }} {% if grant.title %}{{ grant.title }}{% endif %}")
    table = word.add_table(3, 1)
    for row, text in zip(
        table.rows, ("{%tr for line in lines %}", "{{ line.title }}", "{%tr endfor %}"), strict=True
    ):
        row.cells[0].text = text
    return saved(word)


@cache
def letterhead() -> bytes:
    word = Document()
    word.sections[0].footer.paragraphs[0].text = "{{ page }}"
    word.add_paragraph("{{ report }}")
    return saved(word)


@cache
def excel_form() -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["A2"], sheet["B2"] = "{{ grant.title }}", "{{ award.amount }}", "=A2*2"
    return saved(book)


@cache
def archive() -> bytes:
    """A closed account as an archive, without what is drawn from it."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "example"
        root.mkdir()
        for name in ("grant.toml", "postings.csv", "report.md"):
            (root / name).write_bytes(BASE.joinpath(name).read_bytes())
        close(folder, "example", on=date(2016, 4, 30), force="a seed")
        found = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file() and not path.name.startswith(".")
        }
    found[MANIFEST] = manifest_text(
        {name: hashlib.sha256(content).hexdigest() for name, content in found.items()}
    ).encode()
    stream = io.BytesIO()
    write_package(stream, [Packed(n, len(c), [c]) for n, c in found.items()], date(2016, 4, 30))
    return stream.getvalue()


def saved(document: object) -> bytes:
    stream = io.BytesIO()
    document.save(stream)  # type: ignore[attr-defined]  # both kinds of document have it
    return stream.getvalue()
