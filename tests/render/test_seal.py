"""A seal breaks when anything in the file changes, and only then."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.render import draw_bytes
from grants.render.office import is_untouched, sealed
from grants.reports.document import Document

FORMS = ("docx", "html", "pdf")


@pytest.fixture(scope="module")
def written(final: Document) -> dict[str, bytes]:
    return {form: sealed(draw_bytes(final, form), form) for form in FORMS}


@pytest.mark.parametrize("form", ["docx", "html"])
def test_what_was_written_is_untouched(form: str, written: dict[str, bytes]) -> None:
    assert is_untouched(written[form], form)


def test_a_changed_pdf_is_not_recognised(written: dict[str, bytes]) -> None:
    assert not is_untouched(written["pdf"], "pdf")


@given(data=st.data())
@pytest.mark.parametrize("form", ["docx", "html"])
def test_a_byte_changed_breaks_the_seal(form: str, written: dict[str, bytes], data: st.DataObject) -> None:
    content = bytearray(written[form])
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))

    assert not is_untouched(bytes(content), form)


def test_a_sealed_package_still_opens(written: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(written["docx"])) as package:
        assert package.testzip() is None


@pytest.mark.parametrize("form", [*FORMS, "markdown", "text"])
@pytest.mark.parametrize("content", [b"", b"mine", b"PK\x05\x06" + bytes(18)])
def test_a_file_of_somebody_elses_is_not_ours(form: str, content: bytes) -> None:
    assert not is_untouched(content, form)
