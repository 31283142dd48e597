"""Grade official targets: where the indicator stood when they were set, and what came of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from goalcheck.data.comparators import meets
from goalcheck.data.package import Package
from goalcheck.data.periods import period_end
from goalcheck.data.vintages import INEXACT, newest

# How many years before its announcement a target's required pace is compared with.
PAST_YEARS = 8

NOT_KNOWN = float("nan")

# Results of targets that were reached, in the target's year or before.
REACHED = ("met", "passed early")


def published_since(book: Package, grade: pd.Series) -> bool:
    """Tell whether the outcome of a target became public after the as-of date, or must have.

    Parameters
    ----------
    book : Package
    grade : Series
        A row of `grade_targets`; a source without a date tells nothing, then the period decides.

    Examples
    --------
    >>> from goalcheck.data import package
    >>> book = package.load()
    >>> graded = grade_targets(book).set_index("indicator")
    >>> literacy, clusters = "science_literacy_share", "trillion_yuan_industry_clusters"
    >>> published_since(book, graded.loc[literacy]), published_since(book, graded.loc[clusters])
    (False, True)
    """
    sources = book.rows("sources", filter(None, [grade.outcome_source]))
    published = sources.published_day.iloc[0] if len(sources) else pd.NaT
    if pd.isna(published):
        period = grade.outcome_period
        return bool(period) and period_end(period) > f"{book.as_of:%Y-%m-%d}"
    return bool(published > book.as_of)


def grade_targets(
    book: Package, place: str | None = None, *, target_year: int | None = None
) -> pd.DataFrame:
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
    DataFrame
        One row a target, oldest first: the columns of `Package.targets` and `name`, `unit`;
        `set_period, set_value` (newest figure known on the day of the announcement) and
        `known_period, known_value` (on the day of the promise); `needed` and `past` (yearly
        change needed from then on, and the mean of the years before); `outcome_period,
        outcome_value, outcome_source, evidence, basis_changed` and `result`. `evidence` is
        "measured", "years combined" (the mean growth of all years of the target period),
        "set phrase" (only a rounded or approximate figure), "earlier year" (nothing was published
        for the target period) or "none"; `basis_changed` tells that the outcome stands on another
        basis than the figure known before; `result` is "met", "missed", "passed early" (an earlier
        period met the target) or "not known".

    Raises
    ------
    UnknownKey
        If the package has no such place.

    Examples
    --------
    >>> from goalcheck.data import package
    >>> graded = grade_targets(package.load()).set_index("indicator")
    >>> graded.result["tech_contract_turnover"]
    'passed early'
    """
    place = place or book.place
    year = str(target_year or book.target_year)
    targets = book.targets(place=place)
    targets = targets[targets.target_period.str.endswith(year)]
    graded = [_grade(book, target) for _, target in targets.iterrows()]
    names = book.indicators.loc[targets.indicator, ["name", "unit"]].reset_index(drop=True)
    return pd.concat([targets.reset_index(drop=True), names, pd.DataFrame(graded)], axis=1)


def tally(results: pd.Series) -> dict[str, int]:
    """Count targets: all, reached (in the year or before), missed, not known.

    Examples
    --------
    >>> tally(pd.Series(["met", "missed", "passed early", "not known"]))
    {'all': 4, 'reached': 2, 'missed': 1, 'not known': 1}
    """
    return {
        "all": len(results),
        "reached": int(results.isin(REACHED).sum()),
        "missed": int((results == "missed").sum()),
        "not known": int((results == "not known").sum()),
    }


