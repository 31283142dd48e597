"""Every official target for the promised year: how hard it was, what was to be expected, what came.

The chapters, the title page and the downloads take the table from `scorecard`.
"""

from __future__ import annotations

import math
from functools import lru_cache

import pandas as pd

from goalcheck.data.comparators import meets
from goalcheck.data.package import Package
from goalcheck.data.series import history
from goalcheck.forecast.projection import ProjectionError, probability_of
from goalcheck.targets.expected import TRACKERS, errors_for, headline, outlook_of
from goalcheck.targets.grades import grade_targets, published_since

# What makes two announcements one target.
PROMISE = ["place", "indicator", "target_period", "comparator", "value"]

REACHED_WHEN_SET = "reached when set"
SLOWER = "a slower pace was enough"
FASTER = "a faster pace was needed"
PACE_NOT_KNOWN = "past pace not known"
START_NOT_KNOWN = "start not found"

AFTER_THE_ARTICLE = "announced after the article"


@lru_cache(maxsize=8)
def scorecard(book: Package) -> pd.DataFrame:
    """Return every official target for the promised year, one row a target.

    An announcement that only repeats an earlier one is not a new row. The place that made the
    promise comes first, then cities, then countries; within a place the oldest target first.

    Returns
    -------
    DataFrame
        The columns of `grades.grade_targets` and `place_name`;
        `repeated` (day of the newest announcement of the same target, NaT if there was one only);
        `moved, moved_to, moved_on` ("lowered", "raised" or "": see `moved`);
        `set_share, known_share, outcome_share` (values as shares of the target, see `share_of`);
        `hardness` and `chance_when_set` (see there); `since` (the outcome was published after the as-of date);
        `projected, lower_80, upper_80, probability, reason` (why there is no projection) and the
        lights `eurostat, un, destatis, escap`, all as of the as-of date, and `reached_then` (the
        newest figure known on that day met the target).

    Examples
    --------
    >>> from goalcheck.data import package
    >>> card = scorecard(package.load())
    >>> contracts = card.set_index("indicator").loc["tech_contract_turnover"]
    >>> contracts.hardness, contracts.result
    ('a slower pace was enough', 'passed early')
    """
    graded = pd.concat([grade_targets(book, place) for place in places(book)], ignore_index=True)
    last = graded.groupby(PROMISE).announced.transform("max")
    graded = graded.assign(repeated=last.where(last > graded.announced))
    rows = graded.drop_duplicates(PROMISE).reset_index(drop=True)
    added = [_row(book, row) for _, row in rows.iterrows()]
    return pd.concat([rows, pd.DataFrame(added)], axis=1)


def places(book: Package) -> list[str]:
    """Return the places with targets for the promised year: the promise's own, cities, countries.

    Examples
    --------
    >>> from goalcheck.data import package
    >>> places(package.load())
    ['beijing', 'shanghai', 'shenzhen', 'china']
    """
    targets = book.targets()
    targets = targets[targets.target_period.str.endswith(str(book.target_year))]
    others = sorted(set(targets.place) - {book.place})
    others.sort(key=lambda place: book.places.kind[place] == "country")
    return [book.place, *others]


def moved(row: pd.Series, targets: pd.DataFrame, *, higher_is_better: bool = True) -> dict:
    """Tell whether a later announcement asked for less or for more of the same indicator.

    Only announcements before the end of the target's own year count. An equal value for a later
    year counts as lowered.

    Parameters
    ----------
    row : Series
        A target with `indicator, place, target_period, value, announced`.
    targets : DataFrame
        All targets in the same columns.
    higher_is_better : bool
        False for ranks and other counts where less is more.

    Returns
    -------
    dict
        `moved` ("lowered", "raised" or ""), `moved_to` (value), `moved_on` (day).

    Examples
    --------
    >>> targets = pd.DataFrame({"indicator": "a", "place": "p", "target_period": "2025",
    ...                         "value": [50.0, 45.0],
    ...                         "announced": pd.to_datetime(["2021-12-31", "2025-01-16"])})
    >>> moved(targets.iloc[0], targets)["moved"]
    'lowered'
    """
    year = int(row.target_period[-4:])
    later = targets[
        (targets.indicator == row.indicator)
        & (targets.place == row.place)
        & (targets.announced > row.announced)
        & (targets.announced <= pd.Timestamp(year, 12, 31))
        & (targets.target_period.str.len() == len(row.target_period))
    ]
    sign = 1 if higher_is_better else -1
    for _, new in later.sort_values("announced", ascending=False).iterrows():
        change, years = sign * (new.value - row.value), int(new.target_period[-4:]) - year
        if years < 0 or (years > 0 and change > 0) or (years == 0 and change == 0):
            continue
        word = "raised" if change > 0 else "lowered"
        return {"moved": word, "moved_to": new.value, "moved_on": new.announced}
    return {"moved": "", "moved_to": math.nan, "moved_on": pd.NaT}


