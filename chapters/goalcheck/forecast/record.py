"""How well the methods did on the reference class, from the tables that `make study` writes."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from goalcheck.data.package import Package
from goalcheck.data.series import Series, of
from goalcheck.forecast.intervals import ALL
from goalcheck.forecast.projection import WINDOW
from goalcheck.forecast.simulated import HELD_AS_YES

# The rule by which the intervals of the book are made, and what it aims to hold: percent of the
# outcomes, in every family, one and two years ahead.
RULE = "book"
AIM = (75, 85)

UNITS = {
    "mase": "yardsticks",
    "bias": "yardsticks",
    "median_error": "percent",
    "within_80": "percent",
    "within_95": "percent",
    "met": "percent",
    "met_open": "percent",
    "right": "percent",
}


def errors(
    book: Package, measure: str = "mase", *, horizon: int = 2, window: int = WINDOW
) -> Series:
    """Return a measure of the errors of every method on all series, by method.

    Parameters
    ----------
    book : Package
    measure : str
        A column of `accuracy.csv`: "mase" and "bias" in yardsticks, "median_error" in percent, "cases".
    horizon : int
        Years ahead.
    window : int
        How many years a method saw.
    """
    rows = book.derived("accuracy")
    rows = rows[(rows.family == ALL) & (rows.horizon == horizon) & (rows.window == window)]
    return _series(rows, "method", measure)


def errors_by_family(
    book: Package, method: str, measure: str = "median_error", *, horizon: int = 2
) -> Series:
    """Return a measure of the errors of one method, by family of series; see `errors`."""
    rows = book.derived("accuracy")
    rows = rows[(rows.method == method) & (rows.horizon == horizon) & (rows.window == WINDOW)]
    return _series(rows, "family", measure)


def held(
    book: Package, method: str, measure: str = "within_80", *, horizon: int = 2, rule: str = RULE
) -> Series:
    """Return how many outcomes the intervals of a method held, in percent, by family of series.

    Parameters
    ----------
    book : Package
    method : str
        A key of `projection.METHODS`.
    measure : str
        A column of `coverage.csv`: "within_80", "within_95" or "cases".
    horizon : int
        Years ahead.
    rule : str
        How the intervals were made; that of the book by default.
    """
    rows = book.derived("coverage")
    rows = rows[(rows.rule == rule) & (rows.method == method) & (rows.horizon == horizon)]
    return _series(rows, "family", measure)


def held_by_rule(
    book: Package, rules: Mapping[str, tuple[str, str]], *, family: str = ALL, horizon: int = 2
) -> Series:
    """Return how many outcomes several kinds of 80% interval held, in percent, by their names.

    Parameters
    ----------
    book : Package
    rules : mapping of name to (method, rule)
        As in `held`.
    family : str
    horizon : int
        Years ahead.
    """
    shares = {
        name: held(book, method, horizon=horizon, rule=rule)[family]
        for name, (method, rule) in rules.items()
    }
    rows = pd.DataFrame({"name": list(shares), "within_80": list(shares.values())})
    return _series(rows, "name", "within_80")


def m4(book: Package, measure: str) -> Series:
    """Return a column of the published results of the M4 competition on yearly series, by method."""
    return _series(book.reference("m4_yearly"), "method", measure)


def lights(book: Package, tracker: str, measure: str) -> Series:
    """Return a column of what became of the simulated plans, by the light of a tracker.

    Parameters
    ----------
    book : Package
    tracker : str
        "eurostat", "un", "destatis" or "escap".
    measure : str
        A column of `lights.csv`: "cases", "met" in percent, "still_open", "met_open" in percent.
    """
    rows = book.derived("lights")
    return _series(rows[rows.tracker == tracker], "light", measure)


def off_the_aim(share: float) -> float:
    """Return by how many points a share of outcomes misses `AIM`, negative if too few lie inside.

    Examples
    --------
    >>> off_the_aim(70.5), off_the_aim(80.0), off_the_aim(86.0)
    (-4.5, 0.0, 1.0)
    """
    low, high = AIM
    return share - min(max(share, float(low)), float(high))


def scores(book: Package, measure: str = "brier", *, plans: str = "all") -> Series:
    """Return a score of lights and probabilities on the simulated plans, by forecaster.

    Parameters
    ----------
    book : Package
    measure : str
        A column of `brier.csv`: "brier", "right" and "met" in percent, or "cases".
    plans : str
        "all", or "still open": not yet reached when they were assessed.
    """
    rows = book.derived("brier")
    return _series(rows[rows.plans == plans], "forecaster", measure)


def lights_known_then(found: Series) -> Series:
    """Return of `scores` those of the trackers' lights, read without the years that came after."""
    names = [name for name in found.periods if name.split(",")[0] in HELD_AS_YES]
    return found.only(name for name in names if "all years" not in name)


def _series(rows: pd.DataFrame, by: str, measure: str) -> Series:
    table = rows.set_index(by).rename(columns={measure: "value"})[["value"]].assign(source_id="")
    return of(table, name=measure, unit=UNITS.get(measure, measure))
