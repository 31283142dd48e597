"""The study of the reference class: small cases by hand, and the committed tables made again."""

import pandas as pd
import pytest
from goalcheck.forecast.backtest import (
    accuracy_table,
    headline_method,
    study_errors,
)
from goalcheck.forecast.projection import ProjectionError

CHEAP = ("naive", "drift", "cagr")
KEY = ["window", "horizon", "family", "method"]

PANEL = pd.DataFrame(
    [
        ("size", place, year, value, "bureau", year + 1)
        for place, values in {
            "north": [10, 12, 14, 16, 20],
            "south": [10, 11, 12, 13, 14],
            "china": [20, 23, 26, 29, 34],
        }.items()
        for year, value in zip(range(2010, 2015), values, strict=True)
    ],
    columns=["indicator", "place", "year", "value", "source_id", "vintage"],
)
FAMILIES = pd.Series({"size": "sizes", "other": ""})


# --- by hand -------------------------------------------------------------------------------------


def small_study(panel):
    return study_errors(panel, FAMILIES, sizes=(4,), methods=CHEAP)


def test_the_study_forecasts_every_region_and_leaves_the_nation_out():
    found = study_errors(PANEL, FAMILIES, sizes=(4,), horizon=1, methods=("drift",))
    columns = ["place", "origin", "forecast", "actual", "scale", "error", "family"]
    expected = [
        ("north", 2013, 18.0, 20.0, 2.0, 1.0, "sizes"),
        ("south", 2013, 14.0, 14.0, 1.0, 0.0, "sizes"),
    ]
    pd.testing.assert_frame_equal(
        found[columns], pd.DataFrame(expected, columns=columns), check_dtype=False
    )


def test_indicators_without_a_family_are_left_out():
    other = pd.concat([PANEL, PANEL.assign(indicator="other")])
    pd.testing.assert_frame_equal(small_study(other), small_study(PANEL))


def test_a_panel_without_a_series_long_enough_for_one_case_is_told():
    with pytest.raises(ProjectionError, match="panel: expected a series of 9 years in a row"):
        study_errors(PANEL, FAMILIES, sizes=(8,), methods=CHEAP)


def test_the_order_of_rows_does_not_matter():
    shuffled = PANEL.sample(frac=1, random_state=0)
    pd.testing.assert_frame_equal(small_study(shuffled), small_study(PANEL))


def test_each_indicator_counts_the_same_however_many_cases_it_has():
    rows = [("a", 1.0, 10.0, 9.0)] * 3 + [("b", -5.0, 10.0, 15.0)]
    errors = pd.DataFrame(rows, columns=["indicator", "error", "actual", "forecast"])
    errors = errors.assign(window=8, horizon=1, family="f", method="drift")
    table = accuracy_table(errors).set_index("family").loc["all"]
    # MASE (1 + 5) / 2, bias -(1 - 5) / 2; the median error of the four cases is 10 %.
    assert table[["cases", "mase", "bias", "median_error"]].to_list() == [4, 3, 2, 10]


def test_the_headline_method_errs_least_two_years_ahead():
    rows = [
        (8, 2, "all", "drift", 2.0),
        (8, 2, "all", "cagr", 2.5),
        (8, 1, "all", "cagr", 0.1),
        (10, 2, "all", "cagr", 0.1),
        (8, 2, "rd", "cagr", 0.1),
    ]
    assert headline_method(pd.DataFrame(rows, columns=[*KEY, "mase"])) == "drift"
