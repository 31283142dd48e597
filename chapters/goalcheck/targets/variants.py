"""Would another choice give another verdict? Methods, windows and readings beside the book's own."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import pandas as pd

from goalcheck.data.comparators import meets, tolerance
from goalcheck.data.histories import history
from goalcheck.data.package import Package
from goalcheck.data.vintages import exact, newest_print
from goalcheck.forecast.projection import METHODS, WINDOW, ProjectionError, probability_of, project
from goalcheck.targets.expected import errors_for, headline, outlook_of
from goalcheck.targets.grades import Grade, newest_since
from goalcheck.targets.scorecard import Scored, scored

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

    Examples
    --------
    >>> other_choices(book).variant.to_list()
    ['naive', 'drift', 'cagr', 'drift, 5 years', 'drift, 10 years']
    """
    rows = [
        row
        for one in scored(book)
        if not (math.isnan(one.projected) or math.isnan(one.probability))
        for row in _variants(book, one)
    ]
    return pd.DataFrame(rows, columns=[*LABELS, *VARIANT])


def _labels(one: Scored) -> dict[str, str]:
    return {name: getattr(one, name) for name in LABELS if name != "indicator"} | {
        "indicator": one.key
    }


def _variants(book: Package, target: Scored) -> list[dict]:
    main = headline(book)
    choices = [("method", name, name, WINDOW) for name in METHODS]
    choices += [("window", f"{main}, {years} years", main, years) for years in WINDOWS]
    known = outlook_of(book, target).history
    rows = []
    for kind, variant, method, window in choices:
        errors = errors_for(book, target.key, method)
        try:
            centre = project(
                known, target.year, method=method, as_of=book.as_of, window=window
            ).centre.iloc[-1]
            chance = probability_of(
                target.value,
                target.comparator,
                known,
                target.year,
                errors,
                higher_is_better=target.higher_is_better,
                method=method,
                as_of=book.as_of,
                window=window,
            )
        except ProjectionError:
            continue
        said = dict(variant=variant, kind=kind, projected=centre, probability=chance)
        rows.append(_labels(target) | said)
    return rows


READINGS = {
    "exact": "“about” allows nothing less",
    "wide": "“about” allows one unit of its last digit less",
    "measured": "only measured figures count",
    "latest": "the latest print counts",
    "one basis": "only the basis known before counts",
}


@dataclass(frozen=True)
class Change:
    """A target whose result another reading changes: a key of `READINGS`, and the result then."""

    target: Scored
    reading: str
    then: str


def changes(book: Package) -> tuple[Change, ...]:
    """Return the results that change with another reading, one for each target and reading.

    Examples
    --------
    >>> [(one.target.key, one.reading, one.then) for one in changes(book)]
    [('research_share', 'exact', 'not known'), ('research_share', 'one basis', 'not known')]
    """
    found = (
        Change(target, reading, result_under(book, target, reading))
        for target in scored(book)
        for reading in READINGS
    )
    return tuple(one for one in found if one.then != one.target.result)


def other_readings(book: Package) -> pd.DataFrame:
    """Return the table of `changes`, one row a target and reading.

    Returns
    -------
    DataFrame
        Columns `place, place_name, indicator, name, value, comparator, target_period, result,
        reading` (a key of `READINGS`), `then` (the result under it).

    Examples
    --------
    >>> len(other_readings(book)) == len(changes(book))
    True
    """
    asked = ["value", "comparator", "target_period"]
    rows = [
        _labels(one.target)
        | {name: getattr(one.target, name) for name in asked}
        | {"reading": one.reading, "then": one.then}
        for one in changes(book)
    ]
    columns = ["place", "place_name", "indicator", "name", *asked, "result", "reading", "then"]
    return pd.DataFrame(rows, columns=columns)


def result_under(book: Package, target: Grade, reading: str) -> str:
    """Return the result of a target under one of the other readings.

    Parameters
    ----------
    book : Package
    target : Grade
    reading : str
        A key of `READINGS`.

    Raises
    ------
    KeyError
        If there is no such reading.

    Examples
    --------
    >>> contracts = scored(book)[0]
    >>> contracts.result, result_under(book, contracts, "latest")
    ('not known', 'not known')
    """
    return _READ[reading](book, target)


def _exact(book: Package, target: Grade) -> str:
    return _decide(target, target.outcome_value, slack=0)


def _wide(book: Package, target: Grade) -> str:
    return _decide(target, target.outcome_value, slack=2)


def _measured(book: Package, target: Grade) -> str:
    if target.evidence != "set phrase":
        return target.result
    value, period = _newest_measured(book, target)
    evidence = "measured" if period == target.target_period else "earlier year"
    return _decide(replace(target, evidence=evidence), value)


def _newest_measured(book: Package, target: Grade) -> tuple[float, str]:
    """Return the newest exact figure published since a target was set, and its period.

    It is printed or worked out; NaN and no period if there is none.
    """
    if target.key in book.calculations.index:
        rows = history(book, target.key, target.place)
        rows = rows[(rows.index <= target.year) & (rows.published > target.announced)]
        return (math.nan, "") if rows.empty else (float(rows.value.iloc[-1]), str(rows.index[-1]))
    found = newest_since(exact(book.vintages(target.key, target.place)), target.target)
    return (math.nan, "") if found is None else (found.value, found.period)


def _latest(book: Package, target: Grade) -> str:
    if target.evidence != "measured":
        return target.result
    prints = book.vintages(target.key, target.place)
    last = newest_print(prints[prints.period == target.target_period])
    return _decide(target, float(last.value.iloc[-1]))


def _one_basis(book: Package, target: Grade) -> str:
    return "not known" if target.basis_changed else target.result


_READ = {
    "exact": _exact,
    "wide": _wide,
    "measured": _measured,
    "latest": _latest,
    "one basis": _one_basis,
}


def _decide(target: Grade, value: float, slack: float = 1) -> str:
    """Return the result of a value, "about" being met from `slack` half units before the target."""
    if math.isnan(value) or target.evidence == "none":
        return "not known"
    higher = target.higher_is_better
    goal, comparator = target.value, target.comparator
    if comparator == "~":
        step = slack * tolerance(goal)
        goal, comparator = (goal - step if higher else goal + step), ">="
    reached = meets(value, comparator, goal, higher_is_better=higher)
    if target.evidence == "earlier year":
        return "passed early" if reached else "not known"
    return "met" if reached else "missed"
