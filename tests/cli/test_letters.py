"""Reports as files: which are written, which are left alone, and what is said about it."""

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from grants.cli.output import progress_over
from tests.forms.conftest import excel_form, word_form
from tests.support import ledger_of

Run = Callable[..., Result]

FORMATS = {
    "docx": b"PK",
    "pdf": b"%PDF-",
    "html": b"\n\n\n",
    "json": b"{",
    "md": b"Favrskov",
    "txt": b"Favrskov",
}


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_of_the_final_report(suffix: str, in_root: Path, tmp_path: Path, run: Run) -> None:
    path = tmp_path / f"rapport.{suffix}"
    result = run("report", "final", "gp-fees-2014", "-o", str(path))
    first = path.read_bytes()

    assert (result.exit_code, result.output) == (0, "")
    assert suffix == "html" or first.startswith(FORMATS[suffix])
    assert run("report", "final", "gp-fees-2014", "-o", str(path)).exit_code == 0
    assert path.read_bytes() == first


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    "arguments",
    [
        ("status", "gp-fees-2014", "--as-of", "2015-06-30"),
        ("application", "patient-involvement-2018"),
        ("portfolio", "--as-of", "2015-06-30", "--language", "en"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_every_format_of_the_others(
    suffix: str, arguments: tuple[str, ...], in_root: Path, tmp_path: Path, run: Run
) -> None:
    path = tmp_path / f"x.{suffix}"

    assert run("report", *arguments, "-o", str(path)).exit_code == 0
    assert path.stat().st_size > 500


def changed(path: Path) -> None:
    """Change a file as its user would: a comment in a page, a note in Word, a signature in a PDF."""
    content = path.read_bytes()
    if path.suffix == ".docx":
        stream = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
            for name in old.namelist():
                new.writestr(name, old.read(name))
        path.write_bytes(stream.getvalue())
    elif path.suffix == ".html":
        path.write_bytes(content.replace(b"<main>", b"<main><p>ny</p>"))
    else:
        path.write_bytes(content + b"\n%%EOF\n")


@pytest.mark.parametrize("suffix", ["docx", "html", "pdf", "md"])
def test_changes_of_the_user_are_never_lost(suffix: str, in_root: Path, tmp_path: Path, run: Run) -> None:
    path = tmp_path / f"rapport.{suffix}"
    arguments = ("report", "final", "gp-fees-2014", "-o", str(path))
    run(*arguments)
    written = path.read_bytes()
    changed(path)
    mine = path.read_bytes()
    refused = run(*arguments)

    assert refused.exit_code == 1
    assert "--force writes over it" in refused.stderr
    assert path.read_bytes() == mine
    assert run(*arguments, "--force").exit_code == 0
    assert path.read_bytes() == written


@pytest.mark.parametrize("suffix", ["docx", "html"])
def test_an_untouched_report_is_renewed(suffix: str, in_root: Path, tmp_path: Path, run: Run) -> None:
    path = tmp_path / f"rapport.{suffix}"
    run("report", "final", "gp-fees-2014", "-o", str(path))
    danish = path.read_bytes()

    assert run("report", "final", "gp-fees-2014", "--language", "en", "-o", str(path)).exit_code == 0
    assert path.read_bytes() != danish


def test_ones_own_letterhead(in_root: Path, tmp_path: Path, run: Run) -> None:
    import docx

    template = tmp_path / "brev.docx"
    word = docx.Document()
    word.add_paragraph("{{ report }}")
    word.save(str(template))
    target = tmp_path / "x.docx"
    run_with = ("report", "final", "gp-fees-2014", "--template", str(template), "-o")

    assert run(*run_with, str(target)).exit_code == 0
    assert any("Ledelseserklæring" in p.text for p in docx.Document(str(target)).paragraphs)
    assert "--template is for Word" in run(*run_with, str(tmp_path / "x.pdf")).stderr
    template.write_bytes(b"no")
    refused = run(*run_with, str(tmp_path / "y.docx"))
    assert (refused.exit_code, (tmp_path / "y.docx").exists()) == (1, False)
    assert "is damaged" in refused.stderr


def test_a_binary_format_goes_into_a_pipe(in_root: Path, run: Run) -> None:
    assert run("report", "final", "gp-fees-2014", "--format", "pdf").stdout_bytes.startswith(b"%PDF-")


def test_all_reports_at_once(tmp_path: Path, run: Run) -> None:
    ledger_of(tmp_path)
    folder = tmp_path / "ledgers"
    base = (folder / "example" / "grant.toml").read_text(encoding="utf-8")
    for name, text in (("second", base), ("broken", base + "\nnonsense = 1\n"), ("asked", base)):
        (folder / name).mkdir()
        text = text.replace('id = "example"', f'id = "{name}"')  # noqa: PLW2901
        if name == "asked":
            text = text.replace('status = "awarded"', 'status = "applied"')  # noqa: PLW2901
            text = text.replace('status = "reported"', 'status = "applied"')  # noqa: PLW2901
        (folder / name / "grant.toml").write_text(text, encoding="utf-8")
        for other in ("postings.csv", "report.md"):
            (folder / name / other).write_bytes((folder / "example" / other).read_bytes())
    out = tmp_path / "out"
    out.mkdir()
    result = run("report", "final", "--all", "--ledgers", str(folder), "-o", str(out))

    assert result.exit_code == 1
    assert sorted(os.listdir(out)) == ["example.pdf", "second.pdf"]
    assert "broken: no report from an account with errors" in result.stderr
    assert result.stdout == ""
    again = run("report", "final", "--all", "--ledgers", str(folder), "-o", str(out), "--with-errors")
    assert again.exit_code == 0
    assert sorted(os.listdir(out)) == ["broken.pdf", "example.pdf", "second.pdf"]
    in_the_way = run("report", "final", "--all", "--ledgers", str(folder), "-o", str(out / "example.pdf"))
    assert in_the_way.exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("final",), "name one grant, or all of them"),
        (("final", "gp-fees-2014", "--all"), "name one grant, or all of them"),
        (("final", "--all"), "name a folder"),
        (("status", "gp-fees-2014", "--as-of", "30-06-2015"), "2015-06-30"),
        (("final", "gp-fees-2014", "-o", "x.doc"), "no format has the suffix"),
    ],
)
def test_what_is_not_understood(arguments: tuple[str, ...], complaint: str, in_root: Path, run: Run) -> None:
    result = run("report", *arguments)

    assert result.exit_code == 2
    assert complaint in result.stderr


