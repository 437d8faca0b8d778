"""What tests share: grants made of a base and changes to it, and the examples on the rules' pages."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from click.testing import CliRunner

import grants
from grants import Account, Finding, Ledger
from grants.cli import cli

PAGES = files("grants.findings").joinpath("pages")
BASE = {
    name: PAGES.joinpath("base", name).read_text(encoding="utf-8")
    for name in ("grant.toml", "postings.csv", "report.md")
}
MANY = 1 << 20

_FENCE = re.compile(r"^```([a-z0-9-]+) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SECTION = re.compile(
    r"^## An example that (fails|passes)\n(.*?)(?=^## An example|\Z)", re.MULTILINE | re.DOTALL
)


class Block(NamedTuple):
    """A fenced block of a page: its language, the file it is about, its content."""

    language: str
    file: str
    content: str


def examples(page: str) -> dict[str, list[Block]]:
    """The blocks of the failing and of the passing example."""
    return {kind: [Block(*found) for found in _FENCE.findall(body)] for kind, body in _SECTION.findall(page)}


def merged(base: str, change: str) -> str:
    """A grant.toml whose top-level keys and tables in `change` stand in place of those in `base`.

    A change that is no TOML, or whose first line says `# the whole file`, stands for all of it.
    """
    if change.startswith("# the whole file"):
        return change
    try:
        replaced = set(tomllib.loads(change))
    except tomllib.TOMLDecodeError:
        return change
    kept = [part for part in _parts(base) if _name(part) not in replaced]
    changed = list(_parts(change))
    tables = [part for part in (*kept, *changed) if part.startswith("[")]
    keys = [part for part in (*kept, *changed) if not part.startswith("[")]
    return "\n".join([*keys, "", *tables])


def _parts(text: str) -> Iterator[str]:
    """The top-level keys one by one, then the tables, each with all that follows it."""
    head, *tables = re.split(r"^(?=\[)", text, flags=re.MULTILINE)
    yield from (line for line in head.splitlines() if line.strip())
    yield from tables


def _name(part: str) -> str:
    found = re.match(r"\[*([a-z_]+)", part)
    return found.group(1) if found else ""


def write_example(folder: Path, blocks: list[Block]) -> None:
    """Write the base grant into the folder, changed by the blocks.

    A block for `other/grant.toml` or `other/postings.csv` is of a second grant, in a folder beside.
    A block of `sh` has commands that are run on what was written before it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in BASE.items():
        (folder / name).write_text(text, encoding="utf-8")
    beside_it = [
        block for block in blocks if "/" in block.file and not block.file.startswith(("closings/", "../"))
    ]
    for other in dict.fromkeys(block.file.partition("/")[0] for block in beside_it):
        mine = [
            b._replace(file=b.file.partition("/")[2]) for b in beside_it if b.file.startswith(f"{other}/")
        ]
        beside = folder.parent / other
        write_example(beside, [Block("toml", "grant.toml", ""), *mine])
        toml = (beside / "grant.toml").read_text(encoding="utf-8")
        (beside / "grant.toml").write_text(toml.replace('id = "example"', f'id = "{other}"', 1), "utf-8")
    for language, name, content in (block for block in blocks if block not in beside_it):
        path = folder / name
        if language == "sh":
            run_commands(folder, content)
        elif language == "remove":
            path.unlink()
        elif language == "crlf":
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        elif language == "folder":
            path.unlink()
            path.mkdir()
        elif language == "escaped":
            text = content.encode("latin-1", "backslashreplace").decode("unicode_escape")
            path.write_bytes(text.replace("…", "x" * MANY).encode("latin-1"))
        elif name == "grant.toml":
            path.write_text(merged(BASE[name], content), encoding="utf-8")
        else:
            path.write_text(content, encoding="utf-8")


def run_commands(folder: Path, commands: str) -> None:
    """Run command lines on the grant in the folder, as a page writes them."""
    for line in commands.splitlines():
        name, *arguments = shlex.split(line)
        assert name == "grants"
        result = CliRunner().invoke(cli, [*arguments, "--ledgers", str(folder.parent)])
        assert result.exit_code == 0, result.output


