"""Projecting a series of the book: what was known, the interval, the odds of a target."""

import numpy as np
import pandas as pd
import pytest
from goalcheck.forecast.projection import (
    METHODS,
    ProjectionError,
    growth_needed,
    probability_of,
    probability_of_growth,
    project,
    share_beyond,
)
from hypothesis import given, settings
from hypothesis import strategies as st

settings.register_profile("book", derandomize=True, deadline=None, max_examples=25)
settings.load_profile("book")

LINE = pd.Series([10.0, 12, 14, 16, 18], index=range(2019, 2024))

# Scaled errors one, two and three years ahead.
ERRORS = pd.DataFrame(
    {
        0.025: [-2.0, -3, -4],
        0.1: [-1.0, -2, -3],
        0.5: [0.0, 0, 1],
        0.9: [1.0, 3, 6],
        0.975: [2.0, 5, 8],
    },
    index=[1, 2, 3],
)

steps = st.lists(st.integers(-50, 50).filter(bool), min_size=5, max_size=10)


def walk(changes) -> pd.Series:
    values = 1000.0 + np.cumsum(changes)
    return pd.Series(values, index=range(2024 - len(values), 2024))


def published(values: pd.Series) -> pd.DataFrame:
    days = pd.to_datetime([f"{year + 1}-03-01" for year in values.index])
    sources = [f"bureau-{year + 1}" for year in values.index]
    return pd.DataFrame({"value": values, "published": days, "source_id": sources})


# --- the table -----------------------------------------------------------------------------------


def test_a_projection_says_what_it_is_and_what_it_was_made_from():
    table = project(published(LINE), 2025, "drift", errors=ERRORS, as_of="2024-08-14")
    expected = pd.DataFrame(
        {
            "year": [2024, 2025],
            "centre": [20.0, 22.0],
            "lower_80": [18.0, 18.0],  # the scale is 2
            "upper_80": [22.0, 28.0],
            "lower_95": [16.0, 16.0],
            "upper_95": [24.0, 32.0],
            "method": "drift",
            "window": 5,
            "as_of": "2024-08-14",
            "sources": [tuple(f"bureau-{year}" for year in range(2020, 2025))] * 2,
        }
    )
    pd.testing.assert_frame_equal(table, expected)


def test_without_errors_there_is_no_interval():
    table = project(LINE, 2024)
    assert table[["lower_80", "upper_80", "lower_95", "upper_95"]].isna().all().all()


def test_only_the_window_is_fitted():
    longer = pd.concat([pd.Series({2018: -500.0}), LINE])
    pd.testing.assert_frame_equal(project(longer, 2025, window=5), project(LINE, 2025))


def test_only_the_years_after_a_gap_count_and_nothing_is_filled_in():
    before = pd.Series([1.0, 50, 2], index=range(2015, 2018))
    pd.testing.assert_frame_equal(project(pd.concat([before, LINE]), 2025), project(LINE, 2025))


# --- properties ----------------------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
@given(changes=steps)
def test_intervals_widen_with_the_horizon(method, changes):
    table = project(walk(changes), 2026, method, errors=ERRORS)
    for level in (80, 95):
        width = table[f"upper_{level}"] - table[f"lower_{level}"]
        assert (width.diff().dropna() > 0).all()
    assert (table.lower_95 < table.lower_80).all()
    assert (table.upper_95 > table.upper_80).all()


@pytest.mark.parametrize("method", ["naive", "drift", "cagr", "ols", "ols_log"])
@given(changes=steps, factor=st.sampled_from([1e-4, 0.1, 10_000.0]))
def test_scaling_the_series_scales_the_projection_and_its_interval(method, changes, factor):
    numbers = ["centre", "lower_80", "upper_80", "lower_95", "upper_95"]
    plain = project(walk(changes), 2025, method, errors=ERRORS)[numbers]
    scaled = project(factor * walk(changes), 2025, method, errors=ERRORS)[numbers]
    np.testing.assert_allclose(scaled, factor * plain, rtol=1e-7, atol=1e-7 * factor)


@pytest.mark.parametrize("method", ["drift", "ols", "theta", "damped"])
@given(shares=st.lists(st.integers(1, 999), min_size=5, max_size=8, unique=True))
def test_a_share_stays_inside_its_bounds(method, shares):
    values = pd.Series([share / 10 for share in shares], index=range(2000, 2000 + len(shares)))
    table = project(values, 2002 + len(shares), method, errors=ERRORS, bounds=(0, 100))
    inside = table[["centre", "lower_80", "upper_80", "lower_95", "upper_95"]]
    assert ((inside >= 0) & (inside <= 100)).all().all()
    assert (table.lower_80 <= table.centre).all()


