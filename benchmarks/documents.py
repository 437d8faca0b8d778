"""What a report as a file costs, as ratios: `python -m benchmarks.documents`.

PDF against the bare compilation of the same page by the typesetter, Word in seconds of CPU, and two
hundred reports at once against as many of the first.
"""

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import typst

import grants
from grants.render import draw_bytes
from grants.render.pdf import STANDARDS, _document, _template, forget_compiler
from grants.reports.document import Document
from grants.reports.final import final_report

ROUNDS = 15
REPORTS = 200


def cpu(work: Callable[[], object]) -> float:
    """Seconds of CPU that a piece of work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def best(work: Callable[[], object]) -> float:
    """The least of several rounds: what the work costs when nothing is in its way."""
    return min(cpu(work) for _ in range(ROUNDS))


def main() -> None:
    report = final_report(grants.load("ledgers").grant("gp-fees-2014"))
    first = {form: cpu(lambda form=form: draw_bytes(report, form)) for form in ("docx", "html", "pdf")}  # type: ignore[misc]
    print(f"first docx of a process: {first['docx']:.2f} s of CPU (limit 1)")
    print(f"first html: {first['html']:.2f} s, first pdf: {first['pdf']:.2f} s")
    print(f"next docx: {best(lambda: draw_bytes(report, 'docx')):.3f} s, html: "
          f"{best(lambda: draw_bytes(report, 'html')):.4f} s")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        bare = bare_compilation(report, Path(folder))
        ours = best(lambda: anew(report))
        theirs = best(bare)
        print(f"pdf against the bare compilation, both anew: {ours / theirs:.2f} (limit 3)")
    titled = [Document(f"{report.title} {n}", "da", report.blocks) for n in range(REPORTS)]
    alone = cpu(lambda: anew(report))
    together = cpu(lambda: [draw_bytes(one, "pdf") for one in titled])
    print(f"{REPORTS} pdfs at once: {together / REPORTS / alone:.2f} of the first each, {together:.1f} s")


def anew(report: Document) -> bytes:
    """A PDF by a compiler that has kept nothing."""
    forget_compiler()
    return draw_bytes(report, "pdf")


def bare_compilation(report: Document, folder: Path) -> Callable[[], object]:
    """The same page without the library: template and data lie ready, the typesetter alone works."""
    data = {**_document(report), "sources": []}
    (folder / "report.json").write_text(json.dumps(data), encoding="utf-8")
    (folder / "report.typ").write_bytes(_template())
    fonts = str(Path(grants.__file__ or "").parent / "render" / "fonts")
    return lambda: typst.compile(
        str(folder / "report.typ"),
        format="pdf",
        font_paths=[fonts],
        ignore_system_fonts=True,
        pdf_standards=STANDARDS,  # type: ignore[call-overload]
    )


if __name__ == "__main__":
    main()
