"""Every official target for the promised year: how hard it was, what was to be expected, what came.

The chapters, the title page and the downloads take the records from `scored`, or the table of them
from `scorecard`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from types import MappingProxyType

import pandas as pd

from goalcheck.data import comparators
from goalcheck.data.histories import history
from goalcheck.data.package import Package
from goalcheck.data.records import Target
from goalcheck.data.vintages import is_exact
from goalcheck.forecast.projection import ProjectionError, probability_of
from goalcheck.targets import grades
from goalcheck.targets.expected import TRACKERS, errors_for, headline, outlook_of
from goalcheck.targets.grades import Grade, grade_targets, published_since
from goalcheck.words.numbers import digits_of

# What makes two announcements one target.
PROMISE = ["place", "indicator", "target_period", "comparator", "value"]

REACHED_WHEN_SET = "reached when set"
SLOWER = "a slower pace was enough"
FASTER = "a faster pace was needed"
PACE_NOT_KNOWN = "past pace not known"
START_NOT_KNOWN = "start not found"
START_TOO_OLD = "start too old to compare"

AFTER_THE_ARTICLE = "announced after the article"

# The columns that `scorecard` adds to those of a table of grades.
ADDED = [
    "repeated", "place_name", "moved", "moved_to", "moved_on", "set_share", "known_share",
    "outcome_share", "hardness", "chance_when_set", "since", "reached_then", "projected",
    "lower_80", "upper_80", "probability", "reason", *TRACKERS,
]  # fmt: skip


@dataclass(frozen=True)
class Moved:
    """A later announcement that asked for less or for more: "lowered", "raised" or "" for none."""

    word: str = ""
    value: float = math.nan
    day: pd.Timestamp = pd.NaT


@dataclass(frozen=True)
class Expected:
    """What was to be expected of a target on the as-of date; NaN and a reason where nothing was."""

    projected: float = math.nan
    lower_80: float = math.nan
    upper_80: float = math.nan
    probability: float = math.nan
    reason: str = AFTER_THE_ARTICLE
    lights: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType(dict.fromkeys(TRACKERS, ""))
    )


@dataclass(frozen=True)
class Scored(Grade):
    """A graded target with how hard it was and what was to be expected of it.

    Attributes
    ----------
    place_name : str
    repeated : Timestamp
        Day of the newest announcement of the same target, NaT if there was one only.
    change : Moved
    expected : Expected
    hardness : str
        See `hardness`.
    chance_when_set : float
        See `chance_when_set`.
    since : bool
        The outcome was published after the as-of date.
    reached_then : bool
        The newest figure known on the as-of date met the target.
    set_share, known_share, outcome_share : float
        Values as shares of the target, see `share_of`.
    """

    place_name: str
    repeated: pd.Timestamp
    change: Moved
    expected: Expected
    hardness: str
    chance_when_set: float
    since: bool
    reached_then: bool
    set_share: float
    known_share: float
    outcome_share: float

    @property
    def grade(self) -> Grade:
        """The grade alone."""
        return Grade(**_parts(self))

    @property
    def moved(self) -> str:
        """Whether a later announcement "lowered" or "raised" it, empty if none did."""
        return self.change.word

    @property
    def moved_to(self) -> float:
        """What the later announcement asked for."""
        return self.change.value

    @property
    def moved_on(self) -> pd.Timestamp:
        """Day of the later announcement."""
        return self.change.day

    @property
    def projected(self) -> float:
        """Centre of the projection for its year, NaN if there is none."""
        return self.expected.projected

    @property
    def lower_80(self) -> float:
        """Lower end of the 80% interval."""
        return self.expected.lower_80

    @property
    def upper_80(self) -> float:
        """Upper end of the 80% interval."""
        return self.expected.upper_80

    @property
    def probability(self) -> float:
        """Chance of meeting it, as of the as-of date; NaN if there is none."""
        return self.expected.probability

    @property
    def reason(self) -> str:
        """Why there is no projection."""
        return self.expected.reason

    @property
    def lights(self) -> Mapping[str, str]:
        """Lights of the official methods by tracker."""
        return self.expected.lights


@lru_cache(maxsize=8)
def scored(book: Package) -> tuple[Scored, ...]:
    """Return every official target for the promised year.

    An announcement that only repeats an earlier one is not a new target. The place that made the
    promise comes first, then cities, then countries; within a place the oldest target first.

    Examples
    --------
    >>> contracts, share = scored(book)
    >>> contracts.hardness, contracts.result, share.reached_then
    ('start not found', 'below_target_earlier', True)
    """
    graded = [one for place in places(book) for one in grade_targets(book, place)]
    first: dict[tuple, Grade] = {}
    last: dict[tuple, pd.Timestamp] = {}
    for one in graded:
        promise = (one.place, one.key, one.target_period, one.comparator, one.value)
        first.setdefault(promise, one)
        last[promise] = max(one.announced, last.get(promise, one.announced))
    targets = book.targets()
    return tuple(_scored(book, one, last[key], targets) for key, one in first.items())


def scorecard(book: Package) -> pd.DataFrame:
    """Return the table of `scored`, one row a target, a fresh one for each who asks.

    Returns
    -------
    DataFrame
        The columns of `grades.table` and those of `ADDED`: the fields of `Scored`, flat.

    Examples
    --------
    >>> scorecard(book).set_index("indicator").result["research_share"]
    'below_target_earlier'
    """
    return table(scored(book))


def table(rows: Iterable[Scored]) -> pd.DataFrame:
    """Return scored targets as a table.

    Examples
    --------
    >>> table(scored(book)[:1])[["indicator", "eurostat"]].to_numpy().tolist()
    [['contract_turnover', 'on track']]
    """
    rows = list(rows)
    added = [
        {name: getattr(one, name) for name in ADDED if name not in TRACKERS} | dict(one.lights)
        for one in rows
    ]
    return pd.concat([grades.table(rows), pd.DataFrame(added, columns=ADDED)], axis=1)


def places(book: Package) -> list[str]:
    """Return the places with targets for the promised year: the promise's own, cities, countries.

    Examples
    --------
    >>> places(book)
    ['rivertown']
    """
    asked = {one.place for one in book.targets() if one.year == book.target_year}
    others = sorted(asked - {book.place})
    others.sort(key=lambda place: book.places.kind[place] == "country")
    return [book.place, *others]


def moved(target: Target, targets: Iterable[Target], *, higher_is_better: bool = True) -> Moved:
    """Tell whether a later announcement asked for less or for more of the same indicator.

    Only announcements before the end of the target's own year count. An equal value for a later
    year counts as lowered.

    Parameters
    ----------
    target : Target
    targets : iterable of Target
        All targets.
    higher_is_better : bool
        False for ranks and other counts where less is more.

    Examples
    --------
    >>> from dataclasses import replace
    >>> contracts = book.targets("contract_turnover")[0]
    >>> less = replace(contracts, value=80.0, announced=pd.Timestamp("2025-01-16"))
    >>> moved(contracts, [contracts, less]).word
    'lowered'
    """
    later = [
        one
        for one in targets
        if (one.indicator, one.place) == (target.indicator, target.place)
        and target.announced < one.announced <= pd.Timestamp(target.year, 12, 31)
        and len(one.target_period) == len(target.target_period)
    ]
    sign = 1 if higher_is_better else -1
    for new in sorted(later, key=lambda one: one.announced, reverse=True):
        change, years = sign * (new.value - target.value), new.year - target.year
        if years < 0 or (years > 0 and change > 0) or (years == 0 and change == 0):
            continue
        return Moved("raised" if change > 0 else "lowered", new.value, new.announced)
    return Moved()


def share_of(value: float, target: float, *, higher_is_better: bool = True) -> float:
    """Return a value as a share of its target: 1 is reached, NaN if it cannot be said.

    Examples
    --------
    >>> share_of(7500, 8000), share_of(8, 4, higher_is_better=False)
    (0.9375, 0.5)
    """
    above, below = (value, target) if higher_is_better else (target, value)
    return above / below if below else math.nan


def hardness(grade: Grade) -> str:
    """Say how hard a target was on the day it was set, by what was known that day.

    Returns
    -------
    str
        "reached when set" if the newest figure met it; else whether the yearly change it needed
        was smaller or larger than the mean yearly change of the years before; "past pace not
        known", "start not found" or "start too old to compare" where the figures do not bear it. A
        rounded start bears it only if all values it stands for give the same answer.

    Examples
    --------
    >>> from dataclasses import replace
    >>> contracts = grade_targets(book)[0]
    >>> hardness(contracts), hardness(replace(contracts, start=contracts.known, needed=2, past=5))
    ('start not found', 'a slower pace was enough')
    """
    if grade.start is None:
        return START_NOT_KNOWN
    if grade.stale:
        return START_TOO_OLD
    if _meets(grade, grade.start.value):
        return REACHED_WHEN_SET
    if math.isnan(grade.needed) or math.isnan(grade.past):
        return PACE_NOT_KNOWN
    sign = 1 if grade.higher_is_better else -1
    slack = 0.0
    if not is_exact(grade.start.quality):
        slack = half_a_unit(grade.start.value) / (grade.year - grade.start.year)
    said = {sign * (grade.needed + one) <= sign * grade.past for one in (-slack, slack)}
    if len(said) > 1:
        return PACE_NOT_KNOWN
    return SLOWER if said == {True} else FASTER


def half_a_unit(value: float) -> float:
    """Return half a unit of the last digit of a printed value.

    Examples
    --------
    >>> half_a_unit(16.0), round(half_a_unit(6.83), 3)
    (0.5, 0.005)
    """
    return 0.5 * 10.0 ** -digits_of(value)


def chance_when_set(book: Package, grade: Grade) -> float:
    """Return the probability of a target on the day it was set, by the book's own method.

    Only what was published by that day is projected. The errors that make the interval are those
    of the as-of date, a little more than was known.

    Returns
    -------
    float
        NaN where the series was too short, already reached the year or is a growth rate, or where
        the year was further ahead than the errors of the reference class reach.

    Examples
    --------
    >>> chance_when_set(book, grade_targets(book)[0])
    nan
    """
    if grade.kind == "growth":
        return math.nan
    method = headline(book)
    try:
        return probability_of(
            grade.value,
            grade.comparator,
            history(book, grade.key, grade.place, as_of=grade.announced),
            grade.year,
            errors_for(book, grade.key, method),
            higher_is_better=grade.higher_is_better,
            method=method,
            as_of=grade.announced,
        )
    except ProjectionError:
        return math.nan


def _scored(book: Package, grade: Grade, last: pd.Timestamp, targets: tuple[Target, ...]) -> Scored:
    higher = grade.higher_is_better
    set_share, known_share, outcome_share = (
        share_of(value, grade.value, higher_is_better=higher)
        for value in (grade.set_value, grade.known_value, grade.outcome_value)
    )
    # Of a growth rate only the outcome is a share: a year is no part of a mean of years.
    growth = grade.kind == "growth"
    return Scored(
        **_parts(grade),
        place_name=book.places.name[grade.place],
        repeated=last if last > grade.announced else pd.NaT,
        change=moved(grade.target, targets, higher_is_better=higher),
        expected=_expected(book, grade),
        hardness=hardness(grade),
        chance_when_set=chance_when_set(book, grade),
        since=published_since(book, grade),
        reached_then=_meets(grade, grade.known_value),
        set_share=math.nan if growth or grade.stale else set_share,
        known_share=math.nan if growth else known_share,
        outcome_share=outcome_share,
    )


def _meets(grade: Grade, value: float) -> bool:
    return comparators.meets(
        value, grade.comparator, grade.value, higher_is_better=grade.higher_is_better
    )


def _parts(grade: Grade) -> dict:
    """Return the fields of a grade by name."""
    return {part.name: getattr(grade, part.name) for part in fields(Grade)}


def _expected(book: Package, grade: Grade) -> Expected:
    """Return what was to be expected on the as-of date."""
    if grade.announced > book.as_of:
        return Expected()
    one = outlook_of(book, grade)
    lights = MappingProxyType({name: verdict.light for name, verdict in one.lights.items()})
    if one.forecast is None:
        return Expected(probability=one.probability, reason=one.reason, lights=lights)
    last = one.forecast.last
    return Expected(last.centre, last.lower_80, last.upper_80, one.probability, one.reason, lights)
