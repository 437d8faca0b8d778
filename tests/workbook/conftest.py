"""Ledgers for workbooks, and one run of LibreOffice that recalculates all workbooks of the session."""

import shutil
import subprocess
import warnings
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

import grants
from grants.ledger import Ledger

ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""

RICH_GRANT = """
id = "rich-2016"
title = "=1+1 er <ikke> en formel & slet ikke et link"
currency = "DKK"
status = "awarded"
case_number = "710-2016-1"
period = "2016/2017"
[funder]
name = "@Fonden"
kind = "private"
[recipient]
name = "Favrskov Kommune"
[award]
amount = 150_000.00
date = 2016-01-15
[terms]
transfer_limit = { percent = 10, of = "line", action = "warn" }
[[activity]]
id = "steering-group"
title = "Styregruppe"
category = "fees"
[[activity]]
id = "theme-days"
title = "Temadage"
category = "fees"
[[activity]]
id = "evaluation"
title = "+Evaluering"
category = "other"
[[activity]]
id = "unplanned"
title = "Uden budget"
[[budget]]
activity = "steering-group"
amount = 50_000.10
period = "2016"
[[budget]]
activity = "steering-group"
amount = 20_000.00
period = "2017-Q1"
[[budget]]
activity = "theme-days"
amount = 59_999.90
[[budget]]
activity = "evaluation"
amount = 20_000.00
approximate = true
text = "-Et løst skøn"
[[budget]]
activity = "evaluation"
amount = 5_000.00
financing = "own"
[[control]]
total = 61_234.53
source = "Saldo i økonomisystemet"
[[control]]
activity = "steering-group"
period = "2016"
total = 29_999.75
"""

RICH_POSTINGS = """date,activity,amount,voucher,text,financing,document,quantity,unit
2016-01-31,steering-group,10000.05,1001,"=HYPERLINK(""http://x"",""y"")",,,,
2016-02-29,steering-group,20000.20,1002,+45 12345678,,,,
2016-12-31,steering-group,-0.50,1003,@sum,,,,
2017-01-01,steering-group,0.10,1004,-1,grant,,7.5,time
2016-11/2017-02,theme-days,30000.33,1005,Over årsskiftet,grant,,,
2017-06-30,evaluation,1234.35,0001006,_x0041_ <b>&amp;,own,,,
2017-12-31,unplanned,0.00,1007,nul,partner,,,
"""

EMPTY_GRANT = """
id = "applied-2018"
title = "En ansøgning"
status = "applied"
period = "2018/2019"
[funder]
name = "Puljen"
kind = "public"
[recipient]
name = "Klyngen"
[application]
amount = 300.00
approximate = true
[[activity]]
id = "salary"
title = "Løn"
[[budget]]
activity = "salary"
amount = 100.00
period = "2018"
approximate = true
[[budget]]
activity = "salary"
amount = 200.00
period = "2019"
approximate = true
"""

PAID_GRANT = """
id = "paid-2020"
title = "Med rater"
status = "awarded"
period = "2020"
[funder]
name = "Fonden"
kind = "private"
[recipient]
name = "Klyngen"
[award]
amount = 900.00
[[partner]]
id = "own"
name = "Bevillingen"
[[partner]]
id = "formula"
name = '=1+1 "partner" *'
[[activity]]
id = "meetings"
title = "Møder"
[[budget]]
activity = "meetings"
amount = 900.00
[[budget]]
activity = "meetings"
amount = 60.00
financing = "partner"
partner = "own"
[[budget]]
activity = "meetings"
amount = 40.00
financing = "partner"
partner = "formula"
in_kind = true
[[instalment]]
planned = 2020-02-01
amount = 450.00
received = 2020-02-03
received_amount = 449.50
[[instalment]]
planned = 2020-09-01
amount = 450.00
text = "=efter status"
[[commitment]]
activity = "meetings"
amount = 50.00
date = 2020-03-01
[[commitment]]
activity = "meetings"
amount = 70.00
date = 2020-03-02
posted = 2020-04-01
"""

PAID_POSTINGS = """date,activity,amount,voucher,text,financing
2020-03-31,meetings,200.10,1,Kaffe,grant
2020-04-01,meetings,40.00,2,Lokale,partner:own
2020-04-02,meetings,60.00,3,Oplæg,partner:formula/in-kind
"""


@pytest.fixture(scope="session")
def make_ledger(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Ledger]:
    """Write grants as files and read them as a ledger: keyword by id with dashes as underscores."""

    def make(**files: tuple[str, str]) -> Ledger:
        root = tmp_path_factory.mktemp("ledger")
        for name, (toml, postings) in files.items():
            folder = root / name.replace("_", "-")
            folder.mkdir()
            (folder / "grant.toml").write_text(toml)
            (folder / "report.md").write_text("# Resumé\n\nOrd.\n")
            if postings:
                (folder / "postings.csv").write_text(postings)
        return grants.load(root)

    return make


@pytest.fixture(scope="session")
def rich(make_ledger: Callable[..., Ledger]) -> Ledger:
    """One grant with everything that a workbook has to cope with."""
    return make_ledger(rich_2016=(RICH_GRANT, RICH_POSTINGS))


@pytest.fixture(scope="session")
def paid(make_ledger: Callable[..., Ledger]) -> Ledger:
    """One grant with payments, orders, and partners with names that could be mistaken."""
    return make_ledger(paid_2020=(PAID_GRANT, PAID_POSTINGS))


@pytest.fixture(scope="session")
def both(make_ledger: Callable[..., Ledger]) -> Ledger:
    """Two grants: a rich one, and an application without postings."""
    return make_ledger(rich_2016=(RICH_GRANT, RICH_POSTINGS), applied_2018=(EMPTY_GRANT, ""))


@pytest.fixture(scope="session")
def saved_by_libreoffice(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[Mapping[str, bytes]], dict[str, Path]]:
    """Let LibreOffice open workbooks, compute every formula anew, and save them."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed (Debian: libreoffice-calc)")
    profile = tmp_path_factory.mktemp("profile")
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE)

    def run(books: Mapping[str, bytes]) -> dict[str, Path]:
        source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("target")
        for name, content in books.items():
            (source / f"{name}.xlsx").write_bytes(content)
        command = [
            program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx",
            "--outdir", str(target), *(str(source / f"{name}.xlsx") for name in books),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=240)
        return {name: target / f"{name}.xlsx" for name in books}

    return run


@pytest.fixture(scope="session")
def read_saved() -> Callable[[Path], Workbook]:
    """The values of a workbook that LibreOffice saved."""

    def read(path: Path) -> Workbook:
        with warnings.catch_warnings():
            # LibreOffice writes data bars as an extension that openpyxl does not read.
            warnings.filterwarnings("ignore", message=".* extension is not supported")
            return load_workbook(path, data_only=True)

    return read


def cells(book: Workbook) -> Iterator[tuple[str, str, Any]]:
    """Every cell with a value: sheet, place, value."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    yield sheet.title, cell.coordinate, cell.value


@pytest.fixture(scope="session")
def cells_of() -> Callable[[Workbook], dict[tuple[str, str], Any]]:
    """All cells of a workbook by sheet and place."""
    return lambda book: {(sheet, place): value for sheet, place, value in cells(book)}


@pytest.fixture(scope="session")
def opened() -> Callable[..., Workbook]:
    """Read bytes as a workbook, formulas or with `data_only` their cached values."""
    return lambda content, **options: load_workbook(BytesIO(content), **options)
