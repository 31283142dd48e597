"""Grade official targets: where the indicator stood when they were set, and what came of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from goalcheck.data.comparators import meets
from goalcheck.data.package import Package
from goalcheck.data.periods import period_end
from goalcheck.data.records import Indicator, Outcome, Target, outcome_of
from goalcheck.data.vintages import first_phrase, first_print, known_by, newest_figure

# How many years before its announcement a target's required pace is compared with.
PAST_YEARS = 8

NOT_KNOWN = float("nan")

# Results of targets that were reached, in the target's year or before, and of those decided.
REACHED = ("met", "passed early")
DECIDED = (*REACHED, "missed")

# The columns of a table of grades.
COLUMNS = (
    "indicator place target_period comparator value announced source_id note name unit set_period "
    "set_value known_period known_value needed past outcome_period outcome_value outcome_source "
    "evidence basis_changed result"
).split()


@dataclass(frozen=True)
class Grade:
    """One official target: where the indicator stood when it was set, and what came of it.

    Attributes
    ----------
    target : Target
    indicator : Indicator
    start, known, outcome : Outcome or None
        The newest figure known on the day of the announcement, and on the day of the promise; the
        figure the target is graded on.
    evidence : str
        What the grade rests on: "measured", "years combined" (the mean growth of all years of the
        target period), "set phrase" (only a rounded or approximate figure), "earlier year" (nothing
        was published for the target period) or "none".
    result : str
        "met", "missed", "passed early" (an earlier period met the target) or "not known".
    needed, past : float
        Yearly change needed from the start on, and the mean of the years before, in the unit of the
        indicator; NaN if it cannot be said.
    basis_changed : bool
        The outcome stands on another basis than the figure known before.
    """

    target: Target
    indicator: Indicator
    start: Outcome | None
    known: Outcome | None
    outcome: Outcome | None
    evidence: str
    result: str
    needed: float
    past: float
    basis_changed: bool

    @property
    def key(self) -> str:
        """Key of the indicator."""
        return self.indicator.key

    @property
    def name(self) -> str:
        """Name of the indicator."""
        return self.indicator.name

    @property
    def unit(self) -> str:
        """Unit of the indicator, in which all its values are."""
        return self.indicator.unit

    @property
    def kind(self) -> str:
        """Kind of the indicator: level, share, growth, rank."""
        return self.indicator.kind

    @property
    def higher_is_better(self) -> bool:
        """False for ranks and other counts where less is more."""
        return self.indicator.higher_is_better

    @property
    def place(self) -> str:
        """Key of the place."""
        return self.target.place

    @property
    def value(self) -> float:
        """What was asked for."""
        return self.target.value

    @property
    def comparator(self) -> str:
        """How it was asked for: more than, at least, strive for, about."""
        return self.target.comparator

    @property
    def announced(self) -> pd.Timestamp:
        """Day it was announced."""
        return self.target.announced

    @property
    def target_period(self) -> str:
        """Year or span it is for."""
        return self.target.target_period

    @property
    def year(self) -> int:
        """Year it is for, or the last one of its span."""
        return self.target.year

    @property
    def source_id(self) -> str:
        """Source of the target."""
        return self.target.source_id

    @property
    def note(self) -> str:
        """Remark on the target."""
        return self.target.note

    @property
    def set_value(self) -> float:
        """Value on the day it was set, NaN if none was known."""
        return NOT_KNOWN if self.start is None else self.start.value

    @property
    def set_period(self) -> str:
        """Period of the value on the day it was set, empty if none was known."""
        return "" if self.start is None else self.start.period

    @property
    def known_value(self) -> float:
        """Value known on the day of the promise, NaN if none was."""
        return NOT_KNOWN if self.known is None else self.known.value

    @property
    def known_period(self) -> str:
        """Period of the value known on the day of the promise, empty if none was."""
        return "" if self.known is None else self.known.period

    @property
    def outcome_value(self) -> float:
        """Value it is graded on, NaN if there is none."""
        return NOT_KNOWN if self.outcome is None else self.outcome.value

    @property
    def outcome_period(self) -> str:
        """Period of the value it is graded on, empty if there is none."""
        return "" if self.outcome is None else self.outcome.period

    @property
    def outcome_source(self) -> str:
        """Source of the value it is graded on, empty if there is none."""
        return "" if self.outcome is None else self.outcome.source_id

    @property
    def reached(self) -> bool:
        """Whether it was reached, in its year or before."""
        return self.result in REACHED

    @property
    def decided(self) -> bool:
        """Whether something published decides it."""
        return self.result in DECIDED

    @property
    def source_ids(self) -> tuple[str, ...]:
        """Sources of the target and of its figures, each once."""
        figures = [one.source_id for one in (self.start, self.known, self.outcome) if one]
        return tuple(dict.fromkeys([self.source_id, *figures]))


def published_since(book: Package, grade: Grade) -> bool:
    """Tell whether the outcome of a target became public after the as-of date, or must have.

    Parameters
    ----------
    book : Package
    grade : Grade
        A source without a date tells nothing, then the period decides.

    Examples
    --------
    >>> [(one.key, published_since(book, one)) for one in grade_targets(book)]
    [('contract_turnover', True), ('research_share', True)]
    """
    if grade.outcome is None:
        return False
    if pd.isna(grade.outcome.published):
        return grade.outcome.end > f"{book.as_of:%Y-%m-%d}"
    return bool(grade.outcome.published > book.as_of)


def grade_targets(
    book: Package, place: str | None = None, *, target_year: int | None = None
) -> tuple[Grade, ...]:
    """Grade every official target of a place for a year.

    Parameters
    ----------
    book : Package
    place : str, optional
        The place that made the promise by default.
    target_year : int, optional
        The year of the promise by default; targets over a span that ends in it count too.

    Returns
    -------
    tuple of Grade
        Oldest announcement first.

    Raises
    ------
    UnknownKey
        If the package has no such place.

    Examples
    --------
    >>> contracts, share = grade_targets(book)
    >>> contracts.outcome.value, contracts.result, share.result
    (85.9, 'not known', 'passed early')
    """
    year = str(target_year or book.target_year)
    targets = book.targets(place=place or book.place)
    return tuple(_grade(book, one) for one in targets if one.target_period.endswith(year))


def table(grades: Iterable[Grade]) -> pd.DataFrame:
    """Return grades as a table, one row a target, the outcomes flat.

    Examples
    --------
    >>> table(grade_targets(book))[["indicator", "value", "outcome_value"]].to_numpy().tolist()
    [['contract_turnover', 90.0, 85.9], ['research_share', 6.0, 5.8]]
    """
    rows = [
        {name: getattr(one, name) for name in COLUMNS} | {"indicator": one.key} for one in grades
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def tally(results: Iterable[str]) -> dict[str, int]:
    """Count targets: all, reached (in the year or before), missed, not known.

    Examples
    --------
    >>> tally(["met", "missed", "passed early", "not known"])
    {'all': 4, 'reached': 2, 'missed': 1, 'not known': 1}
    """
    results = list(results)
    return {
        "all": len(results),
        "reached": sum(result in REACHED for result in results),
        "missed": results.count("missed"),
        "not known": results.count("not known"),
    }


def _grade(book: Package, target: Target) -> Grade:
    indicator = book.indicator(target.indicator)
    prints = book.vintages(target.indicator, target.place)
    start = newest_figure(known_by(prints, target.announced))
    known = newest_figure(known_by(prints, book.as_of))
    outcome, evidence = _outcome(target, prints, indicator.kind)
    needed, past = _pace(book, target, indicator, start)
    return Grade(
        target=target,
        indicator=indicator,
        start=start,
        known=known,
        outcome=outcome,
        evidence=evidence,
        result=result_of(outcome, evidence, target, higher_is_better=indicator.higher_is_better),
        needed=needed,
        past=past,
        basis_changed=not (outcome is None or known is None) and outcome.basis != known.basis,
    )


def _pace(
    book: Package, target: Target, indicator: Indicator, start: Outcome | None
) -> tuple[float, float]:
    """Return the yearly change the target needed, and that of the years before it."""
    if start is None or indicator.kind == "growth" or len(start.period) != 4:
        return NOT_KNOWN, NOT_KNOWN
    start_year, end_year = int(start.period), target.year
    if start_year >= end_year:
        return NOT_KNOWN, NOT_KNOWN
    before = book.yearly(
        target.indicator, target.place, as_of=target.announced, basis=start.basis
    ).value
    before = before[before.index >= start_year - PAST_YEARS]
    span = before.index[-1] - before.index[0]
    past = float((before.iloc[-1] - before.iloc[0]) / span) if span else NOT_KNOWN
    return (target.value - start.value) / (end_year - start_year), past


def _outcome(target: Target, prints: pd.DataFrame, kind: str) -> tuple[Outcome | None, str]:
    """Return the figure to grade on and what it rests on: the first exact print, or the best."""
    ended = prints[prints.period == target.target_period]
    exact = first_print(ended)
    if not exact.empty:
        return outcome_of(exact.iloc[0]), "measured"
    if not ended.empty:
        return first_phrase(ended), "set phrase"
    if kind == "growth" and len(target.target_period) == 9:
        combined = _combined(target, prints)
        return combined, "none" if combined is None else "years combined"
    row = newest_since(prints, target)
    return row, "none" if row is None else "earlier year"


def _combined(target: Target, prints: pd.DataFrame) -> Outcome | None:
    """Return the mean growth of all years of a span, None if one of them is missing."""
    first, last = (int(year) for year in target.target_period.split("-"))
    yearly = first_print(prints[prints.period.isin(map(str, range(first, last + 1)))])
    if len(yearly) <= last - first:
        return None
    mean = (np.prod(1 + yearly.value / 100) ** (1 / len(yearly)) - 1) * 100
    return replace(outcome_of(yearly.iloc[-1]), period=target.target_period, value=float(mean))


def newest_since(prints: pd.DataFrame, target: Target) -> Outcome | None:
    """Return the newest figure published after a target was set, of no later period than its own.

    Parameters
    ----------
    prints : DataFrame
        As `Package.vintages` returns them.
    target : Target

    Examples
    --------
    >>> target = book.targets("contract_turnover")[0]
    >>> newest_since(book.vintages("contract_turnover"), target).period
    '2023'
    """
    in_time = prints.period.map(period_end) <= period_end(target.target_period)
    return newest_figure(prints[in_time & (prints.published > target.announced)])


def result_of(
    outcome: Outcome | None, evidence: str, target: Target, *, higher_is_better: bool = True
) -> str:
    """Return what a figure makes of a target; one of an earlier year can pass it, but not miss it.

    Examples
    --------
    >>> contracts = grade_targets(book)[0]
    >>> result_of(contracts.outcome, "measured", contracts.target)
    'missed'
    >>> result_of(contracts.outcome, "earlier year", contracts.target)
    'not known'
    """
    if outcome is None:
        return "not known"
    reached = meets(
        outcome.value, target.comparator, target.value, higher_is_better=higher_is_better
    )
    if evidence == "earlier year":
        return "passed early" if reached else "not known"
    return "met" if reached else "missed"
