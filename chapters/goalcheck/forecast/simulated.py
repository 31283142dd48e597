"""Simulated five-year plans on the reference class: were the lights right, were the odds?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from goalcheck.forecast import trackers
from goalcheck.forecast.intervals import NATION, error_quantiles, known_at
from goalcheck.forecast.projection import WINDOW, share_beyond
from goalcheck.forecast.scores import brier, windows

PLAN_YEARS = 5
YEARS_LEFT = 2
YEARS_GONE = PLAN_YEARS - YEARS_LEFT

# A plan asks for so many times the mean yearly change of the years before it.
AMBITIONS = (1.0, 1.5, 2.0)

METHODS_JUDGED = ("drift", "cagr")
HELD_AS_YES = {
    "eurostat": {"target achieved", "on track"},
    "un": {"target met", "on track"},
    "destatis": {"sun"},
    "escap": {"maintain"},
}
BINS = np.linspace(0, 1, 11)


def simulate(panel: pd.DataFrame, families: pd.Series, errors: pd.DataFrame) -> pd.DataFrame:
    """Set five-year plans on every rising series of the panel and assess them two years early.

    Parameters
    ----------
    panel, families
        As in `backtest.study_errors`.
    errors : DataFrame
        As `backtest.study_errors` returns them, one window of eight years, at least the methods
        "drift" and "cagr".

    Returns
    -------
    DataFrame
        One row a plan: `indicator, family, place, assessed, ambition, target, met, already`
        (reached when assessed), the lights `eurostat, un, destatis, escap`, the probability
        `textbook` (drift with Student t) and, for each judged method, `METHOD_all_years` (errors
        of the same years in other regions) and `METHOD_known` (only errors known when assessed;
        NaN where none were).
    """
    families = families[families != ""]
    rows = panel[panel.indicator.isin(families.index) & (panel.place != NATION)]
    plans = [
        (indicator, families[indicator], place, *plan)
        for (indicator, place), cells in rows.groupby(["indicator", "place"])
        for plan in _plans_of(cells.set_index("year").value)
    ]
    columns = ["indicator", "family", "place", "assessed", "ambition", "target", "met", "already"]
    columns += [*HELD_AS_YES, "textbook"]
    return _with_probabilities(pd.DataFrame(plans, columns=columns), errors)


def _plans_of(values: pd.Series) -> Iterator[tuple]:
    """Yield what is known of each plan of one series."""
    for origin, fitted, outcomes in windows(values, WINDOW, YEARS_LEFT):
        before = fitted[: WINDOW - YEARS_GONE]
        change = np.diff(before).mean()
        if change <= 0 or not np.isfinite(outcomes[-1]):
            continue
        for ambition in AMBITIONS:
            target = before[-1] + ambition * PLAN_YEARS * change
            yield (
                origin,
                ambition,
                target,
                bool(outcomes[-1] >= target),
                bool(fitted[-1] >= target),
                *_lights(fitted, before[-1], target, origin),
                _student(fitted, target),
            )


def _lights(fitted: np.ndarray, base: float, target: float, origin: int) -> list[str]:
    history = pd.Series(fitted, index=range(origin - WINDOW + 1, origin + 1))
    end = origin + YEARS_LEFT
    verdicts = (
        trackers.eurostat(base, fitted[-1], target, YEARS_GONE, PLAN_YEARS),
        trackers.un_progress_chart(base, fitted[-1], target, YEARS_GONE, YEARS_LEFT),
        trackers.destatis(history, target, end),
        trackers.escap(history, target, end),
    )
    return [verdict.light for verdict in verdicts]


def _student(fitted: np.ndarray, target: float) -> float:
    """Return the probability that drift with Student t gives the target."""
    from scipy.stats import t

    changes = np.diff(fitted)
    spread = changes.std(ddof=1) * np.sqrt(YEARS_LEFT * (1 + YEARS_LEFT / len(changes)))
    centre = fitted[-1] + YEARS_LEFT * changes.mean()
    return float(t.sf((target - centre) / spread, len(changes) - 1)) if spread else np.nan


def _with_probabilities(plans: pd.DataFrame, errors: pd.DataFrame) -> pd.DataFrame:
    errors = errors[errors.horizon <= YEARS_LEFT]
    for method in METHODS_JUDGED:
        made = errors[errors.method == method]
        final = made[made.horizon == YEARS_LEFT].rename(columns={"origin": "assessed"})
        key = ["indicator", "place", "assessed"]
        gap = plans[[*key, "target"]].merge(final[[*key, "forecast", "scale"]], how="left", on=key)
        error = (gap.target - gap.forecast) / gap.scale
        for knowledge in ("all_years", "known"):
            plans[f"{method}_{knowledge}"] = _probabilities(plans, error, made, knowledge)
    return plans


def _probabilities(
    plans: pd.DataFrame, error: pd.Series, made: pd.DataFrame, knowledge: str
) -> pd.Series:
    """Return the probability of each plan from the errors of other places."""
    result = pd.Series(np.nan, index=plans.index)
    for (assessed, place, family), cases in plans.groupby(["assessed", "place", "family"]):
        others = made[made.place != place]
        pool = known_at(others, assessed) if knowledge == "known" else others
        if YEARS_LEFT not in set(pool.horizon):
            continue
        quantiles = error_quantiles(pool, family).loc[YEARS_LEFT].drop("factor")
        result[cases.index] = [share_beyond(error[case], quantiles) for case in cases.index]
    return result


def known_frequency(plans: pd.DataFrame, tracker: str) -> pd.Series:
    """Return how often plans of other places with the same light were met, of those known then.

    A plan is known once its last year had come. NaN where no plan was known; a light that none of
    those known had shows the frequency of all.
    """
    result = pd.Series(np.nan, index=plans.index)
    for (assessed, place), cases in plans.groupby(["assessed", "place"]):
        known = plans[(plans.assessed + YEARS_LEFT <= assessed) & (plans.place != place)]
        by_light = known.groupby(tracker).met.mean()
        result[cases.index] = cases[tracker].map(by_light).fillna(known.met.mean())
    return result


# --- results --------------------------------------------------------------------------------------


def brier_table(plans: pd.DataFrame) -> pd.DataFrame:
    """Score the lights and the probabilities on the plans where all of them can be had.

    Returns
    -------
    DataFrame
        Columns `forecaster, plans, cases, met, brier, right`: which plans ("all", or "still open":
        the target was not yet reached when assessed), how many, percent met, the Brier score and
        percent right when cut at one half. A light is scored as a yes or no; as the frequency with
        which plans under it were met, of those known then; and of all cases, which no one could
        know.
    """
    plans = plans.assign(
        **{f"{light}_frequency": known_frequency(plans, light) for light in HELD_AS_YES}
    )
    usable = plans.dropna(subset=["textbook", *(f"{method}_known" for method in METHODS_JUDGED)])
    parts = {"all": usable, "still open": usable[~usable.already]}
    rows = []
    for name, cases in parts.items():
        forecasts = {
            **{f"{light}, yes or no": cases[light].isin(yes) for light, yes in HELD_AS_YES.items()},
            **{
                f"{light}, frequency known then": cases[f"{light}_frequency"]
                for light in HELD_AS_YES
            },
            **{
                f"{light}, frequency of all years": cases.groupby(light).met.transform("mean")
                for light in HELD_AS_YES
            },
            "drift with Student t": cases.textbook,
            **{
                f"{method}, errors {words}": cases[f"{method}_{knowledge}"]
                for method in METHODS_JUDGED
                for knowledge, words in (("all_years", "of all years"), ("known", "known then"))
            },
        }
        for forecaster, stated in forecasts.items():
            stated = stated.astype(float)
            right = 100 * ((stated >= 0.5) == cases.met).mean()
            score = brier(stated, cases.met)
            rows.append((forecaster, name, len(cases), 100 * cases.met.mean(), score, right))
    columns = ["forecaster", "plans", "cases", "met", "brier", "right"]
    return pd.DataFrame(rows, columns=columns)


def calibration_table(plans: pd.DataFrame) -> pd.DataFrame:
    """Return how often plans were met, by the probability stated when assessed.

    Returns
    -------
    DataFrame
        Columns `method, stated, happened, cases`: ten bins of equal width, errors known then.
    """
    parts = []
    for method in METHODS_JUDGED:
        stated = plans[f"{method}_known"]
        cases = plans[stated.notna()].assign(stated=stated)
        bins = pd.cut(cases.stated, BINS, include_lowest=True)
        grouped = cases.groupby(bins, observed=True)
        table = grouped.agg(
            stated=("stated", "mean"), happened=("met", "mean"), cases=("met", "size")
        )
        parts.append(table.reset_index(drop=True).assign(method=method))
    return pd.concat(parts)[["method", "stated", "happened", "cases"]]


def lights_table(plans: pd.DataFrame) -> pd.DataFrame:
    """Return how often plans were met under each light of each tracker.

    Returns
    -------
    DataFrame
        Columns `tracker, light, cases, met` (percent) and `still_open, met_open`: the same for
        plans whose target was not yet reached when assessed.
    """
    parts = []
    for tracker in HELD_AS_YES:
        grouped = plans.groupby(tracker)
        open_ = plans[~plans.already].groupby(tracker).met
        table = pd.DataFrame(
            {
                "cases": grouped.size(),
                "met": 100 * grouped.met.mean(),
                "still_open": open_.size(),
                "met_open": 100 * open_.mean(),
            }
        )
        table["still_open"] = table.still_open.fillna(0).astype(int)
        parts.append(table.rename_axis("light").reset_index().assign(tracker=tracker))
    columns = ["tracker", "light", "cases", "met", "still_open", "met_open"]
    return pd.concat(parts)[columns].sort_values(["tracker", "met"], ascending=[True, False])
