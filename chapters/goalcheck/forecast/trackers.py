"""How official trackers judge progress toward a target, as their own documentation has it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

UNABLE = "unable to assess"
# A series that stands still while its target is not met; rounding noise is no movement.
FLAT = "no change"

# Eurostat type, as Open SDG documents it: ratio of the actual to the required growth rate.
EUROSTAT_ON_TRACK = 0.95
EUROSTAT_SOME_PROGRESS = 0.60
# The same without a target: growth in the wanted direction, percent a year.
EUROSTAT_SIGNIFICANT_GROWTH = 1.5
EUROSTAT_MODERATE_GROWTH = 0.5

# UN progress chart: share of the way from the base value to the target that is expected.
UN_ON_TRACK = 0.95
UN_SOME_PROGRESS = 0.10

# Destatis: expected miss as a share of the gap between the current value and the target.
DESTATIS_SUN = 0.05
DESTATIS_SUN_AND_CLOUD = 0.20
DESTATIS_YEARS = 5
DESTATIS_FEWEST_CHANGES = 4

# ESCAP: the current status index runs to ten at the target.
ESCAP_FULL_SCALE = 10

# A measure is rounded so far that one which is exactly at a threshold is not lost to the last bit.
DIGITS = 9


@dataclass(frozen=True)
class Verdict:
    """What a tracker says (`light`) and the number it says it from (`measure`)."""

    light: str
    measure: float


def eurostat(
    base: float,
    current: float,
    target: float | None,
    years: float,
    years_in_all: float | None = None,
    *,
    higher_is_better: bool = True,
) -> Verdict:
    """Compare growth since the base year with the growth that leads from there to the target.

    Parameters
    ----------
    base, current, target : float
        In the unit of the indicator; without a target growth itself is judged.
    years, years_in_all : float
        From the base year to the current one, and to the target year.
    higher_is_better : bool

    Returns
    -------
    Verdict
        "target achieved", "on track", "progress, acceleration needed", "limited progress" or
        "deterioration"; without a target "significant", "moderate" or "limited" progress or
        "deterioration"; "unable to assess" where no growth rate exists. The measure is the ratio,
        or the growth in percent a year.

    Source: https://open-sdg.readthedocs.io/en/latest/progress-calculation/ (the Eurostat method).

    Examples
    --------
    >>> eurostat(100, 120, 150, years=2, years_in_all=5).light
    'on track'
    """
    wanted = 1 if higher_is_better else -1
    growth = _growth(base, current, years)
    if target is None:
        measure = 100 * wanted * growth
        steps = (
            (EUROSTAT_SIGNIFICANT_GROWTH, "significant progress"),
            (EUROSTAT_MODERATE_GROWTH, "moderate progress"),
            (0, "limited progress"),
        )
        return _step(measure, steps, "deterioration")
    if wanted * (current - target) >= 0:
        return Verdict("target achieved", math.nan)
    required = _growth(base, target, years_in_all)
    if wanted * (base - target) >= 0 and math.isfinite(growth):
        return Verdict("deterioration", math.nan)  # it stood at the target or beyond, and fell back
    if not math.isfinite(required) or required == 0:
        return Verdict(UNABLE, math.nan)
    if is_flat(base, current):
        growth = 0.0
    steps = (
        (EUROSTAT_ON_TRACK, "on track"),
        (EUROSTAT_SOME_PROGRESS, "progress, acceleration needed"),
        (0, "limited progress"),
    )
    return _step(wanted * growth / abs(required), steps, "deterioration")


def un_progress_chart(
    base: float,
    current: float,
    target: float,
    years: float,
    years_left: float,
    *,
    higher_is_better: bool = True,
) -> Verdict:
    """Extend growth since the base year to the target year; how much of the way will be gone?

    Parameters
    ----------
    base, current, target : float
        In the unit of the indicator.
    years, years_left : float
        From the base year to the current one, and from there to the target year.
    higher_is_better : bool

    Returns
    -------
    Verdict
        "target met", "on track", "fair progress, acceleration needed" or "stagnation or
        regression"; "unable to assess" where no growth rate exists or nothing was to be done. The
        measure is the share of the way.

    Source: United Nations, SDG Progress Chart 2023, technical note,
    https://unstats.un.org/sdgs/report/2023/progress-chart/

    Examples
    --------
    >>> un_progress_chart(100, 110, 150, years=2, years_left=3).light
    'fair progress, acceleration needed'
    """
    wanted = 1 if higher_is_better else -1
    if wanted * (current - target) >= 0:
        return Verdict("target met", math.nan)
    growth = _growth(base, current, years)
    if not math.isfinite(growth) or years_left < 0:
        return Verdict(UNABLE, math.nan)
    if wanted * (base - target) >= 0:
        # It stood at the target or beyond, and fell back: that way is no progress.
        return Verdict("stagnation or regression", math.nan)
    if is_flat(base, current):
        growth = 0.0
    share = (current * (1 + growth) ** years_left - base) / (target - base)
    steps = (
        (UN_ON_TRACK, "on track"),
        (UN_SOME_PROGRESS, "fair progress, acceleration needed"),
    )
    return _step(share, steps, "stagnation or regression")


def destatis(
    history: pd.Series, target: float, target_year: int, *, higher_is_better: bool = True
) -> Verdict:
    """Extend the mean yearly change of the last five years; how much of the gap stays open?

    Parameters
    ----------
    history : Series
        Yearly values indexed by year, in the unit of the indicator.
    target : float
    target_year : int
    higher_is_better : bool

    Returns
    -------
    Verdict
        "sun" (a miss below 5 % of the gap), "sun and cloud" (up to 20 %), "cloud" or
        "thunderstorm" (moving away from the target); "unable to assess" with fewer than four
        changes from one year to the next. The measure is the miss as a share of the gap, 0 or less
        when it is closed.

    Source: Federal Statistical Office of Germany, indicator report on sustainable development,
    https://sustainabledevelopment-deutschland.github.io/en/status/

    Examples
    --------
    >>> history = pd.Series([10, 11, 12, 13, 14, 15], index=range(2018, 2024))
    >>> destatis(history, 17.2, 2025).light
    'sun and cloud'
    """
    wanted = 1 if higher_is_better else -1
    history = history.dropna().sort_index()
    if history.empty:
        return Verdict(UNABLE, math.nan)
    current, year = history.iloc[-1], history.index[-1]
    if wanted * (current - target) >= 0:
        return Verdict("sun", 0.0)
    changes = history.reindex(range(year - DESTATIS_YEARS, year + 1)).diff().dropna()
    if len(changes) < DESTATIS_FEWEST_CHANGES or target_year < year:
        return Verdict(UNABLE, math.nan)
    change = wanted * changes.mean()
    gap = wanted * (target - current)
    miss = round(float((gap - change * (target_year - year)) / gap), DIGITS)
    if is_flat(current - change, current):
        return Verdict(FLAT, 1.0)
    if change < 0:
        return Verdict("thunderstorm", miss)
    if miss < DESTATIS_SUN:
        return Verdict("sun", miss)
    return Verdict("sun and cloud" if miss <= DESTATIS_SUN_AND_CLOUD else "cloud", miss)


def escap(
    history: pd.Series, target: float, target_year: int, *, higher_is_better: bool = True
) -> Verdict:
    """Extend a line that weighs recent years more; will it reach the target?

    The regional commissions of the UN publish that recent data weigh more, not how much; here the
    weights rise evenly from the first year to the last, which is our choice.

    Parameters
    ----------
    history, target, target_year, higher_is_better
        As in `destatis`.

    Returns
    -------
    Verdict
        "maintain" (the line reaches the target), "accelerate" or "reverse" (it leads away);
        "unable to assess" with fewer than two years. The measure is the value on the line.

    Source: https://data.unescap.org/resource-guides/progress-assessment-methodology and
    https://w3.unece.org/sdg2023/technical-notes.html

    Examples
    --------
    >>> escap(pd.Series([10, 11, 12], index=[2021, 2022, 2023]), 13, 2025).light
    'maintain'
    """
    history = history.dropna().sort_index()
    if len(history) < 2 or target_year < history.index[-1]:
        return Verdict(UNABLE, math.nan)
    wanted = 1 if higher_is_better else -1
    years = history.index.to_numpy(float)
    weights = np.sqrt(np.arange(1, len(years) + 1))  # polyfit squares them
    slope, level = np.polyfit(years - target_year, history.to_numpy(float), 1, w=weights)
    expected = round(float(level), DIGITS)
    if wanted * history.iloc[-1] >= wanted * target:
        return Verdict("maintain", expected)
    if is_flat(history.iloc[-1] - slope, history.iloc[-1]):
        return Verdict(FLAT, expected)
    if wanted * slope < 0:
        return Verdict("reverse", expected)
    return Verdict("maintain" if wanted * expected >= wanted * target else "accelerate", expected)


def escap_current_status(base: float, current: float, target: float) -> float:
    """Return ESCAP's current status index: progress since the base year, 10 at the target.

    Raises
    ------
    ValueError
        If the target is where the base year already stood.

    Source as in `escap`.

    Examples
    --------
    >>> escap_current_status(100, 125, 150)
    5.0
    """
    if target == base:
        raise ValueError("the target is where the base year already stood: nothing to measure")
    return ESCAP_FULL_SCALE * (current - base) / abs(target - base)


def is_flat(start: float, end: float) -> bool:
    """Tell whether two values are the same but for the last digits of a calculation.

    Examples
    --------
    >>> is_flat(0.1 + 0.2, 0.3), is_flat(5.0, 5.001)
    (True, False)
    """
    return math.isclose(start, end, rel_tol=10**-DIGITS, abs_tol=10**-DIGITS)


def _growth(start: float, end: float, years: float | None) -> float:
    """Return the compound growth rate, NaN where there is none."""
    if not years or years <= 0 or start <= 0 or end <= 0:
        return math.nan
    return (end / start) ** (1 / years) - 1


def _step(measure: float, steps: Sequence[tuple[float, str]], lowest: str) -> Verdict:
    """Return the light of the first step that the measure reaches."""
    if not math.isfinite(measure):
        return Verdict(UNABLE, math.nan)
    measure = round(float(measure), DIGITS)
    return Verdict(next((light for least, light in steps if measure >= least), lowest), measure)
