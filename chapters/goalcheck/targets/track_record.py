"""How good the book's own projections were: every one of them against what was published since."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from goalcheck.data.histories import frame_ratio, history, newest_basis
from goalcheck.data.package import Package
from goalcheck.data.vintages import first_print
from goalcheck.forecast.projection import ProjectionError, mean_absolute_change, project
from goalcheck.forecast.scores import brier, mase
from goalcheck.forecast.simulated import HELD_AS_YES
from goalcheck.forecast.trackers import UNABLE, eurostat
from goalcheck.targets.expected import TRACKERS, errors_for, headline
from goalcheck.targets.results import NOT_REACHED, SCORABLE
from goalcheck.targets.scorecard import Scored, scorecard, scored, table

ROLES = ("core", "supporting")
# Places in a ranking and growth rates have no trend to continue.
NO_TREND = ("rank", "growth")

# The columns of an empty table are those of a full one.
PROJECTED = [
    "indicator", "name", "unit", "known_year", "known", "year", "ahead", "method", "centre",
    "lower_80", "upper_80", "lower_95", "upper_95", "actual", "actual_source", "inside_80",
    "inside_95", "error", "naive_error", "scale", "scaled", "percent", "light", "rose",
]  # fmt: skip


# --- series ---------------------------------------------------------------------------------------


def projected_series(book: Package, method: str | None = None) -> pd.DataFrame:
    """Project every core and supporting series of the promise's place, and compare.

    A series takes part if at least five years without a gap were known on the as-of date and a
    figure of a later year was published since, exact and on the same basis; its first print
    counts. Rankings and growth rates are left out.

    Parameters
    ----------
    book : Package
    method : str, optional
        A key of `projection.METHODS`; the headline method by default.

    Returns
    -------
    DataFrame
        One row a projected year with an outcome, the largest miss first: `indicator, name, unit,
        known_year, known, year, ahead` (years), `method, centre, lower_80, upper_80, lower_95,
        upper_95, actual, actual_source, inside_80, inside_95, error` (projected minus actual),
        `naive_error` (the same for "no change"), `scale` (mean absolute yearly change of the
        window), `scaled` (absolute error over scale), `percent` (of the actual value),
        `light` (the Eurostat light without a target) and `rose` (the series moved in the wanted
        direction).

    Examples
    --------
    >>> projected_series(book).empty  # the small package has no later year
    True
    """
    method = method or headline(book)
    indicators = book.indicators
    chosen = indicators[indicators.role.isin(ROLES) & ~indicators.kind.isin(NO_TREND)]
    rows = [row for name in chosen.index for row in _compared(book, name, method)]
    table = pd.DataFrame(rows, columns=PROJECTED)
    return table.sort_values("scaled", ascending=False, ignore_index=True, kind="stable")


def later_prints(book: Package, indicator: str, place: str, known: pd.DataFrame) -> pd.DataFrame:
    """Return the first exact print of every year after those known, on their basis, published since.

    Parameters
    ----------
    book : Package
    indicator, place : str
    known : DataFrame
        As `series.history` returns it for the as-of date.

    Returns
    -------
    DataFrame
        Indexed by `year`, columns as in `series.history`.

    Examples
    --------
    >>> known = history(book, "contract_turnover", as_of="2023-12-31")
    >>> later_prints(book.as_if(as_of="2023-12-31"), "contract_turnover", "rivertown", known).value
    year
    2023    85.4
    Name: value, dtype: float64
    """
    rows = _first_prints(book, indicator, place)
    rows = rows[rows.published > book.as_of]
    return rows[rows.index > known.index[-1]]


def _first_prints(book: Package, indicator: str, place: str) -> pd.DataFrame:
    """Return the first exact print of every year, on the basis known on the as-of date.

    The parts of a ratio may have been known already: it is new when the later of them is.
    """
    if indicator in book.calculations.index:
        parts = book.calculations.loc[indicator]
        above, below = (
            _first_prints(book, part, place) for part in (parts.numerator, parts.denominator)
        )
        return frame_ratio(above, below, parts.factor)
    basis = newest_basis(book, indicator, place, as_of=book.as_of)
    rows = book.vintages(indicator, place, basis=basis)
    rows = first_print(rows[rows.period.str.len() == 4])
    return rows.set_axis(rows.period.astype(int).rename("year")).sort_index()


def _compared(book: Package, indicator: str, method: str) -> list[dict]:
    known = history(book, indicator, as_of=book.as_of)
    if known.empty or known.index[-1] >= book.target_year:
        return []
    try:
        errors = errors_for(book, indicator, method)
        table = project(known, book.target_year, method, errors=errors, as_of=book.as_of)
    except ProjectionError:
        return []
    later = later_prints(book, indicator, book.place, known)
    window = known.value.tail(int(table.window.iloc[0]))
    both = table.set_index("year").join(later[["value", "source_id"]], how="inner")
    facts = book.indicator(indicator)
    sign = 1 if facts.higher_is_better else -1
    base, last = window.iloc[0], window.iloc[-1]
    light = eurostat(base, last, None, len(window) - 1, higher_is_better=sign > 0).light
    return [
        {
            "indicator": indicator,
            "name": facts.name,
            "unit": facts.unit,
            "known_year": int(known.index[-1]),
            "known": last,
            "year": year,
            "ahead": year - int(known.index[-1]),
            **row[["method", "centre", "lower_80", "upper_80", "lower_95", "upper_95"]],
            "actual": row.value,
            "actual_source": row.source_id,
            "inside_80": bool(row.lower_80 <= row.value <= row.upper_80),
            "inside_95": bool(row.lower_95 <= row.value <= row.upper_95),
            "error": row.centre - row.value,
            "naive_error": last - row.value,
            "scale": mean_absolute_change(window),
            "scaled": abs(row.centre - row.value) / mean_absolute_change(window),
            "percent": 100 * (row.centre / row.value - 1),
            "light": light,
            "rose": bool(sign * (row.value - last) > 0),
        }
        for year, row in both.iterrows()
    ]


def score(rows: pd.DataFrame) -> dict[str, float]:
    """Sum up `projected_series`.

    Returns
    -------
    dict
        `cases, series, inside_80, inside_95` (counts), `mase` and `mase_naive` (NaN without a
        case), `better` (cases where the projection was nearer than "no change"), `too_high` (cases
        projected above what came), `light_cases, light_right` (a light of progress was right if
        the series moved in the wanted direction).

    Examples
    --------
    >>> rows = pd.DataFrame(dict(indicator=["a", "b"], centre=[12.0, 5.0], actual=[10.0, 5.0],
    ...     lower_80=[9.0, 6.0], upper_80=[13.0, 7.0], lower_95=0.0, upper_95=20.0,
    ...     error=[2.0, 0.0], naive_error=[1.0, 4.0], scale=[2.0, 4.0],
    ...     light="limited progress", rose=[True, False]))
    >>> result = score(rows)
    >>> result["inside_80"], result["mase"], result["mase_naive"], result["light_right"]
    (1, 0.5, 0.75, 1)
    """
    said = rows.light.ne("deterioration")
    judged = rows.light.ne(UNABLE)
    return {
        "cases": len(rows),
        "series": rows.indicator.nunique(),
        "inside_80": int(rows.actual.between(rows.lower_80, rows.upper_80).sum()),
        "inside_95": int(rows.actual.between(rows.lower_95, rows.upper_95).sum()),
        "mase": mase(rows.error, rows.scale) if len(rows) else math.nan,
        "mase_naive": mase(rows.naive_error, rows.scale) if len(rows) else math.nan,
        "better": int((rows.error.abs() < rows.naive_error.abs()).sum()),
        "too_high": int((rows.error > 0).sum()),
        "light_cases": int(judged.sum()),
        "light_right": int((said == rows.rose)[judged].sum()),
    }


# --- targets --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Call:
    """A decided target and the probability it had: what happened, and the squared gap (Brier)."""

    target: Scored
    happened: bool
    brier: float


def calls(book: Package) -> tuple[Call, ...]:
    """Return the targets that had a probability and are decided, the worst call first.

    A figure of an earlier year scores no forecast of the promised one.

    Examples
    --------
    >>> calls(book)  # of the promised year nothing is known in the small package
    ()
    """
    found = [
        Call(one, one.reached, (one.probability - one.reached) ** 2)
        for one in scored(book)
        if one.result in SCORABLE and not math.isnan(one.probability)
    ]
    return tuple(sorted(found, key=lambda call: call.brier, reverse=True))


def probability_cases(book: Package) -> pd.DataFrame:
    """Return the table of `calls`, the worst first.

    Returns
    -------
    DataFrame
        The rows of `scorecard.scorecard` and `happened` (the target was reached) and `brier` (the
        squared gap between probability and what happened).

    Examples
    --------
    >>> len(probability_cases(book))
    0
    """
    found = calls(book)
    return table(call.target for call in found).assign(
        happened=[call.happened for call in found], brier=[call.brier for call in found]
    )


def light_cases(book: Package) -> pd.DataFrame:
    """Return every light on a target that is decided: what it said and what happened.

    Returns
    -------
    DataFrame
        One row a target and tracker: `place, place_name, indicator, name, tracker, light, yes`
        (the light says the target will be met), `happened, right, reached_then`.

    Examples
    --------
    >>> len(light_cases(book))
    0
    """
    card = scorecard(book)
    rows = card[card.result.isin(SCORABLE)]
    columns = ["place", "place_name", "indicator", "name", "result", "reached_then"]
    long = rows.melt(id_vars=columns, value_vars=TRACKERS, var_name="tracker", value_name="light")
    long = long[~long.light.isin([UNABLE, ""])].reset_index(drop=True)
    yes = [light in HELD_AS_YES[name] for light, name in zip(long.light, long.tracker, strict=True)]
    long = long.assign(yes=yes, happened=~long.result.isin(NOT_REACHED))
    return long.assign(right=long.yes == long.happened)


def forecasters(book: Package) -> pd.DataFrame:
    """Score the book's probabilities and the lights, each on the decided targets it can judge.

    Returns
    -------
    DataFrame
        Columns `forecaster, cases, right, brier, same_cases, same_right, same_brier`: all decided
        targets it judged, and only those that the book gave a probability for. A light counts as
        a yes or a no.

    Examples
    --------
    >>> forecasters(book).forecaster.to_list()
    ['the book', 'eurostat', 'un', 'destatis', 'escap', 'always yes']
    """
    ours, lights = probability_cases(book), light_cases(book)
    key = ["place", "indicator"]
    judged = ours[key].drop_duplicates()
    rows = [("the book", *_marks(ours.probability, ours.happened) * 2)]
    for tracker in TRACKERS:
        mine = lights[lights.tracker == tracker]
        same = mine.merge(judged, on=key)
        rows.append((tracker, *_marks(mine.yes, mine.happened), *_marks(same.yes, same.happened)))
    every = lights.drop_duplicates(key).happened
    rows.append(("always yes", *_always_yes(every), *_always_yes(ours.happened)))
    names = ["cases", "right", "brier"]
    return pd.DataFrame(rows, columns=["forecaster", *names, *(f"same_{name}" for name in names)])


def _always_yes(happened: pd.Series) -> tuple[int, int, float]:
    return _marks(pd.Series(1.0, index=happened.index), happened)


def _marks(stated: pd.Series, happened: pd.Series) -> tuple[int, int, float]:
    if stated.empty:
        return 0, 0, math.nan
    stated = stated.astype(float)
    return len(stated), int(((stated >= 0.5) == happened).sum()), brier(stated, happened)
