"""What was granted, spent and is left, as tables and documents: every report by its name.

A report is imported when it is made, so that the list costs nothing.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal


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
