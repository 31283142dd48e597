"""The scores, by hand, and forecasting from every origin."""

import numpy as np
import pandas as pd
import pytest
from goalcheck.forecast.scores import (
    brier,
    coverage,
    crps,
    interval_score,
    mase,
    rolling_origin,
    smape,
    windows,
)


@pytest.mark.parametrize(
    ("errors", "scale", "expected"),
    [([2, -4], 2, 1.5), ([2, -4], [2, 8], 0.75), ([0], 3, 0)],
)
def test_mase_is_the_mean_error_in_scale_units(errors, scale, expected):
    assert mase(errors, scale) == expected


@pytest.mark.parametrize(
    ("actual", "forecast", "expected"),
    [
        ([100], [100], 0),
        ([100], [300], 100),  # 200 * 200 / 400
        ([300], [100], 100),
        ([1], [-1], 200),
        ([10, 30], [30, 10], 100),
    ],
)
def test_smape_is_symmetric_and_ends_at_200(actual, forecast, expected):
    assert smape(actual, forecast) == expected


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (5, 10),  # inside: the width
        (10, 10),  # on the bound
        (12, 10 + 2 / 0.2 * 2),
        (-1, 10 + 2 / 0.2 * 1),
    ],
)
def test_the_interval_score_adds_what_lies_outside(actual, expected):
    assert interval_score([actual], [0], [10], level=0.8) == pytest.approx(expected)


def test_the_width_is_from_bound_to_bound():
    assert interval_score([5], [4], [10], level=0.8) == pytest.approx(6)


def test_coverage_counts_the_bounds_as_inside():
    assert coverage([0, 10, 10.1, -0.1], [0] * 4, [10] * 4) == 0.5


@pytest.mark.parametrize(
    ("stated", "happened", "expected"),
    [([1, 0], [True, False], 0), ([1, 0], [False, True], 1), ([0.5, 0.5], [True, False], 0.25)],
)
def test_brier_is_the_mean_squared_gap(stated, happened, expected):
    assert brier(stated, happened) == expected


def test_crps_is_twice_the_mean_pinball_loss():
    quantiles = pd.Series({0.25: 8.0, 0.5: 10.0, 0.75: 12.0})
    # Losses at 9: 0.25 * 1, 0.5 * 1, 0.25 * 3.
    assert crps(9.0, quantiles) == pytest.approx(2 * (0.25 + 0.5 + 0.75) / 3)


def test_crps_of_close_quantiles_comes_near_the_integral():
    # A uniform forecast on 0..1 and the outcome 0: the integral of (1 - x)^2 is 1/3.
    probabilities = (np.arange(1000) + 0.5) / 1000
    assert crps(0.0, pd.Series(probabilities, index=probabilities)) == pytest.approx(
        1 / 3, abs=1e-5
    )


VALUES = pd.Series([1.0, 2.0, 4.0, 5.0, 9.0], index=range(2010, 2015))


def test_every_origin_with_a_full_window_is_used_as_far_as_outcomes_reach():
    found = rolling_origin(VALUES, window=3, horizon=2, methods=("naive", "drift"))
    columns = ["origin", "horizon", "method", "forecast", "actual", "last", "scale"]
    expected = [
        (2012, 1, "naive", 4.0, 5.0, 4.0, 1.5),
        (2012, 2, "naive", 4.0, 9.0, 4.0, 1.5),
        (2012, 1, "drift", 5.5, 5.0, 4.0, 1.5),
        (2012, 2, "drift", 7.0, 9.0, 4.0, 1.5),
        (2013, 1, "naive", 5.0, 9.0, 5.0, 1.5),
        (2013, 1, "drift", 6.5, 9.0, 5.0, 1.5),
    ]
    pd.testing.assert_frame_equal(found, pd.DataFrame(expected, columns=columns))


def test_the_order_of_years_does_not_matter():
    pd.testing.assert_frame_equal(
        rolling_origin(VALUES[::-1], 3, 2, ("drift",)), rolling_origin(VALUES, 3, 2, ("drift",))
    )


def test_a_forecast_knows_nothing_later_than_its_origin():
    changed = VALUES.copy()
    changed.loc[2013:] = [-1e6, 1e6]
    first = [
        rolling_origin(values, 3, 2, ("drift",)).query("origin == 2012").forecast.to_list()
        for values in (VALUES, changed)
    ]
    assert first[0] == first[1]


def test_a_method_that_cannot_be_estimated_is_marked_not_replaced():
    found = rolling_origin(VALUES - 2, window=3, horizon=1, methods=("cagr", "drift"))
    assert found[found.method == "cagr"].forecast.isna().to_list() == [True, True]
    assert found[found.method == "drift"].forecast.notna().all()


@pytest.mark.parametrize(
    ("values", "origins"),
    [
        (VALUES, [2012, 2013]),
        (VALUES.drop(2011), []),
        (VALUES.drop(2013), [2012]),  # its outcome in 2014 is there, that of 2013 is not
        (VALUES.mask(VALUES == 5), [2012]),
        (VALUES * 0, []),  # no change, no scale
        (VALUES[:3], []),  # no outcome
    ],
)
def test_windows_are_full_and_change_and_have_an_outcome(values, origins):
    assert [origin for origin, _, _ in windows(values, window=3, horizon=2)] == origins


def test_a_missing_outcome_is_not_a_number():
    ((_, fitted, outcomes),) = windows(VALUES.drop(2013), window=3, horizon=2)
    assert fitted.tolist() == [1, 2, 4]
    assert np.isnan(outcomes[0]) and outcomes[1] == 9