@given(changes=steps, revised=st.integers(-10_000, 10_000), order=st.randoms(use_true_random=False))
def test_what_was_published_later_changes_nothing_nor_does_the_order(changes, revised, order):
    known = published(walk(changes))
    day = "2024-08-14"
    later = pd.DataFrame(
        {
            "value": float(revised),
            "published": pd.to_datetime(["2024-08-15", "2025-01-01", None]),
            "source_id": "later",
        },
        index=[2023, 2024, 2022],
    )
    rows = pd.concat([known, later])
    shuffled = list(range(len(rows)))
    order.shuffle(shuffled)
    found = project(rows.iloc[shuffled], 2025, errors=ERRORS, as_of=day)
    pd.testing.assert_frame_equal(found, project(known, 2025, errors=ERRORS, as_of=day))
    odds = [
        probability_of(1000, ">", part, 2025, ERRORS, as_of=day)
        for part in (rows.iloc[shuffled], known)
    ]
    assert odds[0] == odds[1]


def test_what_was_published_on_the_day_counts():
    known = published(LINE).assign(published=pd.Timestamp("2024-08-14"))
    assert project(known, 2024, as_of="2024-08-14").centre.item() == 20


# --- what cannot be projected --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("series", "to_year", "message"),
    [
        (
            LINE[:4],
            2025,
            r"^too short to project: 4 years without a gap \(2019-2022\), 5 are needed",
        ),
        (
            LINE.drop(2021),
            2025,
            r"^too short to project: 2 years without a gap \(2022-2023\), 5 are needed",
        ),
        (LINE[:0], 2025, "^too short to project: nothing was known"),
        (LINE.replace(14.0, np.nan), 2025, "finite number"),
        (LINE.replace(14.0, np.inf), 2025, "finite number"),
        (pd.concat([LINE, LINE[2:3]]), 2025, "^two values for 2021"),
        (LINE, 2023, "the series already reaches 2023"),
        (LINE, 2027, "errors are known for 1, 2, 3 years ahead, not for 4"),
        (LINE * 0, 2025, "never changed gives no scale"),
        (
            LINE.to_frame("value").assign(basis=list("aabbb")),
            2025,
            "^bases must not be joined: a, b",
        ),
    ],
)
def test_what_cannot_be_projected_says_why(series, to_year, message):
    with pytest.raises(ProjectionError, match=message):
        project(series, to_year, errors=ERRORS)
    with pytest.raises(ProjectionError, match=message):
        probability_of(20, ">", series, to_year, ERRORS)


def test_a_constant_series_has_a_centre_but_no_interval():
    assert project(LINE * 0 + 7, 2025).centre.to_list() == [7.0, 7.0]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"method": "oracle"}, "unknown method 'oracle': choose one of naive, drift"),
        ({"as_of": "2024-08-14"}, "as_of needs a series with a column `published`"),
        ({"bounds": (0, 18)}, "strictly between 0 and 18"),
        ({"method": "cagr", "bounds": (0, 100)}, "above zero"),  # logits of less than half
    ],
)
def test_options_that_do_not_fit_say_why(options, message):
    with pytest.raises(ProjectionError, match=message):
        project(LINE, 2025, **options)


# --- probabilities -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "comparator", "year", "higher_is_better", "expected"),
    [
        # 2024: centre 20, scale 2, so 19 is an error of -0.5: between 0.1 (-1) and 0.5 (0).
        (19, ">", 2024, True, 0.7),
        (19, ">=", 2024, True, 0.7),
        (19, "=", 2024, True, 0.7),
        (19, ">", 2024, False, 0.3),
        # About 19 is met from 18.43 (19.57 where less is better): an error of -0.785 (-0.215).
        (19, "~", 2024, True, 0.814),
        (19, "~", 2024, False, 0.414),
        # 2026: centre 24, the median error is 1, so 26 is even odds.
        (26, ">", 2026, True, 0.5),
        # Beyond the table it says "at least" and "at most" what the table reaches.
        (-1000, ">", 2024, True, 0.975),
        (1000, ">", 2024, True, 0.025),
    ],
)
def test_the_probability_of_a_target(target, comparator, year, higher_is_better, expected):
    found = probability_of(
        target, comparator, LINE, year, ERRORS, higher_is_better=higher_is_better
    )
    assert found == pytest.approx(expected)


def test_the_probability_agrees_with_the_interval():
    table = project(LINE, 2025, errors=ERRORS)
    for column, above in {"lower_80": 0.9, "upper_80": 0.1, "lower_95": 0.975}.items():
        bound = table[column].iloc[-1]
        assert probability_of(bound, ">=", LINE, 2025, ERRORS) == pytest.approx(above)


def test_the_probability_of_a_share_agrees_with_its_interval():
    bounds = (0, 100)
    bound = project(LINE, 2025, errors=ERRORS, bounds=bounds).lower_80.iloc[-1]
    found = probability_of(bound, ">=", LINE, 2025, ERRORS, bounds=bounds)
    assert found == pytest.approx(0.9)


