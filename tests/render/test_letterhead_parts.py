"""A letterhead with a part that has no content type is refused, as python-docx could not write it."""

import io
import zipfile
from importlib.resources import files

import pytest

from grants.errors import TemplateError
from grants.render.docx import opened

SHIPPED = files("grants.render").joinpath("templates", "letterhead.docx").read_bytes()


def test_a_part_without_a_content_type_is_refused() -> None:
    stream = io.BytesIO()
    kind = b' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"'
    with zipfile.ZipFile(io.BytesIO(SHIPPED)) as whole, zipfile.ZipFile(stream, "w") as damaged:
        for name in whole.namelist():
            damaged.writestr(name, whole.read(name).replace(kind, b""))

    with pytest.raises(TemplateError, match=r"x\.docx is damaged: the part /word/styles\.xml has no content"):
        opened(stream.getvalue(), "x.docx")


def test_the_shipped_letterhead_is_opened() -> None:
    assert opened(SHIPPED, "letterhead.docx").paragraphs