def share_of(value: float, target: float, *, higher_is_better: bool = True) -> float:
    """Return a value as a share of its target: 1 is reached, NaN if it cannot be said.

    Examples
    --------
    >>> share_of(7500, 8000), share_of(8, 4, higher_is_better=False)
    (0.9375, 0.5)
    """
    above, below = (value, target) if higher_is_better else (target, value)
    return above / below if below else math.nan


def hardness(row: pd.Series, *, higher_is_better: bool = True) -> str:
    """Say how hard a target was on the day it was set, by what was known that day.

    Returns
    -------
    str
        "reached when set" if the newest figure met it; else whether the yearly change it needed
        was smaller or larger than the mean yearly change of the years before; "past pace not
        known" or "start not found" where the figures are missing.

    Examples
    --------
    >>> hardness(pd.Series(dict(set_value=15.0, needed=0.3, past=0.5, comparator="~", value=17.0)))
    'a slower pace was enough'
    """
    if math.isnan(row.set_value):
        return START_NOT_KNOWN
    if meets(row.set_value, row.comparator, row.value, higher_is_better=higher_is_better):
        return REACHED_WHEN_SET
    if math.isnan(row.needed) or math.isnan(row.past):
        return PACE_NOT_KNOWN
    sign = 1 if higher_is_better else -1
    return SLOWER if sign * row.needed <= sign * row.past else FASTER


def chance_when_set(book: Package, row: pd.Series) -> float:
    """Return the probability of a target on the day it was set, by the book's own method.

    Only what was published by that day is projected. The errors that make the interval are those
    of the as-of date, a little more than was known.

    Parameters
    ----------
    book : Package
    row : Series
        A row of `grades.grade_targets`.

    Returns
    -------
    float
        NaN where the series was too short, already reached the year or is a growth rate, or where
        the year was further ahead than the errors of the reference class reach.

    Examples
    --------
    >>> from goalcheck.data import package
    >>> book = package.load()
    >>> graded = grade_targets(book).set_index("indicator", drop=False)
    >>> 0.5 < chance_when_set(book, graded.loc["tech_contract_turnover"]) < 1
    True
    """
    if book.indicators.kind[row.indicator] == "growth":
        return math.nan
    method = headline(book)
    try:
        return probability_of(
            row.value,
            row.comparator,
            history(book, row.indicator, row.place, as_of=row.announced),
            int(row.target_period[-4:]),
            errors_for(book, row.indicator, method),
            higher_is_better=book.indicators.higher_is_better[row.indicator] == "yes",
            method=method,
            as_of=row.announced,
        )
    except ProjectionError:
        return math.nan


def _row(book: Package, row: pd.Series) -> dict:
    higher = book.indicators.higher_is_better[row.indicator] == "yes"
    reached = meets(row.known_value, row.comparator, row.value, higher_is_better=higher)
    return {
        "place_name": book.places.name[row.place],
        **moved(row, book.target_rows, higher_is_better=higher),
        **_shares(book, row, higher),
        "hardness": hardness(row, higher_is_better=higher),
        "chance_when_set": chance_when_set(book, row),
        "since": published_since(book, row),
        "reached_then": reached,
        **_expected(book, row),
    }


def _shares(book: Package, row: pd.Series, higher: bool) -> dict[str, float]:
    """Return how far each value is; of a growth rate only the outcome is, a year is no part of it."""
    shares = {
        f"{when}_share": share_of(row[f"{when}_value"], row.value, higher_is_better=higher)
        for when in ("set", "known", "outcome")
    }
    if book.indicators.kind[row.indicator] == "growth":
        shares |= {"set_share": math.nan, "known_share": math.nan}
    return shares


def _expected(book: Package, row: pd.Series) -> dict:
    """Return what was to be expected on the as-of date, flat."""
    projected = {"projected": math.nan, "lower_80": math.nan, "upper_80": math.nan}
    if row.announced > book.as_of:
        lights = dict.fromkeys(TRACKERS, "")
        return projected | {"probability": math.nan, "reason": AFTER_THE_ARTICLE} | lights
    one = outlook_of(book, row)
    if one.projection is not None:
        last = one.projection.iloc[-1]
        projected = {"projected": last.centre, "lower_80": last.lower_80, "upper_80": last.upper_80}
    lights = {name: verdict.light for name, verdict in one.lights.items()}
    return projected | {"probability": one.probability, "reason": one.reason} | lights
