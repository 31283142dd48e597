"""The verdicts of the official trackers, by hand at each of their thresholds."""

import math
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from goalcheck.forecast.trackers import (
    UNABLE,
    Verdict,
    destatis,
    escap,
    escap_current_status,
    eurostat,
    un_progress_chart,
)


def years(*values: float, last: int = 2023) -> pd.Series:
    return pd.Series(values, index=range(last - len(values) + 1, last + 1), dtype=float)


# One year gone of two; the target of 121 needs 10 % a year.
@pytest.mark.parametrize(
    ("current", "light", "ratio"),
    [
        (121, "target achieved", None),
        (120, "on track", 2.0),
        (109.5, "on track", 0.95),
        (109.49, "progress, acceleration needed", 0.949),
        (106, "progress, acceleration needed", 0.60),
        (105.99, "limited progress", 0.599),
        (100, "limited progress", 0.0),
        (99.9, "deterioration", -0.01),
    ],
)
def test_eurostat_compares_growth_with_the_growth_needed(current, light, ratio):
    verdict = eurostat(100, current, 121, years=1, years_in_all=2)
    assert verdict.light == light
    assert math.isnan(verdict.measure) if ratio is None else verdict.measure == pytest.approx(ratio)


# From 100 down to 81 in two years is 10 % a year less.
@pytest.mark.parametrize(
    ("current", "light"),
    [
        (81, "target achieved"),
        (90.5, "on track"),
        (90.51, "progress, acceleration needed"),
        (94, "progress, acceleration needed"),
        (94.01, "limited progress"),
        (100.1, "deterioration"),
    ],
)
def test_eurostat_where_less_is_better(current, light):
    assert eurostat(100, current, 81, 1, 2, higher_is_better=False).light == light


@pytest.mark.parametrize(
    ("current", "light", "growth"),
    [
        (101.5, "significant progress", 1.5),
        (101.49, "moderate progress", 1.49),
        (100.5, "moderate progress", 0.5),
        (100.49, "limited progress", 0.49),
        (100, "limited progress", 0),
        (99.9, "deterioration", -0.1),
    ],
)
def test_eurostat_without_a_target_judges_growth(current, light, growth):
    assert eurostat(100, current, None, years=1) == Verdict(light, pytest.approx(growth))
    falling = eurostat(100, 200 - current, None, years=1, higher_is_better=False)
    assert falling == Verdict(light, pytest.approx(growth))


# One year gone, one left: 100 * (1 + g) ** 2 is expected, 50 is the way.
@pytest.mark.parametrize(
    ("current", "target", "light", "share"),
    [
        (121, 121, "target met", None),
        (120, 144, "on track", 1.0),  # 120 * 1.2 = 144
        (110, 100 + 21 / 0.95, "on track", 0.95),
        (110, 100 + 21 / 0.949, "fair progress, acceleration needed", 0.949),
        (110, 310, "fair progress, acceleration needed", 0.10),  # 21 / 210
        (110, 100 + 21 / 0.099, "stagnation or regression", 0.099),
        (90, 150, "stagnation or regression", -0.38),  # (81 - 100) / 50
    ],
)
def test_the_un_chart_extends_growth_to_the_target_year(current, target, light, share):
    verdict = un_progress_chart(100, current, target, years=1, years_left=1)
    assert verdict.light == light
    assert math.isnan(verdict.measure) if share is None else verdict.measure == pytest.approx(share)


def test_the_un_chart_where_less_is_better():
    # 100, 90, so 81 is expected: 19 of the 20 on the way to 80.
    verdict = un_progress_chart(100, 90, 80, years=1, years_left=1, higher_is_better=False)
    assert verdict == Verdict("on track", pytest.approx(0.95))


# One a year for five years, 15 now, two years left: 17 is expected.
@pytest.mark.parametrize(
    ("target", "light", "miss"),
    [
        (14, "sun", 0.0),
        (15, "sun", 0.0),
        (17, "sun", 0.0),
        (15 + 2 / 0.951, "sun", 0.049),
        (15 + 2 / 0.95, "sun and cloud", 0.05),
        (17.5, "sun and cloud", 0.20),  # 0.5 of 2.5
        (15 + 2 / 0.799, "cloud", 0.201),
        (100, "cloud", 83 / 85),
    ],
)
def test_destatis_asks_how_much_of_the_gap_stays_open(target, light, miss):
    verdict = destatis(years(10, 11, 12, 13, 14, 15), target, 2025)
    assert verdict == Verdict(light, pytest.approx(miss))


