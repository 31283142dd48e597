"""Would another choice give another verdict? Methods, windows and readings beside the book's own."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import pandas as pd

from goalcheck.data.comparators import tolerance
from goalcheck.data.package import Package
from goalcheck.data.records import Target
from goalcheck.data.vintages import exact, is_exact, newest_print
from goalcheck.forecast.projection import METHODS, WINDOW, ProjectionError, probability_of, project
from goalcheck.targets.expected import errors_for, headline, outlook_of
from goalcheck.targets.grades import Grade, tally
from goalcheck.targets.ladder import NONE, PHRASE, Judged, judge
from goalcheck.targets.pass_marks import plan_scored
from goalcheck.targets.results import NOT_DECIDED, result_words
from goalcheck.targets.scorecard import Scored, scored

# Windows tried beside the book's own.
WINDOWS = (5, 10)

# The columns of an empty table are those of a full one.
LABELS = ["place", "place_name", "indicator", "name", "result", "words"]
VARIANT = ["variant", "kind", "projected", "probability"]


def other_choices(book: Package) -> pd.DataFrame:
    """Return the probability of each projected target by every method, and by other windows.

    Returns
    -------
    DataFrame
        Columns `place, place_name, indicator, name, result, words, variant, kind, projected,
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
    "wide": "“about” allows six percent less",
    "measured": "only measured figures count",
    "loose": "a rounded figure counts as the same phrase",
    "latest": "the latest print counts",
    "one basis": "only the basis known before counts",
}


@dataclass(frozen=True)
class Change:
    """A target whose result another reading changes: a key of `READINGS`, and the result then.

    `then` is the code of the result, `words` what a page calls it.
    """

    target: Scored
    reading: str
    then: str
    words: str


def changes(book: Package) -> tuple[Change, ...]:
    """Return the results that change with another reading, one for each target and reading.

    Examples
    --------
    >>> [(one.target.key, one.reading, one.then) for one in changes(book)]
    [('research_share', 'wide', 'at_target_earlier'), ('research_share', 'one basis', 'not_decided')]
    """
    found = (
        (target, reading, judged_under(book, target, reading))
        for target in scored(book)
        for reading in READINGS
    )
    return tuple(
        Change(target, reading, then.result, _words(target, then))
        for target, reading, then in found
        if then.result != target.result
    )


def _words(target: Grade, then: Judged) -> str:
    period = "" if then.outcome is None else then.outcome.period
    return result_words(then.result, period, higher_is_better=target.higher_is_better)


def plan_under(book: Package) -> pd.DataFrame:
    """Return how the numbers of the core plan are counted by each reading, the book's own first.

    Returns
    -------
    DataFrame
        Columns `reading, words` and the counts of `grades.tally`: `all, reached, missed, not
        decided`; `changed` names the targets of another result.

    Examples
    --------
    >>> plan_under(book)[["reading", "missed"]].head(2).to_numpy().tolist()
    [['', 2], ['exact', 2]]
    """
    plan = plan_scored(book)
    own = [one.result for one in plan]
    rows = [{"reading": "", "words": "as graded here", "changed": [], **tally(own)}]
    for reading, words in READINGS.items():
        then = [result_under(book, one, reading) for one in plan]
        changed = [one.name for one, new in zip(plan, then, strict=True) if new != one.result]
        rows.append({"reading": reading, "words": words, "changed": changed, **tally(then)})
    return pd.DataFrame(rows)


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
    ('below_target_earlier', 'below_target_earlier')
    """
    return judged_under(book, target, reading).result


def judged_under(book: Package, target: Grade, reading: str) -> Judged:
    """Return the outcome of a target as another reading finds it; parameters as in `result_under`."""
    return _READ[reading](book, target)


def _exact(book: Package, target: Grade) -> Judged:
    return judge(book, _asking(target, slack=0), _prints(book, target))


def _wide(book: Package, target: Grade) -> Judged:
    return judge(book, _asking(target, slack=2), _prints(book, target))


def _measured(book: Package, target: Grade) -> Judged:
    return judge(book, target.target, exact(_prints(book, target)))


def _loose(book: Package, target: Grade) -> Judged:
    rows = _prints(book, target)
    if target.evidence == PHRASE:
        rows = rows.assign(quality=rows.quality.replace("rounded", "approximate"))
    return judge(book, target.target, rows)


def _latest(book: Package, target: Grade) -> Judged:
    rows = _prints(book, target)
    last = newest_print(rows)
    return judge(book, target.target, pd.concat([last, rows[~rows.quality.map(is_exact)]]))


def _one_basis(book: Package, target: Grade) -> Judged:
    if target.basis_changed:
        return Judged(None, NONE, NOT_DECIDED)
    return judge(book, target.target, _prints(book, target))


_READ = {
    "exact": _exact,
    "wide": _wide,
    "measured": _measured,
    "loose": _loose,
    "latest": _latest,
    "one basis": _one_basis,
}


def _prints(book: Package, target: Grade) -> pd.DataFrame:
    return book.vintages(target.key, target.place)


def _asking(target: Grade, slack: float) -> Target:
    """Return a target that is met from `slack` tolerances before it, if it asks for "about"."""
    asked = target.target
    if asked.comparator != "~":
        return asked
    step = slack * tolerance(asked.value)
    if target.higher_is_better:
        return replace(asked, comparator=">=", value=asked.value - step)
    return replace(asked, comparator="<=", value=asked.value + step)