def _grade(book: Package, target: pd.Series) -> dict:
    series = book.vintages(target.indicator, target.place)
    when_set = newest(series[series.published <= target.announced])
    known = newest(series[series.published <= book.as_of])
    higher = book.indicators.higher_is_better[target.indicator] == "yes"
    outcome, evidence = _outcome(target, series, book.indicators.kind[target.indicator])
    return {
        "set_period": "" if when_set is None else when_set.period,
        "set_value": NOT_KNOWN if when_set is None else when_set.value,
        "known_period": "" if known is None else known.period,
        "known_value": NOT_KNOWN if known is None else known.value,
        **_pace(book, target, when_set),
        "outcome_period": "" if outcome is None else outcome.period,
        "outcome_value": NOT_KNOWN if outcome is None else outcome.value,
        "outcome_source": "" if outcome is None else outcome.source_id,
        "evidence": evidence,
        "basis_changed": not (outcome is None or known is None) and outcome.basis != known.basis,
        "result": _result(outcome, evidence, target, higher),
    }


def _pace(book: Package, target: pd.Series, start: pd.Series | None) -> dict:
    """Compare the yearly change the target needed with that of the years before it."""
    kind = book.indicators.kind[target.indicator]
    if start is None or kind == "growth" or len(start.period) != 4:
        return {"needed": NOT_KNOWN, "past": NOT_KNOWN}
    start_year, end_year = int(start.period), int(target.target_period[-4:])
    if start_year >= end_year:
        return {"needed": NOT_KNOWN, "past": NOT_KNOWN}
    before = book.yearly(
        target.indicator, target.place, as_of=target.announced, basis=start.basis
    ).value
    before = before[before.index >= start_year - PAST_YEARS]
    span = before.index[-1] - before.index[0]
    past = (before.iloc[-1] - before.iloc[0]) / span if span else NOT_KNOWN
    return {"needed": (target.value - start.value) / (end_year - start_year), "past": past}


def _outcome(target: pd.Series, series: pd.DataFrame, kind: str) -> tuple[pd.Series | None, str]:
    """Return the figure to grade on and what it rests on: the first exact print, or the best."""
    ended = series[series.period == target.target_period]
    exact = _first_prints(ended)
    if not exact.empty:
        return exact.iloc[0], "measured"
    if not ended.empty:
        # The first print; "more than" gives only a bound, so it comes last.
        bound = ended.assign(bound=ended.quality == "at_least")
        return bound.sort_values(["bound", "published"], kind="stable").iloc[0], "set phrase"
    if kind == "growth" and len(target.target_period) == 9:
        first, last = (int(year) for year in target.target_period.split("-"))
        yearly = _first_prints(series[series.period.isin(map(str, range(first, last + 1)))])
        if len(yearly) == last - first + 1:
            mean = (np.prod(1 + yearly.value / 100) ** (1 / len(yearly)) - 1) * 100
            combined = yearly.iloc[-1].copy()
            combined["period"], combined["value"] = target.target_period, mean
            return combined, "years combined"
        return None, "none"
    row = newest_since(series, target)
    return row, "none" if row is None else "earlier year"


def newest_since(series: pd.DataFrame, target: pd.Series) -> pd.Series | None:
    """Return the newest figure published after a target was set, of no later period than its own.

    Parameters
    ----------
    series : DataFrame
        Publications as `Package.vintages` returns them.
    target : Series
        A target with `target_period` and `announced`.

    Returns
    -------
    Series or None
        As `newest`.

    Examples
    --------
    >>> from goalcheck.data import package
    >>> book = package.load()
    >>> target = book.targets("tech_contract_turnover", "beijing").iloc[0]
    >>> newest_since(book.vintages("tech_contract_turnover"), target).period >= "2024"
    True
    """
    in_time = series.period.map(period_end) <= period_end(target.target_period)
    return newest(series[in_time & (series.published > target.announced)])


def _first_prints(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep the first exact publication of each period."""
    exact = rows[~rows.quality.isin(INEXACT)]
    exact = exact.sort_values(["period", "published"], na_position="last", kind="stable")
    return exact.drop_duplicates("period")


def _result(outcome: pd.Series | None, evidence: str, target: pd.Series, higher: bool) -> str:
    if outcome is None:
        return "not known"
    reached = meets(outcome.value, target.comparator, target.value, higher_is_better=higher)
    if evidence == "earlier year":
        return "passed early" if reached else "not known"
    return "met" if reached else "missed"
