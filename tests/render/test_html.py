"""HTML: one file, no script, nothing that a checker of accessibility finds, text that stays text."""

import html
import json
import re
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

import grants
from grants.render import draw
from grants.render.common import drawn
from grants.render.html import render_html
from grants.reports.document import Document
from grants.reports.final import final_report
from grants.reports.table import Table

CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip

RUNNER = """
<script>{axe}</script>
<script>addEventListener("load", async () => {{
  const found = await axe.run(document, {{resultTypes: ["violations"]}});
  const say = found.violations.map(v => [v.id, v.nodes.map(n => n.html)]);
  const wide = document.documentElement.scrollWidth > innerWidth + 1;
  document.body.textContent = "RESULT" + JSON.stringify([found.passes.length, say, wide]) + "END";
}});</script></body>
"""


def in_chromium(page: str, folder: Path, width: int) -> list[list[object]]:
    """What axe-core finds in a page, and whether the page is wider than the window."""
    axe = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
    path = folder / "page.html"
    path.write_text(page.replace("</body>", RUNNER.format(axe=axe)), encoding="utf-8")
    assert CHROMIUM is not None
    command = [
        CHROMIUM, *FLAGS, f"--user-data-dir={folder / 'profile'}", f"--window-size={width},900",
        "--virtual-time-budget=20000", "--dump-dom", path.as_uri(),
    ]  # fmt: skip
    shown = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    passes, violations, is_wide = json.loads(html.unescape(shown.split("RESULT")[1].split("END")[0]))
    assert passes > 10
    assert not is_wide, "the page scrolls sideways"
    assert isinstance(violations, list)
    return violations


@pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")
@pytest.mark.parametrize(
    ("name", "width"),
    [
        ("final-gp-fees-2014-da", 1000),
        ("final-gp-fees-2014-da", 500),
        ("final-hostile-en", 500),
        ("final-gain-example-da", 500),
        ("status-midway-gain-example-da", 500),
        ("status-hostile-da", 1000),
        ("portfolio-da", 500),
    ],
)
def test_a_browser_finds_nothing_wrong(
    name: str, width: int, every_report: dict[str, Document], tmp_path: Path
) -> None:
    assert in_chromium(render_html(every_report[name]), tmp_path, width) == []


@pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")
def test_the_checker_finds_faults(final: Document, tmp_path: Path) -> None:
    page = render_html(final).replace('lang="da"', "").replace("#52606d", "#cccccc")

    assert {found[0] for found in in_chromium(page, tmp_path, 1000)} == {"html-has-lang", "color-contrast"}


def test_a_page_needs_nothing_else(every_report: dict[str, Document]) -> None:
    for name, report in every_report.items():
        page = render_html(report)

        assert f'<html lang="{report.language}">' in page
        assert "<script" not in page
        assert not re.findall(r"<[^>]*\s(?:src|srcset|on[a-z]+)=|@import|url\((?!#)", page), name
        assert set(re.findall(r'href="([^"]*)"', page)) <= {"https://example.org"}
        assert len(set(re.findall(r' id="([^"]*)"', page))) == len(re.findall(r' id="([^"]*)"', page))


def test_cells_are_those_of_the_table(final: Document) -> None:
    page = render_html(final)
    for table in (block for block in final.blocks if isinstance(block, Table)):
        for row in drawn(table):
            for cell in row:
                assert f">{html.escape(cell)}</t" in page


def test_text_is_never_markup(hostile: grants.Account) -> None:
    page = render_html(final_report(hostile))

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<b>" not in page
    assert "javascript:" not in re.sub(r">[^<]*<", "><", page)
    assert "\u202e" not in page
    assert "{{ 7*7 }}" in page


def test_a_table_alone_is_a_page_too() -> None:
    ledgers = Path(__file__).parent.parent.parent / "ledgers"
    report = grants.budget_report(grants.load(ledgers).grant("gp-fees-2014"))

    page = draw(report, "html")
    assert f'<h1 dir="auto">{html.escape(report.full_title)}</h1>' in page