def test_destatis_looks_back_five_years_and_no_further():
    assert destatis(years(99, 10, 11, 12, 13, 14, 15), 17, 2025).light == "sun"


@pytest.mark.parametrize(
    ("history", "light"),
    [
        (years(15, 14, 13, 12, 11, 10), "thunderstorm"),
        (years(10, 10, 10, 10, 10), "no change"),
        (years(11, 12, 13, 14, 15), "sun"),  # four changes are enough
        (years(12, 13, 14, 15), UNABLE),
        (years(10, 11, 12, 13, 14, 15).drop(2020), UNABLE),  # three changes beside a gap
        (years(10, 11, 12, 13, 14, 15).mask(lambda s: s == 12), UNABLE),
        (years(), UNABLE),
    ],
)
def test_destatis_needs_four_changes_in_the_right_direction(history, light):
    assert destatis(history, 17, 2025).light == light


def test_destatis_where_less_is_better():
    falling = years(15, 14, 13, 12, 11, 10)
    assert destatis(falling, 8, 2025, higher_is_better=False).light == "sun"
    assert destatis(falling, 12, 2025, higher_is_better=False).light == "sun"
    assert destatis(falling[::-1].set_axis(falling.index), 8, 2025, higher_is_better=False) == (
        Verdict("thunderstorm", pytest.approx((7 + 2) / 7))
    )


@pytest.mark.parametrize(
    ("history", "target", "light", "expected"),
    [
        (years(10, 11, 12), 14, "maintain", 14),
        (years(10, 11, 12), 14.01, "accelerate", 14),
        (years(12, 11, 10), 14, "reverse", 8),
        (years(10, 20, 12), 12, "maintain", None),  # reached already, whatever the line says
        (years(30, 9, 12), 12, "maintain", None),
        (years(0, 0, 0), 14, "no change", 0),  # a flat line leads nowhere
        # Weights 1, 2, 3 at t = 0, 1, 2: means t = 8/6 and y = 18/6; slope (4 + 2 + 6) over
        # (16/9 + 2/9 + 12/9), that is 3.6; the target year is t = 4.
        (years(0, 0, 6), 20, "accelerate", 3 + 3.6 * (4 - 4 / 3)),
        (years(10), 14, UNABLE, math.nan),
        (years(10, math.nan), 14, UNABLE, math.nan),
    ],
)
def test_escap_extends_a_line_that_weighs_recent_years_more(history, target, light, expected):
    verdict = escap(history, target, 2025)
    assert verdict.light == light
    if light == UNABLE:
        assert math.isnan(verdict.measure)
    elif expected is not None:
        assert verdict.measure == pytest.approx(expected)


def test_escap_where_less_is_better():
    falling = years(12, 11, 10)
    assert escap(falling, 8, 2025, higher_is_better=False).light == "maintain"
    assert escap(falling, 7, 2025, higher_is_better=False).light == "accelerate"
    assert escap(years(10, 11, 12), 7, 2025, higher_is_better=False).light == "reverse"


@pytest.mark.parametrize(
    ("base", "current", "target", "expected"),
    [(100, 100, 150, 0), (100, 125, 150, 5), (100, 150, 150, 10), (100, 90, 150, -2)],
)
def test_the_current_status_runs_from_nought_to_ten(base, current, target, expected):
    assert escap_current_status(base, current, target) == expected


def test_the_current_status_needs_a_way_to_go():
    with pytest.raises(ValueError, match="^the target is where .* nothing to measure"):
        escap_current_status(100, 110, 100)


