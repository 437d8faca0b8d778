"""The funder's own form, filled from the ledger: a Word or an Excel file, by its suffix."""

from pathlib import PurePath

from grants.errors import FormError
from grants.forms.tags import check_names
from grants.reports.fields import Fields, fields_table
from grants.reports.table import Table

_OLD_OR_MACROS = (".doc", ".xls", ".docm", ".dotm", ".xlsm", ".xltm", ".xlsb")


def fill_form(content: bytes, form: str, fields: Fields) -> bytes:
    """The form with its fields filled. `form` is its name, whose suffix says what it is.

    `FormError` or `TemplateError` for a form that is damaged, asks for no field, or for one that
    there is not.
    """
    if _kind(form) == ".docx":
        from grants.forms.word import fill_word

        return fill_word(content, fields, form)
    from grants.forms.excel import fill_excel

    return fill_excel(content, fields, form)


def used_fields(content: bytes, form: str, fields: Fields) -> Table:
    """The fields that a form uses, with their values; of a list the number of its rows."""
    if _kind(form) == ".docx":
        from grants.forms.word import word_names

        names = word_names(content, form)
        check_names(names, fields, form)
    else:
        from grants.forms.excel import excel_names

        names = excel_names(content, fields, form)
    counts = {name: len(fields.lists.get(name.partition("[")[0], ())) for name in names}
    used = {name: fields.values.get(name, counts[name]) for name in names}
    return fields_table(Fields(used, {}, fields.language))


def _kind(form: str) -> str:
    suffix = PurePath(form).suffix.lower()
    if suffix in (".docx", ".xlsx"):
        return suffix
    if suffix in _OLD_OR_MACROS:
        raise FormError(f"{form}: save the form as .docx or .xlsx, without macros")
    raise FormError(f"{form}: a form is a .docx or .xlsx file, not {suffix or 'a file without suffix'}")


fill = fill_form
