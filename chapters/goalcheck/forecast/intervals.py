"""Intervals: from errors made elsewhere, how often they held what came, and those of textbooks."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from goalcheck.forecast.projection import INTERVALS, WINDOW
from goalcheck.forecast.scores import windows

# Longest number of years ahead that the book projects.
HORIZON = 3
ALL = "all"
NATION = "china"

# Quantiles kept of each pool of errors.
PROBABILITIES = tuple(np.round(np.arange(0.025, 0.976, 0.025), 3))

# A family's own record counts from so many outcome years on.
FEWEST_YEARS = 2


def error_quantiles(pool: pd.DataFrame, family: str, horizon: int = HORIZON) -> pd.DataFrame:
    """Return the quantiles of scaled errors by which the book draws its intervals.

    The rule: take the errors of all indicators at each horizon and stretch them, seen from their
    median, by one factor for the family: the one with which their 80 % would have held 80 % of the
    family's own errors in its worst year of projecting. A family whose own record covers fewer
    than two years takes the largest factor of any. A longer horizon is never narrower than a
    shorter one.

    Parameters
    ----------
    pool : DataFrame
        Errors of one method and window that were known on the day, as `backtest.study_errors`
        returns them, without the place that is projected.
    family : str
        Family of the series that is projected; "all" for one without: its record is the whole pool.
    horizon : int
        Longest number of years ahead; ends earlier where the pool has no errors.

    Returns
    -------
    DataFrame
        Indexed by horizon; columns `factor` (of the family) and the probabilities.

    Examples
    --------
    >>> pool = pd.DataFrame(dict(error=[-1.0, 0.0, 2.0], horizon=1, origin=2020, family="a"))
    >>> error_quantiles(pool, "all").loc[1, 0.5].item()
    0.0
    """
    pool = pool[pool.error.notna() & (pool.horizon <= horizon)]
    base = pool.groupby("horizon").error.quantile(PROBABILITIES).unstack()
    factor = _factor(pool.assign(needed=_needed(pool, base)), family)
    distance = factor * base.sub(base[0.5], axis=0)
    distance = distance.clip(upper=0).cummin() + distance.clip(lower=0).cummax()
    table = distance.add(base[0.5], axis=0)
    table.insert(0, "factor", factor)
    return table


def _needed(pool: pd.DataFrame, base: pd.DataFrame) -> np.ndarray:
    """Return by what factor the 80 % of the pool must be stretched to hold each error."""
    low, high = INTERVALS[80]
    median, below, above = (pool.horizon.map(base[p]) for p in (0.5, low, high))
    from_median = pool.error - median
    return np.maximum(from_median / (above - median), from_median / (below - median))


def _factor(pool: pd.DataFrame, family: str) -> float:
    own = pool if family == ALL else pool[pool.family == family]
    if (own.origin + own.horizon).nunique() >= FEWEST_YEARS:
        return _worst_year(own)
    return max(_worst_year(rows) for _, rows in pool.groupby("family"))


def _worst_year(pool: pd.DataFrame) -> float:
    low, high = INTERVALS[80]
    return float(pool.groupby("origin").needed.quantile(high - low).max())


def known_at(errors: pd.DataFrame, year: int, place: str | None = None) -> pd.DataFrame:
    """Keep errors whose outcome year had come, without those of a place.

    Examples
    --------
    >>> errors = pd.DataFrame(dict(origin=[2019, 2020], horizon=2, place="a"))
    >>> known_at(errors, 2021).origin.to_list()
    [2019]
    """
    known = errors[errors.origin + errors.horizon <= year]
    return known if place is None else known[known.place != place]


def coverage_table(errors: pd.DataFrame, methods: tuple[str, ...]) -> pd.DataFrame:
    """Return how often each way of drawing intervals held what came.

    Each case is a series, an origin and a horizon; its own region's errors are never in its pool.
    Percentages count cases; a case without any known error has no interval and does not count.

    Returns
    -------
    DataFrame
        Columns `rule, method, horizon, family, cases, within_80, within_95`, in percent. Rules:
        "same indicator, all years" (flattering: the other regions lived through the same years),
        "same indicator, known", "all indicators, known" and "book" (`error_quantiles`, known).
    """
    return _share_held(pd.concat([_covered(errors[errors.method == name]) for name in methods]))


def _covered(errors: pd.DataFrame) -> pd.DataFrame:
    """Tell for every case of one method and window whether each rule's intervals held it."""
    parts = []
    for (origin, place), cases in errors.groupby(["origin", "place"]):
        others = errors[errors.place != place]
        known = known_at(others, origin)
        same = ["horizon", "indicator"]
        parts.append(_inside(cases, _pooled(others, same), "same indicator, all years"))
        if known.empty:
            continue
        parts.append(_inside(cases, _pooled(known, same), "same indicator, known"))
        parts.append(_inside(cases, _pooled(known, ["horizon"]), "all indicators, known"))
        for family, rows in cases.groupby("family"):
            parts.append(_inside(rows, error_quantiles(known, family), "book"))
    return pd.concat(parts, ignore_index=True)


