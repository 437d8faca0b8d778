"""The fields of a real grant, and forms as funders send them."""

import io
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.workbook.defined_name import DefinedName

import grants
from grants.reports.fields import Fields, fields_of

LEDGERS = Path(__file__).parent.parent.parent / "ledgers"


@pytest.fixture(scope="session")
def fields() -> Fields:
    return fields_of(grants.load(LEDGERS).grant("gp-fees-2014"))


def word_form(*paragraphs: str) -> bytes:
    """A "regnskabsskema": master data, a row for each line, a total; then these paragraphs."""
    word = Document()
    word.sections[0].header.paragraphs[0].text = "J.nr. {{ grant.case_number }}"
    word.sections[0].footer.paragraphs[0].text = "{{ recipient.name }}"
    word.add_heading("Regnskabsskema", 1)
    word.add_paragraph("Tilskud: {{ award.amount }} fra {{ funder.name }}")
    table = word.add_table(1, 5)
    heads = ("Post", "Budget", "Regnskab", "Afvigelse", "i %")
    rows = (
        ("{%tr for line in lines %}", "", "", "", ""),
        (
            "{{ line.title }}",
            "{{ line.budget }}",
            "{{ line.actual }}",
            "{{ line.deviation }}",
            "{{ line.percent }}",
        ),
        ("{%tr endfor %}", "", "", "", ""),
        ("I alt", "{{ total.budget }}", "{{ total.actual }}", "{{ total.deviation }}", "{{ total.percent }}"),
    )
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        cell.text = text
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    for text in paragraphs:
        word.add_paragraph(text)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def excel_form(**cells: str) -> bytes:
    """A form in Excel with formulas, a chart, a named cell and tags; then these cells."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("Skema 1")
    sheet["A1"], sheet["B1"] = "Bevillingsgiver", "{{ funder.name }}"
    sheet["A2"], sheet["A3"], sheet["B3"] = "Tilskud", "Forbrug", "{{total.actual}}"
    sheet["A4"], sheet["B4"] = "Rest", "=B2-B3"
    sheet["B6"] = "{{ activity.theme_days.percent }}"
    sheet["B6"].number_format = "0.00%"
    sheet["B7"] = "{{ activity.theme_days.percent }}"
    sheet["B8"] = "{{ grant.title }}: {{ award.amount }}"
    for place, text in cells.items():
        sheet[place] = text
    book.defined_names["award.amount"] = DefinedName("award.amount", attr_text="'Skema 1'!$B$2")
    book.defined_names["rest"] = DefinedName("rest", attr_text="'Skema 1'!$B$4")
    book.defined_names["report.date"] = DefinedName("report.date", attr_text="'Skema 1'!$D$40")
    book.defined_names["own"] = DefinedName("own", attr_text="'Skema 1'!$C$2")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=2, max_row=3))
    sheet.add_chart(chart, "E5")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
