"""What tests share: grants made of a base and changes to it, and the examples on the rules' pages."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner

import grants
from grants import Diagnostic, GrantLedger, Ledger
from grants.cli import cli

PAGES = files("grants.checks").joinpath("pages")
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
    beside_it = [block for block in blocks if "/" in block.file and not block.file.startswith("closings/")]
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


def grant_of(folder: Path, **changes: str) -> GrantLedger:
    """The grant of `ledger_of`."""
    return ledger_of(folder, **changes).grant("example")


def postings(*lines: str) -> str:
    """A postings.csv with the required columns and these lines."""
    return "\n".join(["date,activity,amount,voucher,text", *lines]) + "\n"


def codes(findings: list[Diagnostic]) -> list[str]:
    """The codes of findings, in their order."""
    return [finding.code for finding in findings]


def places(findings: list[Diagnostic], code: str) -> list[tuple[str, int, int | None]]:
    """File name, line and column of the findings of one code."""
    return [
        (Path(finding.where.path).name, finding.where.line, finding.where.column)
        for finding in findings
        if finding.code == code
    ]