def _pooled(pool: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    wanted = sorted({probability for pair in INTERVALS.values() for probability in pair})
    return pool.groupby(key).error.quantile(wanted).unstack()


def _inside(cases: pd.DataFrame, quantiles: pd.DataFrame, rule: str) -> pd.DataFrame:
    """Keep the cases that have a pool and tell whether its intervals held them."""
    rows = cases.join(quantiles, on=quantiles.index.names, how="inner").assign(rule=rule)
    for level, (low, high) in INTERVALS.items():
        rows[f"within_{level}"] = rows.error.between(rows[low], rows[high])
    return rows[["rule", "method", "horizon", "family", "within_80", "within_95"]]


# --- textbook intervals ---------------------------------------------------------------------------


def textbook_interval(
    values: ArrayLike, horizon: int, level: float, method: str
) -> tuple[float, float]:
    """Return the interval that textbooks give for a straight line or a drift.

    Parameters
    ----------
    values : array of shape (n,)
        Yearly values, oldest first.
    horizon : int
        Years ahead.
    level : float
        Nominal coverage between 0 and 1.
    method : {"ols", "drift"}
        The prediction interval of statsmodels' OLS; or the last value plus the mean change with
        Student t and the error of the slope (https://otexts.com/fpp3/prediction-intervals.html).

    Returns
    -------
    (float, float)

    Raises
    ------
    KeyError
        If the method is neither.

    Examples
    --------
    >>> low, high = textbook_interval([1, 2, 4, 5, 7], 2, 0.8, "drift")
    >>> round(low, 2), round(high, 2)
    (8.36, 11.64)
    """
    return {"ols": _ols_interval, "drift": _drift_interval}[method](
        np.asarray(values, float), horizon, level
    )


def _ols_interval(values: np.ndarray, horizon: int, level: float) -> tuple[float, float]:
    from statsmodels.regression.linear_model import OLS

    time = np.arange(len(values), dtype=float)
    fit = OLS(values, np.column_stack([np.ones_like(time), time])).fit()
    ahead = fit.get_prediction([[1.0, time[-1] + horizon]])
    low, high = ahead.conf_int(obs=True, alpha=1 - level)[0]
    return float(low), float(high)


def _drift_interval(values: np.ndarray, horizon: int, level: float) -> tuple[float, float]:
    from scipy.stats import t

    changes = np.diff(values)
    spread = changes.std(ddof=1) * np.sqrt(horizon * (1 + horizon / len(changes)))
    reach = spread * t.ppf(0.5 + level / 2, len(changes) - 1)
    centre = values[-1] + horizon * changes.mean()
    return float(centre - reach), float(centre + reach)


def textbook_coverage(
    panel: pd.DataFrame, families: pd.Series, horizons: tuple[int, ...] = (1, 2)
) -> pd.DataFrame:
    """Return how often textbook intervals held what came, in the form of `coverage_table`."""
    families = families[families != ""]
    rows = panel[panel.indicator.isin(families.index) & (panel.place != NATION)]
    cases = []
    for (indicator, _), cells in rows.groupby(["indicator", "place"]):
        series = cells.set_index("year").value
        for _, fitted, outcomes in windows(series, WINDOW, max(horizons)):
            for horizon in horizons:
                if np.isfinite(outcomes[horizon - 1]):
                    key = (families[indicator], horizon, outcomes[horizon - 1])
                    cases += [(*key, m, *_held(fitted, *key[1:], m)) for m in ("ols", "drift")]
    columns = ["family", "horizon", "actual", "method", "within_80", "within_95"]
    return _share_held(pd.DataFrame(cases, columns=columns).assign(rule="textbook"))


def _held(fitted: np.ndarray, horizon: int, actual: float, method: str) -> list[bool]:
    bounds = [textbook_interval(fitted, horizon, level / 100, method) for level in INTERVALS]
    return [low <= actual <= high for low, high in bounds]


def _share_held(cases: pd.DataFrame) -> pd.DataFrame:
    whole = pd.concat([cases, cases.assign(family=ALL)])
    grouped = whole.groupby(["rule", "method", "horizon", "family"])
    table = 100 * grouped[["within_80", "within_95"]].mean()
    table.insert(0, "cases", grouped.size())
    return table.reset_index()
