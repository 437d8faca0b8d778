"""Excel forms: amounts as numbers, text as text, and every other part of the file untouched."""

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from grants.errors import FormError, TemplateError
from grants.forms import fill, used_fields
from grants.reports.fields import Fields
from grants.reports.table import Cell
from tests.forms.conftest import excel_form


def cells(content: bytes) -> dict[str, object]:
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return {cell.coordinate: cell.value for row in sheet for cell in row if cell.value is not None}


def test_a_form_is_filled(fields: Fields) -> None:
    found = cells(fill(excel_form(), "skema.xlsx", fields))

    assert found == {
        "A1": "Bevillingsgiver", "B1": "Kvalitets- og Efteruddannelsesudvalget for almen praksis",
        "A2": "Tilskud", "B2": 264400, "A3": "Forbrug", "B3": 264400, "A4": "Rest", "B4": "=B2-B3",
        "B6": -0.6145, "B7": -61.45, "D40": "april 2018",
        "B8": "Udvikling og forankring af det tværsektorielle samarbejde i Randers-klyngen: 264.400 kr.",
    }  # fmt: skip


def test_everything_else_is_kept(fields: Fields) -> None:
    before = zipfile.ZipFile(io.BytesIO(excel_form()))
    after = zipfile.ZipFile(io.BytesIO(fill(excel_form(), "skema.xlsx", fields)))

    assert before.namelist() == after.namelist()
    changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert set(changed) <= {"xl/workbook.xml", "xl/worksheets/sheet1.xml", "docProps/core.xml"}
    assert b'fullCalcOnLoad="1"' in after.read("xl/workbook.xml")


def test_the_same_form_gives_the_same_bytes(fields: Fields) -> None:
    form = excel_form()

    assert fill(form, "a.xlsx", fields) == fill(form, "a.xlsx", fields)


def test_a_text_is_never_a_formula() -> None:
    values: dict[str, Cell] = {"funder.name": "=1+1", "total.actual": '=cmd|"x"', "grant.title": "<v>1</v>"}
    values |= {"award.amount": None, "activity.theme_days.percent": None}
    fields = Fields(values, {}, "da")
    content = fill(excel_form(), "skema.xlsx", fields)
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]

    assert (sheet["B1"].value, sheet["B1"].data_type) == ("=1+1", "s")
    assert (sheet["B3"].value, sheet["B3"].data_type) == ('=cmd|"x"', "s")
    assert sheet["B8"].value == "<v>1</v>: "
    assert sheet["B2"].value is None


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{{ award.amuont }}", "no field 'award.amuont'; did you mean 'award.amount'"),
        ("{{ award.amount", "Skema 1!A9 has a broken tag"),
        ("{% for line in lines %}", "Skema 1!A9 has a broken tag"),
        ("{{ 7*7 }}", r"no field '7\*7'"),
    ],
)
def test_a_bad_tag_is_named(text: str, complaint: str, fields: Fields) -> None:
    with pytest.raises(FormError, match=complaint):
        fill(excel_form(A9=text), "skema.xlsx", fields)


def test_a_form_that_asks_for_nothing_is_no_form(fields: Fields) -> None:
    stream = io.BytesIO()
    Workbook().save(stream)

    with pytest.raises(FormError, match="asks for no field"):
        fill(stream.getvalue(), "skema.xlsx", fields)


def test_a_hidden_entity_is_not_opened(fields: Fields) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(excel_form())) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + content.replace(
                    b"<v>0</v>", b"<v>&e;</v>"
                )
            new.writestr(name, content)
    filled = fill(stream.getvalue(), "skema.xlsx", fields)

    with zipfile.ZipFile(io.BytesIO(filled)) as package, open("/etc/hostname", "rb") as secret:
        assert secret.read().strip() not in package.read("xl/worksheets/sheet1.xml")


def test_macros_are_refused(fields: Fields) -> None:
    stream = io.BytesIO(excel_form())
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("xl/vbaProject.bin", b"x")

    with pytest.raises(TemplateError, match="holds macros"):
        fill(stream.getvalue(), "skema.xlsx", fields)


def test_the_fields_of_a_form_are_listed(fields: Fields) -> None:
    names = [row.cells[0] for row in used_fields(excel_form(), "skema.xlsx", fields).rows]

    assert set(names) == {
        "award.amount", "rest", "report.date", "funder.name", "total.actual", "grant.title",
        "activity.theme_days.percent",
    }  # fmt: skip
