"""Files that LibreOffice writes are read as they were meant."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.importing.readers.dialects import Dialect, Entry, entries_of, findings_of, items, write_xlsx
from tests.importing.readers.test_detect import SOME

OFFICE = shutil.which("soffice")


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", ["ods", "xlsx"])
def test_libreoffice(suffix: str, tmp_path: Path) -> None:
    source = tmp_path / "in" / "export.xlsx"
    source.parent.mkdir()
    entries = [*SOME, Entry(SOME[0].date, -12_345_678_901, "9", "Æblegrød & co.", "0000000528")]
    write_xlsx(source, entries)
    assert OFFICE is not None
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    subprocess.run(
        [OFFICE, home, "--headless", "--convert-to", suffix, "--outdir", str(tmp_path), str(source)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    found = items(tmp_path / f"export.{suffix}", None, Dialect().profile())

    assert entries_of(found) == entries
    assert findings_of(found) == []
