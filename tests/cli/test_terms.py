"""`grants terms`: the shipped sets, printed."""

import json
from collections.abc import Callable

from click.testing import Result

from grants.figures.terms import names

Run = Callable[..., Result]


def test_all_sets_are_listed(run: Run) -> None:
    listed = json.loads(run("terms", "list", "--format", "json").stdout)["sets"]

    assert [entry["name"] for entry in listed] == names()
    assert all(name in run("terms", "list").stdout for name in names())


def test_a_set_is_shown_with_value_unit_dates_and_source(run: Run) -> None:
    shown = json.loads(run("terms", "show", "overhead-2018-hospitals-and-museums", "--format", "json").stdout)

    assert shown["terms"] == [
        {
            "key": "overhead",
            "value": {"percent": "3.1"},
            "unit": "percent of the direct costs",
            "currency": None,
            "title": "Public hospitals and museums are paid overhead of 3.1 % of the direct costs.",
            "source": "Danish overhead rates of 2018",
            "href": None,
            "from": "2018-01-01",
            "to": "2018-12-31",
        }
    ]
    assert "{ percent = 3.1 }" in run("terms", "show", "overhead-2018-hospitals-and-museums").stdout


def test_a_day_leaves_what_does_not_hold_out(run: Run) -> None:
    name = "overhead-2018-gts"

    assert (
        len(json.loads(run("terms", "show", name, "--on", "2018-06-01", "--format", "json").stdout)["terms"])
        == 1
    )
    assert (
        json.loads(run("terms", "show", name, "--on", "2019-01-01", "--format", "json").stdout)["terms"] == []
    )
    assert run("terms", "show", name, "--on", "2019").exit_code == 2


def test_an_unknown_set_is_refused_with_the_nearest(run: Run) -> None:
    result = run("terms", "show", "hesteafgiftsfond")

    assert result.exit_code == 2
    assert "did you mean 'hesteafgiftsfonden'?" in result.stderr