@pytest.mark.parametrize(("name", "form"), [("form.docx", word_form), ("form.xlsx", excel_form)])
def test_forms(name: str, form: Callable[[], bytes], in_root: Path, tmp_path: Path, run: Run) -> None:
    path, target = tmp_path / name, tmp_path / f"out-{name}"
    path.write_bytes(form())
    filled = run("fill", "gp-fees-2014", str(path), "-o", str(target))
    listed = run("fill", "gp-fees-2014", str(path), "--list")

    assert (filled.exit_code, filled.output) == (0, "")
    assert zipfile.is_zipfile(target)
    assert "award.amount" in listed.stdout
    assert "264.400 kr." in listed.stdout
    assert run("fill", "gp-fees-2014", str(path)).exit_code == 2
    assert run("fill", "gp-fees-2014", str(path), "-o", str(path)).exit_code == 2
    assert run("fill", "gp-fees-2014", str(path), "-o", str(tmp_path / "x.pdf")).exit_code == 2
    path.write_bytes(form()[:-100])
    assert run("fill", "gp-fees-2014", str(path), "-o", str(tmp_path / f"z-{name}")).exit_code == 1
    assert not (tmp_path / f"z-{name}").exists()


def test_fields_are_listed(in_root: Path, run: Run) -> None:
    result = run("fields", "gp-fees-2014", "--format", "csv")

    assert result.exit_code == 0
    assert "award.amount,264400.00" in result.stdout


def test_progress_is_for_a_terminal_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert list(progress_over([1, 2], "reports")) == [1, 2]
    assert capsys.readouterr() == ("", "")
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stderr", terminal)
    assert list(progress_over([1, 2], "reports")) == [1, 2]
    assert "reports" in terminal.getvalue()
