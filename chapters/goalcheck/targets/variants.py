"""Would another choice give another verdict? Methods, windows and readings beside the book's own."""

from __future__ import annotations

import math

import pandas as pd

from goalcheck.data.comparators import meets, tolerance
from goalcheck.data.package import Package
from goalcheck.data.series import history
from goalcheck.data.vintages import INEXACT
from goalcheck.forecast.projection import METHODS, WINDOW, ProjectionError, probability_of, project
from goalcheck.targets.expected import errors_for, headline, outlook_of
from goalcheck.targets.grades import newest_since
from goalcheck.targets.scorecard import scorecard

# Windows tried beside the book's own.
WINDOWS = (5, 10)

# The columns of an empty table are those of a full one.
LABELS = ["place", "place_name", "indicator", "name", "result"]
VARIANT = ["variant", "kind", "projected", "probability"]


def other_choices(book: Package) -> pd.DataFrame:
    """Return the probability of each projected target by every method, and by other windows.

    Returns
    -------
    DataFrame
        Columns `place, place_name, indicator, name, result, variant, kind, projected,
        probability`; `kind` is "method" or "window" (the headline method on fewer or more years).
        A method that cannot be estimated on a series gives no row.
    """
    card = scorecard(book)
    rows = card[card.projected.notna() & card.probability.notna()]
    parts = [row for _, target in rows.iterrows() for row in _variants(book, target)]
    return pd.DataFrame(parts, columns=[*LABELS, *VARIANT])


def _variants(book: Package, target: pd.Series) -> list[dict]:
    main = headline(book)
    choices = [("method", name, name, WINDOW) for name in METHODS]
    choices += [("window", f"{main}, {years} years", main, years) for years in WINDOWS]
    known = outlook_of(book, target).history
    labels = target[LABELS].to_dict()
    rows = []
    for kind, variant, method, window in choices:
        options = {"method": method, "as_of": book.as_of, "window": window}
        errors = errors_for(book, target.indicator, method)
        year = int(target.target_period[-4:])
        try:
            centre = project(known, year, **options).centre.iloc[-1]
            chance = probability_of(
                target.value,
                target.comparator,
                known,
                year,
                errors,
                higher_is_better=book.indicators.higher_is_better[target.indicator] == "yes",
                **options,
            )
        except ProjectionError:
            continue
        rows.append(labels | dict(variant=variant, kind=kind, projected=centre, probability=chance))
    return rows


READINGS = {
    "exact": "“about” allows nothing less",
    "wide": "“about” allows one unit of its last digit less",
    "measured": "only measured figures count",
    "latest": "the latest print counts",
    "one basis": "only the basis known before counts",
}


def other_readings(book: Package) -> pd.DataFrame:
    """Return the results that change with another reading, one row a target and reading.

    Returns
    -------
    DataFrame
        Columns `place, place_name, indicator, name, value, comparator, target_period, result,
        reading` (a key of `READINGS`), `then` (the result under it).
    """
    rows = []
    for _, target in scorecard(book).iterrows():
        for reading in READINGS:
            then = result_under(book, target, reading)
            if then != target.result:
                rows.append({**target.to_dict(), "reading": reading, "then": then})
    columns = ["place", "place_name", "indicator", "name", "value", "comparator"]
    return pd.DataFrame(rows, columns=[*columns, "target_period", "result", "reading", "then"])


def result_under(book: Package, target: pd.Series, reading: str) -> str:
    """Return the result of a target under one of the other readings.

    Parameters
    ----------
    book : Package
    target : Series
        A row of `scorecard.scorecard`.
    reading : str
        A key of `READINGS`.

    Raises
    ------
    KeyError
        If there is no such reading.

    Examples
    --------
    >>> from goalcheck.data import package
    >>> book = package.load()
    >>> card = scorecard(book).set_index("indicator", drop=False)
    >>> basic = card[card.place == "beijing"].loc["basic_research_share"]
    >>> basic.result, result_under(book, basic, "wide")
    ('missed', 'met')
    """
    return _READ[reading](book, target)


def _exact(book: Package, target: pd.Series) -> str:
    return _decide(book, target, target.outcome_value, slack=0)


def _wide(book: Package, target: pd.Series) -> str:
    return _decide(book, target, target.outcome_value, slack=2)


def _measured(book: Package, target: pd.Series) -> str:
    if target.evidence != "set phrase":
        return target.result
    value, period = _newest_measured(book, target)
    evidence = "measured" if period == target.target_period else "earlier year"
    measured = target.to_frame().T.assign(evidence=evidence).iloc[0]
    return _decide(book, measured, value)


def _newest_measured(book: Package, target: pd.Series) -> tuple[float, str]:
    """Return the newest exact figure published since a target was set, and its period.

    It is printed or worked out; NaN and no period if there is none.
    """
    if target.indicator in book.calculations.index:
        rows = history(book, target.indicator, target.place)
        in_time = rows.index <= int(target.target_period[-4:])
        rows = rows[in_time & (rows.published > target.announced)]
        return (math.nan, "") if rows.empty else (float(rows.value.iloc[-1]), str(rows.index[-1]))
    series = book.vintages(target.indicator, target.place)
    row = newest_since(series[~series.quality.isin(INEXACT)], target)
    return (math.nan, "") if row is None else (float(row.value), row.period)


def _latest(book: Package, target: pd.Series) -> str:
    if target.evidence != "measured":
        return target.result
    series = book.vintages(target.indicator, target.place)
    series = series[(series.period == target.target_period) & ~series.quality.isin(INEXACT)]
    last = series.sort_values("published", na_position="first", kind="stable").value.iloc[-1]
    return _decide(book, target, last)


def _one_basis(book: Package, target: pd.Series) -> str:
    return "not known" if target.basis_changed else target.result


_READ = {
    "exact": _exact,
    "wide": _wide,
    "measured": _measured,
    "latest": _latest,
    "one basis": _one_basis,
}


def _decide(book: Package, target: pd.Series, value: float, slack: float = 1) -> str:
    """Return the result of a value, "about" being met from `slack` half units before the target."""
    if math.isnan(value) or target.evidence == "none":
        return "not known"
    higher = book.indicators.higher_is_better[target.indicator] == "yes"
    goal, comparator = target.value, target.comparator
    if comparator == "~":
        step = slack * tolerance(goal)
        goal, comparator = (goal - step if higher else goal + step), ">="
    reached = meets(value, comparator, goal, higher_is_better=higher)
    if target.evidence == "earlier year":
        return "passed early" if reached else "not known"
    return "met" if reached else "missed"
