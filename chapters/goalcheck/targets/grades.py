"""Grade official targets: where the indicator stood when they were set, and what came of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from goalcheck.data.histories import WORKED_OUT, history, worked_out_prints
from goalcheck.data.package import Package
from goalcheck.data.periods import years_of
from goalcheck.data.records import Indicator, Outcome, Target
from goalcheck.data.vintages import exact, known_by, newest_figure
from goalcheck.targets.ladder import judge
from goalcheck.targets.results import DECIDED, NOT_DECIDED, NOT_REACHED, REACHED, result_words

# How many years before its announcement a target's required pace is compared with.
PAST_YEARS = 8
# A starting point that ended longer before is too old to compare a target with.
STALE_AFTER = pd.DateOffset(years=2)

NOT_KNOWN = float("nan")

# The columns of a table of grades.
COLUMNS = (
    "indicator place target_period comparator value announced source_id note name unit set_period "
    "set_value known_period known_value needed past outcome_period outcome_value outcome_source "
    "evidence basis_changed result words"
).split()


@dataclass(frozen=True)
class Grade:
    """One official target: where the indicator stood when it was set, and what came of it.

    Attributes
    ----------
    target : Target
    indicator : Indicator
    start, known, outcome : Outcome or None
        Where it stood on the day of the announcement (see `starting_point`); the newest figure known
        on the day of the promise; the figure the target is graded on.
    evidence, result : str
        What the grade rests on and the grade: a rung of the ladder of `targets/ladder.py` and one of
        `results.RESULTS`.
    decided_by : tuple of str
        Sources of the figures that the grade rests on.
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
    decided_by: tuple[str, ...]
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
    def words(self) -> str:
        """What a page calls the result."""
        return result_words(
            self.result, self.outcome_period, higher_is_better=self.higher_is_better
        )

    @property
    def stale(self) -> bool:
        """Whether the starting point was too old on the day it was set to be compared with it."""
        return self.start is not None and is_stale(self.start, self.announced)

    @property
    def reached(self) -> bool:
        """Whether its newest figure is at the target."""
        return self.result in REACHED

    @property
    def decided(self) -> bool:
        """Whether something published decides it."""
        return self.result in DECIDED

    @property
    def source_ids(self) -> tuple[str, ...]:
        """Sources of the target and of its figures, each once."""
        figures = [one.source_id for one in (self.start, self.known, self.outcome) if one]
        return tuple(dict.fromkeys([self.source_id, *figures, *self.decided_by]))


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
    (85.9, 'below_target_earlier', 'below_target_earlier')
    """
    year = str(target_year or book.target_year)
    targets = book.targets(place=place or book.place)
    return tuple(grade(book, one) for one in targets if str(one.year) == year)


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
    """Count targets: all; in their newest figure at the target, or not; not decided.

    Examples
    --------
    >>> tally(["met", "probably_missed", "at_target_earlier", "not_decided"])
    {'all': 4, 'reached': 2, 'missed': 1, 'not decided': 1}
    """
    results = list(results)
    return {
        "all": len(results),
        "reached": sum(result in REACHED for result in results),
        "missed": sum(result in NOT_REACHED for result in results),
        "not decided": results.count(NOT_DECIDED),
    }


def starting_point(book: Package, target: Target) -> Outcome | None:
    """Return where an indicator stood on the day its target was announced, None if nothing was known.

    The newest exact figure known that day, printed or worked out; the newest rounded one only where
    there is none that is not too old.

    Examples
    --------
    >>> starting_point(book, book.targets("contract_turnover")[0]) is None
    True
    """
    said = known_by(book.vintages(target.indicator, target.place), target.announced)
    years = worked_out_prints(book, target.indicator, target.place, as_of=target.announced)
    printed = exact(said)
    firm = (
        pd.concat([printed[~printed.period.isin(years.period)], years]) if len(years) else printed
    )
    found = newest_figure(firm)
    if found is not None and not is_stale(found, target.announced):
        return found
    rounded = newest_figure(said)
    return rounded if found is None or rounded is None or rounded.end > found.end else found


def is_stale(figure: Outcome, day: pd.Timestamp) -> bool:
    """Tell whether a figure was older on a day than two years, counted from the end of its period.

    Examples
    --------
    >>> figure = newest_figure(book.vintages("contract_turnover"))
    >>> is_stale(figure, pd.Timestamp("2025-12-31")), is_stale(figure, pd.Timestamp("2026-01-01"))
    (False, True)
    """
    return pd.Timestamp(figure.end) < day - STALE_AFTER


def grade(book: Package, target: Target) -> Grade:
    """Grade one target by what was published of its indicator.

    Examples
    --------
    >>> grade(book, book.targets("contract_turnover")[0]).result
    'below_target_earlier'
    """
    indicator = book.indicator(target.indicator)
    prints = book.vintages(target.indicator, target.place)
    start = starting_point(book, target)
    known = newest_figure(known_by(prints, book.as_of))
    judged = judge(book, target, prints)
    needed, past = _pace(book, target, indicator, start)
    return Grade(
        target=target,
        indicator=indicator,
        start=start,
        known=known,
        outcome=judged.outcome,
        evidence=judged.evidence,
        result=judged.result,
        decided_by=judged.source_ids,
        needed=needed,
        past=past,
        basis_changed=_changed(known, judged.outcome),
    )


def _changed(known: Outcome | None, outcome: Outcome | None) -> bool:
    """Tell whether an outcome stands on another basis; one that was worked out has none of its own."""
    if known is None or outcome is None or outcome.basis == WORKED_OUT:
        return False
    return outcome.basis != known.basis


def _pace(
    book: Package, target: Target, indicator: Indicator, start: Outcome | None
) -> tuple[float, float]:
    """Return the yearly change the target needed, and that of the years before it."""
    if start is None or is_stale(start, target.announced) or indicator.kind == "growth":
        return NOT_KNOWN, NOT_KNOWN
    if target.aggregation not in ("level", "by_any_year") or len(years_of(start.period)) != 1:
        return NOT_KNOWN, NOT_KNOWN
    start_year, end_year = start.year, target.year
    if start_year >= end_year:
        return NOT_KNOWN, NOT_KNOWN
    place, day = target.place, target.announced
    if start.basis == WORKED_OUT:
        before = history(book, target.indicator, place, as_of=day).value
    else:
        before = book.yearly(target.indicator, place, as_of=day, basis=start.basis).value
    before = before[(before.index >= start_year - PAST_YEARS) & (before.index <= start_year)]
    span = before.index[-1] - before.index[0] if len(before) else 0
    past = float((before.iloc[-1] - before.iloc[0]) / span) if span else NOT_KNOWN
    return (target.value - start.value) / (end_year - start_year), past