def write_sheets(path: Path, text: str) -> None:
    """Write a workbook as a page shows it: cells between `;`, and words on what is special.

    `=1+1` is a formula without a value, `#REF!` an error, `[Ark2]` begins the next sheet; `hidden row 3`,
    `merge A2:A3` and `at Z9 text` are what they say.
    """
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        sheet, row = book.add_worksheet("Ark1"), 0
        for line in text.splitlines():
            word, _, rest = line.partition(" ")
            if line.startswith("["):
                sheet, row = book.add_worksheet(line.strip("[]")), 0
            elif line.startswith("hidden row "):
                sheet.set_row(int(line.split()[-1]) - 1, None, None, {"hidden": True})
            elif word == "merge":
                first = xlsxwriter.utility.xl_cell_to_rowcol(rest.partition(":")[0])
                sheet.merge_range(rest, text.splitlines()[first[0]].split(";")[first[1]])
            elif word == "at":
                sheet.write_string(*xlsxwriter.utility.xl_cell_to_rowcol(rest.split()[0]), rest.split()[1])
            else:
                for column, cell in enumerate(line.split(";")):
                    _write_cell(sheet, row, column, cell)
                row += 1


def _write_cell(sheet: Any, row: int, column: int, cell: str) -> None:
    if cell.startswith("#"):
        sheet.write_formula(row, column, "=1/0", None, cell)
    elif cell.startswith("="):
        sheet.write_formula(row, column, cell, None, "")
    elif re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell):
        sheet.write_number(row, column, float(cell))
    elif cell:
        sheet.write_string(row, column, cell)


def import_findings(folder: Path, blocks: list[Block]) -> list[Finding]:
    """What is found when a file of a page is read under the profile of the page, or `generic-dk`."""
    from grants.importing.profiles.profile_files import load_profile, read_profile
    from grants.importing.readers.camt053 import read_statement
    from grants.importing.readers.read import read_source

    profile, findings = load_profile("generic-dk")
    for language, name, content in blocks:
        path = folder / name
        if name == "profile.toml":
            profile, findings = read_profile(content, name)
        elif language == "sheet":
            write_sheets(path, content)
        elif language == "folder":
            path.mkdir()
        elif language == "escaped":
            text = content.encode("latin-1", "backslashreplace").decode("unicode_escape")
            path.write_bytes(text.encode("latin-1"))
        else:
            path.write_text(content[:-1] if language == "cut" else content, encoding="utf-8")
        if name.endswith(".xml"):
            findings += read_statement(path).findings
        elif name != "profile.toml" and profile is not None:
            findings += [item for item in read_source(path, profile) if isinstance(item, Finding)]
    return findings


def plan_findings(folder: Path, blocks: list[Block]) -> list[Finding]:
    """What is found when the export of a page is to be imported into a rich grant without postings.

    An export `before.csv` is imported first, if the page has one.
    """
    from grants.importing.decisions import read_decisions
    from grants.importing.importer import Request, import_file, plan_import
    from grants.importing.profiles.profile_files import read_profile

    files = {name: content for _, name, content in blocks}
    profile, findings = read_profile(files["profile.toml"], "profile.toml")
    assert profile is not None, findings
    sheet, export = folder / "reviewed.csv", folder / "export.csv"
    export.write_text(files["export.csv"], encoding="utf-8")
    if "reviewed.csv" in files:
        sheet.write_text(files["reviewed.csv"], encoding="utf-8")
    ledger_of(folder, csv="date,activity,amount,voucher,text\n")
    decisions = read_decisions((sheet,) if sheet.exists() else ())
    before, root, day = folder / "before.csv", folder / "ledgers", date(2014, 6, 2)
    if "before.csv" in files:
        before.write_text(files["before.csv"], encoding="utf-8")
        outcome = import_file(Request(root, before, profile, "page", day, "example"))
        assert outcome.is_written, outcome.plan.findings
    request = Request(root, export, profile, "page", day, "example", decisions=decisions)
    return list(plan_import(request).findings)


def ledger_of(folder: Path, *, toml: str = "", csv: str | None = None, report: str | None = None) -> Ledger:
    """A ledger of one grant, `example`: the base with changes, written below `folder` and loaded."""
    root = folder / "ledgers"
    blocks = [Block("toml", "grant.toml", toml)]
    if csv is not None:
        blocks.append(Block("csv", "postings.csv", csv))
    if report is not None:
        blocks.append(Block("markdown", "report.md", report))
    write_example(root / "example", blocks)
    return grants.load(root)


def grant_of(folder: Path, **changes: str) -> Account:
    """The grant of `ledger_of`."""
    return ledger_of(folder, **changes).grant("example")


def postings(*lines: str) -> str:
    """A postings.csv with the required columns and these lines."""
    return "\n".join(["date,activity,amount,voucher,text", *lines]) + "\n"


def codes(findings: list[Finding]) -> list[str]:
    """The codes of findings, in their order."""
    return [finding.code for finding in findings]


def places(findings: list[Finding], code: str) -> list[tuple[str, int, int | None]]:
    """File name, line and column of the findings of one code."""
    return [
        (Path(finding.where.path).name, finding.where.line, finding.where.column)
        for finding in findings
        if finding.code == code
    ]