@pytest.mark.parametrize(
    "verdict",
    [
        eurostat(0, 10, 20, 1, 2),  # no growth rate from zero
        eurostat(-5, 10, 20, 1, 2),
        eurostat(10, 0, 20, 1, 2),  # nor down to zero
        eurostat(10, 11, 20, 0, 2),  # no year gone
        eurostat(10, 11, 20, 1, None),
        eurostat(10, math.nan, 20, 1, 2),
        eurostat(0, 10, None, 1),
        un_progress_chart(0, 10, 20, 1, 1),
        un_progress_chart(10, math.nan, 20, 1, 1),
    ],
)
def test_where_a_rule_cannot_be_applied_it_says_so(verdict):
    assert verdict.light == UNABLE == "unable to assess"
    assert math.isnan(verdict.measure)


def test_numbers_below_one_have_a_growth_rate():
    assert eurostat(0.4, 0.5, 0.8, 1, 4) == Verdict("on track", pytest.approx(0.25 / (2**0.25 - 1)))


def test_the_trackers_contradict_each_other_on_the_same_data():
    history = years(100, 101, 102, 104, 110, 125)
    verdicts = (
        eurostat(100, 125, 150, 5, 7),
        un_progress_chart(100, 125, 150, 5, 2),
        destatis(history, 150, 2025),
        escap(history, 150, 2025),
    )
    assert [verdict.light for verdict in verdicts] == [
        "progress, acceleration needed",
        "fair progress, acceleration needed",
        "cloud",
        "accelerate",
    ]


# --- what holds for all four ------------------------------------------------------------------------

# Base, current value and target, in every order.
ORDERS = list(permutations((12.4, 13.0, 15.0)))
GOOD = {"on track", "sun", "sun and cloud", "maintain", "target met", "target achieved"}


def four(base, now, target, *, higher_is_better):
    """Return what all four say of a straight line from the base, five years ago, to now."""
    line = pd.Series(np.linspace(base, now, 6), index=range(2015, 2021))
    wanted = {"higher_is_better": higher_is_better}
    return [
        eurostat(base, now, target, 5, 9, **wanted),
        un_progress_chart(base, now, target, 5, 4, **wanted),
        destatis(line, target, 2024, **wanted),
        escap(line, target, 2024, **wanted),
    ]


@pytest.mark.parametrize("higher_is_better", [True, False])
@pytest.mark.parametrize(("base", "now", "target"), ORDERS)
def test_none_is_content_with_a_series_that_moves_away(base, now, target, higher_is_better):
    sign = 1 if higher_is_better else -1
    met, away = sign * (now - target) >= 0, sign * (now - base) < 0
    lights = [one.light for one in four(base, now, target, higher_is_better=higher_is_better)]
    if away and not met:
        assert not GOOD & set(lights), lights
        assert lights == ["deterioration", "stagnation or regression", "thunderstorm", "reverse"]
    if met:
        assert set(lights) <= GOOD


@pytest.mark.parametrize("value", [0.1 + 0.2, 13.0, 1e-12, 1e9])
@pytest.mark.parametrize("higher_is_better", [True, False])
def test_a_constant_series_is_flat_whatever_its_last_bits(value, higher_is_better):
    target = value * 2 if higher_is_better else value / 2
    wiggle = [value * (1 + bit) for bit in (0, 1e-16, -1e-16, 0, 1e-16, 0)]
    line = pd.Series(wiggle, index=range(2015, 2021))
    wanted = {"higher_is_better": higher_is_better}
    assert destatis(line, target, 2024, **wanted).light == "no change"
    assert escap(line, target, 2024, **wanted).light == "no change"


@pytest.mark.parametrize(("base", "now", "target"), ORDERS)
def test_the_two_that_draw_lines_say_the_same_of_the_mirror_image(base, now, target):
    upright = four(base, now, target, higher_is_better=True)[2:]
    mirrored = four(100 - base, 100 - now, 100 - target, higher_is_better=False)[2:]
    assert [one.light for one in upright] == [one.light for one in mirrored]


def test_a_target_in_the_past_cannot_be_assessed():
    line = years(10, 11, 12, 13, 14)
    assert destatis(line, 20, 2020).light == escap(line, 20, 2020).light == UNABLE
    assert un_progress_chart(10, 14, 20, 4, -1).light == UNABLE