def test_an_unknown_comparator_is_refused():
    with pytest.raises(ValueError, match="comparator '=>': expected one of"):
        probability_of(20, "=>", LINE, 2025, ERRORS)


def test_the_share_beyond_counts_above_or_below():
    quantiles = pd.Series({0.1: -1.0, 0.5: 0.0, 0.9: 1.0})
    assert share_beyond(0.25, quantiles) == pytest.approx(0.4)
    assert share_beyond(0.25, quantiles, above=False) == pytest.approx(0.6)


# --- the mean growth of several years ------------------------------------------------------------


@pytest.mark.parametrize(
    ("growth", "target", "span", "expected"),
    [
        ({}, 5, (2021, 2025), 5),
        ({2021: 5.0, 2022: 5.0}, 5, (2021, 2025), 5),
        # 1.1 * x = 1.05 * 1.05, so x = 1.00227...
        ({2021: 10.0}, 5, (2021, 2022), 100 * (1.1025 / 1.1 - 1)),
        # 1.131 * 1.044 * 1.085 of 1.075 ** 5 are gone after three years.
        ({2021: 13.1, 2022: 4.4, 2023: 8.5}, 7.5, (2021, 2025), 5.8582),
        # Years outside the span do not count; order does not matter.
        ({2022: 0.0, 2020: 99.0, 2021: 21.0}, 10, (2021, 2023), 10.0),
    ],
)
def test_the_growth_still_needed(growth, target, span, expected):
    series = pd.Series(growth, dtype=float)
    assert growth_needed(series, target, span) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    ("growth", "message"),
    [
        ({2021: 1.0, 2022: 1.0, 2023: 1.0}, "the growth of 2021-2023 is known"),
        ({2022: 1.0}, "gap"),
        ({2021: -100.0}, "^growth must be a number above -100"),
        ({2021: np.nan}, "^growth must be a number above -100"),
    ],
)
def test_growth_that_leaves_nothing_to_work_out_says_why(growth, message):
    with pytest.raises(ProjectionError, match=message):
        growth_needed(pd.Series(growth), 5, (2021, 2023))


def test_errors_with_the_factor_of_their_family_give_the_same():
    quantiles = pd.DataFrame({0.1: [-1.0], 0.5: [0.0], 0.9: [1.0]}, index=[1])
    series = pd.Series([10.0, 12, 14, 16, 18], index=range(2019, 2024))
    with_factor = quantiles.assign(factor=1.5)[["factor", 0.1, 0.5, 0.9]]
    assert probability_of(19, ">", series, 2024, with_factor) == 0.7


GROWTH = pd.Series([10.0, 10, 10, 10, 10], index=range(2018, 2023))
# The index is 100 * 1.1 ** t; constant growth forecasts it exactly, its scale is that of six points.
LEVELS = 100 * 1.1 ** np.arange(6)
SCALE = np.diff(LEVELS).mean()


def test_the_probability_of_a_mean_growth_comes_from_the_chained_index():
    # 2021-2024 at 10 % a year is the centre itself, half a scale below it is a little less growth.
    centre = LEVELS[-1] * 1.1**2
    lower = 100 * (((centre - SCALE) / LEVELS[3]) ** (1 / 4) - 1)
    found = [
        probability_of_growth(target, ">=", GROWTH, (2021, 2024), ERRORS, method="cagr")
        for target in (10, lower)
    ]
    assert found == pytest.approx([0.5, 0.7])


def test_about_allows_three_percent_of_the_growth_not_of_the_index():
    about = probability_of_growth(10, "~", GROWTH, (2021, 2024), ERRORS, method="cagr")
    plain = probability_of_growth(9.7, ">=", GROWTH, (2021, 2024), ERRORS, method="cagr")
    assert about == plain > 0.5


def test_growth_published_later_changes_nothing():
    known = published(GROWTH)
    later = pd.concat([known, published(pd.Series({2023: -50.0}))])
    options = {"as_of": "2023-08-14", "method": "cagr"}
    assert probability_of_growth(
        10, ">", known, (2021, 2024), ERRORS, **options
    ) == probability_of_growth(10, ">", later, (2021, 2024), ERRORS, **options)


@pytest.mark.parametrize(
    ("growth", "span", "message"),
    [
        (GROWTH[1:], (2021, 2024), "too short to project: 4 years"),
        (GROWTH, (2017, 2024), "the growth of 2017 is not known"),
        (GROWTH, (2018, 2022), "already reaches 2022"),
        (GROWTH.replace(10.0, -100.0), (2021, 2024), "^growth must be a number above -100"),
    ],
)
def test_a_mean_growth_that_cannot_be_projected_says_why(growth, span, message):
    with pytest.raises(ProjectionError, match=message):
        probability_of_growth(7, ">", growth, span, ERRORS)
