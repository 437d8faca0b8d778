"""What is fuzzed: each target takes bytes from anywhere, and may say what is wrong with them, no more.

A target ends without an exception, or with one of the library's own. Anything else, and any law that a
target asserts, is a fault that the fuzzer reports.
"""

import contextlib
import io
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import grants
from grants.archive import proof_lines, verify_archive
from grants.errors import GrantsError
from grants.findings.finding import Finding, Severity
from grants.forms import fill, used_fields
from grants.importing.detection.detect import detect
from grants.importing.profiles.profile_files import load_profile, read_profile
from grants.importing.readers.camt053 import read_statement
from grants.importing.readers.read import read_source
from grants.ledger import Account
from grants.render.docx import render_docx
from grants.reports.fields import Fields, fields_of
from grants.reports.final import final_report
from grants.store.postings.groups import read_groups
from grants.store.postings.rows import read_rows, read_texts
from tests.fuzz import seeds


def postings(content: bytes) -> None:
    """postings.csv: groups, rows and texts of any bytes agree."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "postings.csv"
        path.write_bytes(content)
        groups, findings = read_groups(str(path), "postings.csv")
        rows, texts = list(read_rows(str(path))), list(read_texts(str(path), groups))
    assert sum(group.postings for group in groups) == len(rows) == len(texts)
    assert [row.line for row in rows] == [text.line for text in texts]
    assert all(finding.where.path == "postings.csv" for finding in findings)


def grant_toml(content: bytes) -> None:
    """grant.toml: read, checked and, where it is sound, reported."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "example"
        root.mkdir()
        (root / "grant.toml").write_bytes(content)
        (root / "postings.csv").write_bytes(seeds.BASE.joinpath("postings.csv").read_bytes())
        ledger = grants.load(root)
        findings = grants.check(ledger)
        if ledger.grants and not any(finding.severity is Severity.ERROR for finding in findings):
            grants.draw(grants.final_report(ledger.grants[0]), "text")


def export(content: bytes) -> None:
    """An export of an ERP system, a batch or a bank statement: read, or a profile proposed for it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        path.write_bytes(content)
        for name in ("generic-dk", "navision", "g69"):
            profile, _ = load_profile(name)
            assert profile is not None
            found = list(read_source(path, profile, shown="export"))
            assert all(item.where.path == "export" for item in found if isinstance(item, Finding))
        detection = detect(path, {"costs": "positive"}, shown="export")
        statement = read_statement(path, shown="export")
    assert detection.findings or not read_profile(detection.text(), "p")[1] or detection.questions
    assert all(finding.where.path == "export" for finding in statement.findings)


def export_workbook(content: bytes) -> None:
    """The same of a workbook and its parts."""
    export(packed(content, seeds.export_workbook()))


def profile(content: bytes) -> None:
    """A profile of one's own."""
    text = content.decode("utf-8", "replace")
    made, findings = read_profile(text, "p.toml")
    assert (made is None) == bool(findings)


def word_form(content: bytes) -> None:
    """A funder's form in Word."""
    content = packed(content, seeds.word_form())
    with contextlib.suppress(GrantsError):
        used_fields(content, "form.docx", fields())
        fill(content, "form.docx", fields())


def excel_form(content: bytes) -> None:
    """A funder's form in Excel."""
    content = packed(content, seeds.excel_form())
    with contextlib.suppress(GrantsError):
        used_fields(content, "form.xlsx", fields())
        fill(content, "form.xlsx", fields())


def letterhead(content: bytes) -> None:
    """A letterhead of the user's own."""
    content = packed(content, seeds.letterhead())
    with contextlib.suppress(GrantsError):
        render_docx(final_report(example()), template=content)


def archive(content: bytes) -> None:
    """An archive: whatever it is, it is proved or named for what is wrong with it."""
    content = packed(content, seeds.archive())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "example.zip"
        path.write_bytes(content)
        proof = verify_archive(path)
        list(proof_lines(proof, language="da"))
    assert proof.problems or content == seeds.archive()


def packed(content: bytes, package: bytes) -> bytes:
    """The package with one of its parts replaced, if the content is a part: a name, a line end, the rest.

    Whole packages are fuzzed as they come; almost all of those are damaged as packages, so that only
    parts reach what is inside.
    """
    name, line_end, part = content.partition(b"\n")
    if content.startswith(b"PK") or not line_end:
        return content
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(stream, "w") as new:
        for known in old.namelist():
            new.writestr(known, part if known.encode() == name else old.read(known))
    return stream.getvalue()


TARGETS: dict[str, Callable[[bytes], None]] = {
    "postings": postings,
    "grant-toml": grant_toml,
    "export": export,
    "export-workbook": export_workbook,
    "profile": profile,
    "word-form": word_form,
    "excel-form": excel_form,
    "letterhead": letterhead,
    "archive": archive,
}


@cache
def example() -> Account:
    """A grant to make reports and forms of."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "example"
        root.mkdir()
        for name in ("grant.toml", "postings.csv", "report.md"):
            (root / name).write_bytes(seeds.BASE.joinpath(name).read_bytes())
        return grants.load(root).grants[0]


@cache
def fields() -> Fields:
    return fields_of(example())


if __name__ == "__main__":
    print("\n".join(TARGETS))
