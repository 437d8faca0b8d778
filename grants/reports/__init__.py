"""What was granted, spent and is left, as tables and documents: every report by its name.

A report is imported when it is made, so that the list costs nothing.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from grants.ledger import Account, Ledger
    from grants.reports.document import Document
    from grants.reports.table import Table


@dataclass(frozen=True, slots=True)
class Report:
    """A report: the module and the function that make it, of an account or of a whole ledger.

    One that `needs_day` is made only with `as_of`; a letter goes to the funder with the account's files.
    """

    module: str
    function: str
    of: Literal["account", "ledger"] = "account"
    is_letter: bool = False
    needs_day: bool = False

    @property
    def options(self) -> tuple[str, ...]:
        """The names of the options that `make` takes."""
        parameters = inspect.signature(self._function).parameters.values()
        return tuple(one.name for one in parameters if one.kind is inspect.Parameter.KEYWORD_ONLY)

    def make(self, subject: object, /, **options: object) -> Any:
        """A table or a document of an account or a ledger; None where there is nothing to report."""
        return self._function(subject, **options)

    @property
    def _function(self) -> Callable[..., Any]:
        function: Callable[..., Any] = getattr(import_module(f"grants.reports.{self.module}"), self.function)
        return function


REPORTS: Mapping[str, Report] = {
    "budget": Report("budget", "budget_report"),
    "settlement": Report("settlement", "settlement_report"),
    "available": Report("settlement", "availability_report"),
    "status": Report("status", "status_report", is_letter=True, needs_day=True),
    "application": Report("application", "application_report", is_letter=True),
    "final": Report("final", "final_report", is_letter=True),
    "portfolio": Report("portfolio", "portfolio_report", of="ledger", needs_day=True),
    "list": Report("overview", "ledger_overview", of="ledger"),
    "show": Report("overview", "grant_overview"),
    "postings": Report("overview", "postings_table"),
    "history": Report("changes", "history_table"),
    "log": Report("log", "log_table"),
}
"""Every report on what a ledger holds, by its name."""


def make_report(
    report: "str | Callable[..., Table | Document | None]", subject: "Account | Ledger", /, **options: object
) -> "Table | Document | None":
    """A report of an account or a ledger: one of the package, a registered one, or a function of one's own.

    `report` is a name, such as `budget`, that of the package first, or a function that is called with the
    subject and the options. None where there is nothing to report. Raises `UnknownExtensionError` for
    another name.
    """
    if not isinstance(report, str):
        return report(subject, **options)
    made: Table | Document | None
    if report in REPORTS:
        made = REPORTS[report].make(subject, **options)
    else:
        from grants.extensions import extension

        made = extension("reports", report, known=REPORTS)(subject, **options)
    return made
