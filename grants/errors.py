"""What a caller may catch. Faults in a user's data are no exceptions but findings."""


class GrantsError(Exception):
    """Base of every error that the library raises on purpose; its text is made for people."""


class ArgumentError(GrantsError, ValueError):
    """An argument is no word, day, period or amount that a call takes; the message names what it takes."""


class UnknownGrantError(GrantsError, LookupError):
    """No grant of that id could be read; the message names the nearest one."""


class UnknownFormatError(GrantsError, ValueError):
    """No such format, or not for this kind of report; the message lists those that there are."""


class UnknownExtensionError(GrantsError, LookupError):
    """No installed package registers a check, set of terms, report, renderer or reader of that name."""


class UnknownTermsError(GrantsError, KeyError):
    """No set of terms of that name is shipped or registered; the message names the nearest one."""

    def __str__(self) -> str:
        return Exception.__str__(self)


class RevisionError(GrantsError):
    """git could not say what changed since a revision; the message is git's own."""


class WriteError(GrantsError):
    """A file was not written; the message says why, and what was there before is unchanged."""


class UnwrittenError(WriteError):
    """A file was not written because the system refused it: a full disk, no such folder, no permission."""


class RenderError(GrantsError):
    """A report was not drawn; the message says why."""


class TemplateError(GrantsError):
    """A template or a form cannot be used; the message says what is wrong with it."""


class ArchiveError(GrantsError):
    """An account is not archived; the message says why, one reason on each line."""


class FormError(TemplateError):
    """A form cannot be filled; the message names the tag and the nearest field."""


class WorkbookError(GrantsError):
    """A workbook cannot hold these figures or rows exactly; the message says which and why."""


class AmendmentError(GrantsError):
    """An amendment cannot hold this change of a budget; the message names the lines."""


class ClosingError(GrantsError):
    """Accounts cannot be closed, reopened or reversed like this; the message says why."""


class SigningError(GrantsError):
    """A closing was not signed, or its signature could not be read; the message says why."""
