"""Simulated five-year plans: how they are set and assessed, and what the odds are worth."""

import numpy as np
import pandas as pd
import pytest
from goalcheck.forecast.backtest import study_errors
from goalcheck.forecast.simulated import (
    brier_table,
    calibration_table,
    known_frequency,
    lights_table,
    simulate,
)

LIGHTS = ("eurostat", "un", "destatis", "escap")


def one_series(values) -> pd.DataFrame:
    years = range(2010, 2010 + len(values))
    return pd.DataFrame({"indicator": "size", "place": "here", "year": years, "value": values})


def simulated(values) -> pd.DataFrame:
    panel = one_series(values)
    families = pd.Series({"size": "sizes"})
    own = study_errors(panel, families, sizes=(8,), methods=("drift", "cagr"))
    return simulate(panel, families, own)


def test_a_plan_is_set_five_years_ahead_and_assessed_two_years_before_its_end():
    # Set in 2014 at 18 after 2 a year: 18 + 5 * 2, times 1, 1.5 and 2. Assessed in 2017 at 27, the
    # outcome of 2019 is 33.
    found = simulated([10, 12, 14, 16, 18, 21, 24, 27, 30, 33])
    columns = ["assessed", "ambition", "target", "met", "already"]
    expected = [
        (2017, 1.0, 28.0, True, False),
        (2017, 1.5, 33.0, True, False),
        (2017, 2.0, 38.0, False, False),
    ]
    pd.testing.assert_frame_equal(found[columns], pd.DataFrame(expected, columns=columns))


def test_the_lights_are_those_of_the_trackers():
    found = simulated([10, 12, 14, 16, 18, 21, 24, 27, 30, 33]).iloc[0]
    # Eurostat: (27/18)^(1/3) - 1 is 14.5 % against (28/18)^(1/5) - 1, 9.2 %.
    assert found[list(LIGHTS)].to_list() == ["on track", "on track", "sun", "maintain"]


def test_a_target_that_was_reached_when_assessed_is_marked():
    found = simulated([10, 12, 14, 16, 18, 30, 30, 30, 30, 30])
    assert found.already.to_list() == [True, False, False]
    assert found.eurostat[0] == "target achieved"


@pytest.mark.parametrize("values", [[18, 16, 14, 12, 10, 9, 8, 7, 6, 5], [5, 6, 7, 8, 9, 10, 11]])
def test_series_that_fell_before_or_are_too_short_make_no_plans(values):
    panel = pd.concat([one_series(values), one_series(range(10, 20)).assign(place="there")])
    families = pd.Series({"size": "sizes"})
    own = study_errors(panel, families, sizes=(8,), methods=("drift", "cagr"))
    assert set(simulate(panel, families, own).place) == {"there"}


def test_without_errors_of_other_places_there_are_no_odds():
    found = simulated([10, 12, 14, 16, 18, 21, 24, 27, 30, 33])
    assert found[["drift_known", "cagr_known", "drift_all_years"]].isna().all().all()


def test_a_light_s_frequency_knows_only_plans_that_had_ended():
    rows = pd.DataFrame(
        [
            ("a", 2015, "sun", True),
            ("b", 2015, "sun", False),
            ("b", 2015, "cloud", False),
            ("a", 2017, "sun", True),
            ("a", 2017, "cloud", True),
            ("a", 2016, "sun", True),
            ("c", 2017, "storm", True),
        ],
        columns=["place", "assessed", "destatis", "met"],
    )
    found = known_frequency(rows, "destatis")
    # In 2017 the plans of 2015 have ended; a sees those of b, and c, whose light is new, all three.
    expected = [np.nan, np.nan, np.nan, 0, 0, np.nan, 1 / 3]
    assert found.to_list() == pytest.approx(expected, nan_ok=True)


def test_the_tables_count_what_they_say():
    rows = pd.DataFrame(
        {
            "place": "a",
            "assessed": 2020,
            "met": [True, False, True, True],
            "already": [False, False, True, False],
            "eurostat": ["on track", "on track", "target achieved", "limited progress"],
            "un": "on track",
            "destatis": "sun",
            "escap": "maintain",
            "textbook": [0.9, 0.4, 1.0, np.nan],
            "drift_all_years": 0.5,
            "drift_known": [1.0, 0.0, 1.0, 0.5],
            "cagr_all_years": 0.5,
            "cagr_known": [0.6, 0.2, 0.9, 0.5],
        }
    )
    table = brier_table(rows).set_index(["plans", "forecaster"])
    assert set(table.cases) == {3, 2}  # the fourth has no textbook odds
    assert table.brier["all", "eurostat, yes or no"] == pytest.approx(1 / 3)
    assert table.brier["all", "eurostat, frequency of all years"] == pytest.approx(0.5 / 3)
    assert table.brier["still open", "drift with Student t"] == pytest.approx((0.01 + 0.16) / 2)
    assert table.brier["all", "drift, errors known then"] == 0
    assert table.brier["still open", "cagr, errors known then"] == pytest.approx(0.10)
    assert table.right["all", "eurostat, yes or no"] == pytest.approx(200 / 3)

    lights = lights_table(rows).set_index(["tracker", "light"])
    assert lights.loc["eurostat", "on track"].to_list() == [2, 50, 2, 50]
    assert lights.loc["eurostat", "target achieved"][["cases", "still_open"]].to_list() == [1, 0]

    calibration = calibration_table(rows)
    drift = calibration[calibration.method == "drift"]
    assert drift[["stated", "happened", "cases"]].to_numpy().tolist() == [
        [0, 0, 1],
        [0.5, 1, 1],
        [1, 1, 2],
    ]
