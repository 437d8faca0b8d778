"""Word forms: tags in the text, tables, headers and footers are filled; all else stays."""

import io
import re
from typing import TYPE_CHECKING

from grants.errors import FormError
from grants.forms.tags import Sandbox, check_names, context, names_used
from grants.render.docx import opened
from grants.render.office import zipped_again
from grants.reports.fields import Fields

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

_PARTS = ("header", "footer", "footnotes")


def word_names(content: bytes, form: str) -> list[str]:
    """The fields that a form asks for; `FormError` if it is broken or has no tags."""
    template = _template(content, form)
    names = names_used(_source(template), Sandbox(), form)
    if not names:
        raise FormError(f"{form} has no tags; write for example {{{{ grant.title }}}} where the title goes")
    return names


def fill_word(content: bytes, fields: Fields, form: str) -> bytes:
    """The form with its tags replaced by fields; the same bytes for the same form and ledger."""
    from docx.opc.exceptions import OpcError
    from jinja2.exceptions import TemplateError, UndefinedError
    from lxml.etree import LxmlError

    check_names(word_names(content, form), fields, form)
    template = _template(content, form)
    try:
        template.render(context(fields), Sandbox(), autoescape=True)
        stream = io.BytesIO()
        template.save(stream)
    except UndefinedError as fault:
        raise FormError(f"{form}: a tag asks for what is no field: {fault.message}") from fault
    except TemplateError as fault:
        raise FormError(f"{form}: a tag does what a form may not: {fault}") from fault
    except (LxmlError, OpcError) as fault:
        raise FormError(f"{form}: a tag is where the file cannot hold text: {fault}") from fault
    return zipped_again(stream.getvalue())


def _template(content: bytes, form: str) -> "DocxTemplate":
    from docxtpl import DocxTemplate

    opened(content, form)
    template = DocxTemplate(io.BytesIO(content))
    template.init_docx()
    return template


def _source(template: "DocxTemplate") -> str:
    """The text of all parts that are filled, as one template."""
    sources = [template.patch_xml(template.get_xml())]
    for part in template.docx.part.package.iter_parts():
        name = str(part.partname).rpartition("/")[2]
        if re.match("|".join(_PARTS), name):
            sources.append(template.patch_xml(part.blob.decode()))
    return "\n".join(sources)
