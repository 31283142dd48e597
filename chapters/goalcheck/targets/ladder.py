"""What counts as the outcome of a target, and how firmly it decides: a ladder, first rung that holds.

1. measured      an exact figure for the period of the target: its first print.
2. worked out    from the exact figures of all its years, or of its base and its end.
3. bound         an inequality decides: a sum that is over its cap already, “more than 300”, a row of
                 `bounds.csv`.
4. phrase        a round phrase of officials, read as the interval of values it may stand for.
5. earlier       only an earlier year is known: at the target then, or not.
6. none          nothing.

`docs/grading.md` has the table with an example of each; a test goes through it row by row.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pandas as pd

from goalcheck.data.comparators import MORE_IS_BETTER, meets, tolerance
from goalcheck.data.histories import worked_out_prints
from goalcheck.data.package import Package
from goalcheck.data.periods import period_end, years_of
from goalcheck.data.records import Indicator, Outcome, Target, outcome_of
from goalcheck.data.vintages import exact, first_phrase, first_print, in_order, newest_figure
from goalcheck.targets.results import (
    AT_TARGET_EARLIER,
    BELOW_TARGET_EARLIER,
    MET,
    MISSED,
    NOT_DECIDED,
    PROBABLY_MET,
    PROBABLY_MISSED,
)
from goalcheck.words.numbers import digits_of

MEASURED, WORKED_OUT, BOUND, PHRASE, EARLIER, NONE = (
    "measured", "worked out", "bound", "phrase", "earlier", "none",
)  # fmt: skip


@dataclass(frozen=True)
class Judged:
    """The outcome of a target, the rung it stands on, and what follows.

    Attributes
    ----------
    outcome : Outcome or None
        The figure that decides; worked-out ones carry the sources of their parts in `source_ids`.
    evidence, result : str
        A rung, and one of `results.RESULTS`.
    low, high : float
        What the true value may be, in the unit of the target; equal for an exact figure.
    source_ids : tuple of str
        Of all figures behind it.
    """

    outcome: Outcome | None
    evidence: str
    result: str
    low: float = math.nan
    high: float = math.nan
    source_ids: tuple[str, ...] = ()


def judge(book: Package, target: Target, rows: pd.DataFrame | None = None) -> Judged:
    """Find what came of a target: the first rung of the ladder that holds.

    Parameters
    ----------
    book : Package
    target : Target
    rows : DataFrame, optional
        The publications that count, as `Package.vintages` returns them; all of the indicator and
        place by default.

    Returns
    -------
    Judged

    Examples
    --------
    >>> from goalcheck.data.records import target_of
    >>> target = target_of(book.target_rows.iloc[0].to_dict())
    >>> judge(book, target).evidence in ("measured", "earlier", "none")
    True
    """
    if rows is None:
        rows = book.vintages(target.indicator, target.place)
    indicator = book.indicator(target.indicator)
    if indicator.kind == "growth" and len(years_of(target.target_period)) > 1:
        # A rate for several years is their mean, whether the table says so or not.
        target = replace(target, aggregation="mean_growth")
    for rung in RUNGS:
        found = rung(book, target, indicator, rows)
        if found is not None:
            return found
    return Judged(None, NONE, NOT_DECIDED)


def fits(target: Target, indicator: Indicator, value: float) -> bool:
    """Tell whether a value meets a target, in the direction of its indicator."""
    more = MORE_IS_BETTER.get(target.comparator, indicator.higher_is_better)
    return meets(value, target.comparator, target.value, higher_is_better=more)


# --- the rungs --------------------------------------------------------------------------------------


def _measured(
    book: Package, target: Target, indicator: Indicator, rows: pd.DataFrame
) -> Judged | None:
    """An exact figure for the period itself, in the terms of the target."""
    if target.aggregation in ("change", "change_percent"):
        return None
    ended = first_print(_of_period(rows, target))
    if target.aggregation in ("sum", "mean", "mean_growth"):
        # A year is never compared with a span: only a printed figure of the span itself counts.
        ended = ended[ended.period == target.target_period]
    if target.aggregation == "by_any_year":
        return _by_any_year(target, indicator, rows)
    if ended.empty:
        return None
    return _decided(target, indicator, outcome_of(ended.iloc[-1]), MEASURED)


def _by_any_year(target: Target, indicator: Indicator, rows: pd.DataFrame) -> Judged | None:
    """A level that any year up to the end of the period may reach, once and for all."""
    since = first_print(rows[rows.period.map(period_end) <= period_end(target.target_period)])
    reached = since[[fits(target, indicator, value) for value in since.value]]
    if not reached.empty:
        return _decided(target, indicator, outcome_of(reached.iloc[0]), MEASURED)
    last = since[since.period == target.target_period]
    if last.empty:
        return None
    return _decided(target, indicator, outcome_of(last.iloc[0]), MEASURED)


def _worked_out(
    book: Package, target: Target, indicator: Indicator, rows: pd.DataFrame
) -> Judged | None:
    """The sum, mean or growth of all years of the period, or the change from its base to its end."""
    if target.aggregation in ("change", "change_percent"):
        return _changed(target, indicator, rows, target.target_period, WORKED_OUT)
    if target.aggregation == "level" and target.indicator in book.calculations.index:
        return _calculated(book, target, indicator)
    if target.aggregation not in ("sum", "mean", "mean_growth"):
        return None
    wanted = years_of(target.target_period)
    yearly = _one_basis(rows, wanted)
    if target.aggregation == "mean_growth" and indicator.kind != "growth":
        before = str(int(wanted[0]) - 1)
        ends = _one_basis(rows, (before, wanted[-1]))
        if len(ends) < 2:
            return None
        first, last = ends.set_index("period").value[[before, wanted[-1]]]
        growth = 100 * ((last / first) ** (1 / len(wanted)) - 1)
        return _combined(target, indicator, ends, growth)
    if len(yearly) < len(wanted):
        return None
    values = yearly.value
    combined = {
        "sum": values.sum(),
        "mean": values.mean(),
        "mean_growth": 100 * (math.prod(1 + values / 100) ** (1 / len(values)) - 1),
    }
    return _combined(target, indicator, yearly, combined[target.aggregation])


def _calculated(book: Package, target: Target, indicator: Indicator) -> Judged | None:
    """A quotient of `calculations.csv`, of the year itself."""
    years = worked_out_prints(book, target.indicator, target.place)
    mine = years[years.period == target.target_period]
    return None if mine.empty else _combined(target, indicator, mine, float(mine.value.iloc[0]))


def _bound(
    book: Package, target: Target, indicator: Indicator, rows: pd.DataFrame
) -> Judged | None:
    """An inequality that decides, whatever the exact figure is."""
    for low, high, parts in _bounds(book, target, indicator, rows):
        verdict = _between(target, indicator, low, high)
        if verdict in (MET, MISSED):
            outcome = _bounded(parts.iloc[-1], target.target_period, low, high)
            return Judged(outcome, BOUND, verdict, low, high, tuple(dict.fromkeys(parts.source_id)))
    return None


def _bounds(
    book: Package, target: Target, indicator: Indicator, rows: pd.DataFrame
) -> Iterator[tuple[float, float, pd.DataFrame]]:
    """Yield what is known of the least and the most that the value can be, and the figures behind."""
    if target.aggregation == "sum" and indicator.lower_bound >= 0:
        yearly = _one_basis(rows, years_of(target.target_period))
        if len(yearly):
            yield float(yearly.value.sum()), math.inf, yearly
    if target.aggregation in ("level", "by_any_year"):
        yield from _declared_bounds(book, target, target.target_period)
    if target.aggregation in ("change", "change_percent"):
        return
    mine = _of_period(rows, target)
    for _, row in mine.iterrows():
        part = row.to_frame().T
        if row.quality == "at_least":
            yield float(row.value), math.inf, part
        if row.quality == "at_most":
            yield -math.inf, float(row.value), part
        if row.quality == "rounded":
            half = 0.5 * 10.0 ** -digits_of(row.value)
            yield row.value - half, row.value + half, part


def _declared_bounds(
    book: Package, target: Target, period: str
) -> Iterator[tuple[float, float, pd.DataFrame]]:
    """Yield the bounds of `bounds.csv` on a period, each a quotient of two published figures."""
    bounds = book.bounds
    mine = bounds[
        (bounds.indicator == target.indicator)
        & (bounds.place == target.place)
        & (bounds.period == period)
    ]
    for bound in mine.itertuples():
        printed = [
            rows[rows.period == when]
            for rows, when in (
                (book.vintages(bound.numerator, bound.place), bound.numerator_period),
                (book.vintages(bound.denominator, bound.place), bound.denominator_period),
            )
        ]
        if any(rows.empty for rows in printed):
            continue
        table = pd.concat([in_order(rows).tail(1) for rows in printed])
        value = float(bound.factor * table.value.iloc[0] / table.value.iloc[1])
        low, high = (value, math.inf) if bound.bound == "at_least" else (-math.inf, value)
        yield low, high, table


def _phrase(
    book: Package, target: Target, indicator: Indicator, rows: pd.DataFrame
) -> Judged | None:
    """A phrase such as “about 16”, as the interval of values for which it was used."""
    if target.aggregation in ("change", "change_percent"):
        return None
    said = _of_period(rows, target)
    said = said[said.quality == "approximate"]
    outcome = first_phrase(said)
    if outcome is None:
        return None
    known = pd.concat(
        [rows, worked_out_prints(book, target.indicator, target.place)], ignore_index=True
    )
    low, high = phrase_interval(known, outcome.value)
    verdict = {MET: PROBABLY_MET, MISSED: PROBABLY_MISSED}.get(
        _between(target, indicator, low, high), NOT_DECIDED
    )
    return Judged(outcome, PHRASE, verdict, low, high, (outcome.source_id,))


def phrase_interval(rows: pd.DataFrame, value: float) -> tuple[float, float]:
    """Return which values “about so much” may stand for.

    Those that were measured for the periods of which the same phrase was used; where there is no
    such period, as far as "about" reaches on both sides (`comparators.tolerance`).

    Examples
    --------
    >>> rows = pd.DataFrame({"period": ["2023", "2023", "2025"], "value": [16.0, 16.03, 16.0],
    ...                      "quality": ["approximate", "reported", "approximate"],
    ...                      "published": pd.Timestamp("2026-01-01")})
    >>> phrase_interval(rows, 16.0), phrase_interval(rows, 20.0)
    ((16.03, 16.03), (19.4, 20.6))
    """
    used = rows[(rows.quality == "approximate") & (rows.value == value)]
    measured = exact(rows[rows.period.isin(used.period)])
    if measured.empty:
        return value - tolerance(value), value + tolerance(value)
    return float(measured.value.min()), float(measured.value.max())


def _earlier(
    book: Package, target: Target, indicator: Indicator, rows: pd.DataFrame
) -> Judged | None:
    """The newest figure of an earlier period, published since the target was announced."""
    in_time = rows.period.map(period_end) < period_end(target.target_period)
    since = rows[in_time & (rows.published > target.announced)]
    if target.aggregation in ("sum", "mean", "mean_growth"):
        return None
    if target.aggregation in ("change", "change_percent"):
        periods = sorted(set(since.period), key=period_end)
        changes = (_changed(target, indicator, rows, one, EARLIER) for one in reversed(periods))
        return next(filter(None, changes), None)
    years = worked_out_prints(book, target.indicator, target.place)
    years = years[(years.published > target.announced) & (years.period < target.target_period)]
    outcome = newest_figure(pd.concat([since, years], ignore_index=True) if len(years) else since)
    bounded = _bounded_earlier(book, target, indicator)
    if bounded is not None and (outcome is None or outcome.end < bounded.end):
        outcome = bounded
    return None if outcome is None else _decided(target, indicator, outcome, EARLIER)


def _bounded_earlier(book: Package, target: Target, indicator: Indicator) -> Outcome | None:
    """Return the newest earlier figure whose bound decides, known since the target was announced."""
    mine = book.bounds
    mine = mine[(mine.indicator == target.indicator) & (mine.place == target.place)]
    end = period_end(target.target_period)
    earlier = sorted({one for one in mine.period if period_end(one) < end}, key=period_end)
    for period in reversed(earlier):
        for low, high, parts in _declared_bounds(book, target, period):
            newest = parts.loc[parts.published.idxmax()]
            decided = _between(target, indicator, low, high) != NOT_DECIDED
            if decided and newest.published > target.announced:
                return _bounded(newest, period, low, high)
    return None


RUNGS: tuple[Callable[..., Judged | None], ...] = (
    _measured, _worked_out, _bound, _phrase, _earlier,
)  # fmt: skip


# --- parts ------------------------------------------------------------------------------------------


def _decided(target: Target, indicator: Indicator, outcome: Outcome, evidence: str) -> Judged:
    reached = fits(target, indicator, outcome.value)
    if evidence == EARLIER:
        result = AT_TARGET_EARLIER if reached else BELOW_TARGET_EARLIER
    else:
        result = MET if reached else MISSED
    return Judged(outcome, evidence, result, outcome.value, outcome.value, (outcome.source_id,))


def _combined(target: Target, indicator: Indicator, parts: pd.DataFrame, value: float) -> Judged:
    """Return a value worked out from several figures: known since the last of them."""
    last = parts.loc[parts.published.idxmax()] if parts.published.notna().any() else parts.iloc[-1]
    outcome = replace(outcome_of(last), period=target.target_period, value=float(value))
    judged = _decided(target, indicator, outcome, WORKED_OUT)
    return replace(judged, source_ids=tuple(dict.fromkeys(parts.source_id)))


def _changed(
    target: Target, indicator: Indicator, rows: pd.DataFrame, end: str, evidence: str
) -> Judged | None:
    """Return the change from the base period to another, both on one basis."""
    last = first_print(rows[rows.period == end])
    if last.empty:
        return None
    row = last.iloc[-1]
    base, parts = target.base_value, last.tail(1)
    if math.isnan(base):
        start = rows[(rows.period == target.base_period) & (rows.basis == row.basis)]
        start = first_print(start)
        if start.empty:
            return None
        base, parts = float(start.value.iloc[0]), pd.concat([start.head(1), parts])
    if target.aggregation == "change_percent":
        value = 100 * (row.value / base - 1)
    else:
        value = row.value - base
    judged = _decided(target, indicator, replace(outcome_of(row), value=float(value)), evidence)
    return replace(judged, source_ids=tuple(dict.fromkeys(parts.source_id)))


def _between(target: Target, indicator: Indicator, low: float, high: float) -> str:
    """Return what follows if the value is known to lie between two others."""
    ends = [fits(target, indicator, end) for end in (low, high)]
    if all(ends):
        return MET
    return NOT_DECIDED if any(ends) else MISSED


def _bounded(part: pd.Series, period: str, low: float, high: float) -> Outcome:
    """Return what is known between two limits as one figure: the limit, or the middle of both."""
    outcome = replace(outcome_of(part), period=period)
    if high == math.inf:
        return replace(outcome, value=low, quality="at_least")
    if low == -math.inf:
        return replace(outcome, value=high, quality="at_most")
    return replace(outcome, value=(low + high) / 2)


def _of_period(rows: pd.DataFrame, target: Target) -> pd.DataFrame:
    """Return the figures of the target's own period; a count on its last day is one."""
    return rows[rows.period.isin([target.target_period, period_end(target.target_period)])]


def _one_basis(rows: pd.DataFrame, periods: tuple[str, ...]) -> pd.DataFrame:
    """Return the first prints of some periods on one basis: years of two are never added.

    Of several bases the one with most of the periods, then the one published last.
    """
    mine = exact(rows[rows.period.isin(periods)])
    if mine.empty:
        return mine
    bases = mine.groupby("basis").agg(count=("period", "nunique"), day=("published", "max"))
    best = bases.sort_values(["count", "day"], na_position="first").index[-1]
    return first_print(mine[mine.basis == best])
