"""The methods of projecting: exact where they must be, clear where they cannot work."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest
from goalcheck.forecast.methods import METHODS, ProjectionError, mean_absolute_change
from hypothesis import given, settings
from hypothesis import strategies as st

settings.register_profile("book", derandomize=True, deadline=None, max_examples=25)
settings.load_profile("book")

LINEAR = ("naive", "drift", "ols", "theta", "damped", "combination")
ON_LOGS = ("cagr", "ols_log")

numbers = st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 3))
series = st.lists(st.floats(1, 1000).map(lambda x: round(x, 2)), min_size=5, max_size=12)


def random_walk(points: int, seed: int = 0) -> np.ndarray:
    return 100 + np.random.default_rng(seed).normal(size=points).cumsum()


def run_python(code: str, **environment: str) -> str:
    """Run code in a fresh process and return what it printed."""
    environment |= {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return run.stdout.strip()


# --- what each method forecasts ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("naive", [18, 18]),
        ("drift", [20, 22]),  # (18 - 10) / 4 a year
        ("ols", [20, 22]),
        ("theta", [19, 20]),  # half the line (20, 22), half the last value, fully smoothed
        ("damped", [19.98, 21.94]),  # its trend must fade a little
    ],
)
def test_a_straight_line_is_continued(method, expected):
    forecast = METHODS[method]([10, 12, 14, 16, 18], 2)
    assert forecast == pytest.approx(expected, abs=2e-2)


@pytest.mark.parametrize("method", ON_LOGS)
def test_constant_growth_is_continued(method):
    assert METHODS[method]([1, 2, 4, 8, 16], 3) == pytest.approx([32, 64, 128])


def test_the_methods_on_one_uneven_series():
    values = [10, 13, 12, 17, 16]
    # Line: mean 13.6, slope (-2*10 - 13 + 17 + 2*16) / 10 = 1.6, so 13.6 + 1.6 * 3 one year ahead.
    assert METHODS["ols"](values, 2) == pytest.approx([18.4, 20.0])
    assert METHODS["drift"](values, 2) == pytest.approx([17.5, 19.0])
    assert METHODS["cagr"](values, 2) == pytest.approx([16 * 1.6**0.25, 16 * 1.6**0.5])


def test_theta_is_half_the_line_and_half_the_smoothed_theta_2_line():
    values = random_walk(20)
    time = np.arange(23)
    slope, level = np.polyfit(time[:20], values, 1)
    line = level + slope * time
    curved = 2 * values - line[:20]

    def squares(alpha):
        # With the smoothing known, the best starting level is a linear least-squares problem.
        weights = np.array([(1 - alpha) ** t for t in range(20)])
        level_from_zero, levels = 0.0, []
        for value in curved:
            levels.append(level_from_zero)
            level_from_zero += alpha * (value - level_from_zero)
        gaps = curved - levels
        start = (weights @ gaps) / (weights @ weights)
        return ((gaps - start * weights) ** 2).sum(), level_from_zero + start * (1 - alpha) ** 20

    smoothed = min(squares(alpha) for alpha in np.linspace(0, 1, 2001))[1]
    assert METHODS["theta"](values, 3) == pytest.approx((line[20:] + smoothed) / 2, abs=1e-3)


def test_the_combination_is_the_mean_of_theta_damped_and_drift():
    values = random_walk(9)
    parts = [METHODS[name](values, 3) for name in ("theta", "damped", "drift")]
    assert METHODS["combination"](values, 3) == pytest.approx(np.mean(parts, axis=0))


# --- properties -------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["drift", "ols"])
@given(start=numbers, slope=numbers, points=st.integers(3, 20), horizon=st.integers(1, 5))
def test_drift_and_ols_are_exact_on_a_line(method, start, slope, points, horizon):
    time = np.arange(points + horizon)
    line = start + slope * time
    size = max(1.0, np.abs(line).max())
    forecast = METHODS[method](line[:points], horizon)
    assert forecast == pytest.approx(line[points:], abs=1e-9 * size)


@pytest.mark.parametrize("method", METHODS)
@given(values=series, factor=st.sampled_from([1e-6, 0.37, 10.0, 1e8]))
def test_scaling_the_series_scales_the_forecast(method, values, factor):
    values = np.array(values)
    expected = factor * METHODS[method](values, 2)
    reach = factor * (np.ptp(values) + 1e-6)
    tolerance = 1e-3 if method in ("damped", "combination") else 1e-5
    found = METHODS[method](factor * values, 2)
    assert found == pytest.approx(expected, rel=1e-6, abs=tolerance * reach)


@pytest.mark.parametrize("method", LINEAR)
@given(value=numbers, points=st.integers(5, 12))
def test_a_constant_series_stays_constant(method, value, points):
    forecast = METHODS[method](np.full(points, value), 2)
    assert forecast == pytest.approx([value, value], abs=1e-9 * max(1, abs(value)))


# --- what cannot be projected -----------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_value_that_is_no_number_is_refused(method, bad):
    with pytest.raises(ProjectionError, match="finite number"):
        METHODS[method]([1, 2, bad, 4, 5, 6], 1)


@pytest.mark.parametrize("method", METHODS)
def test_a_table_is_refused(method):
    with pytest.raises(ProjectionError, match="one-dimensional series, found 2 dimensions"):
        METHODS[method](np.ones((5, 2)), 1)


@pytest.mark.parametrize("horizon", [0, -1, 1.5, np.nan, np.inf])
def test_a_horizon_must_be_a_whole_number_of_years(horizon):
    with pytest.raises(ProjectionError, match="whole number of years"):
        METHODS["naive"]([1, 2, 3], horizon)


@pytest.mark.parametrize(
    ("method", "fewest"),
    [("naive", 1), ("drift", 2), ("cagr", 2), ("ols", 3), ("ols_log", 3)]
    + [("theta", 4), ("damped", 5), ("combination", 5)],
)
def test_each_method_names_the_points_it_needs(method, fewest):
    values = [3.0, 4.0, 6.0, 5.0, 7.0]
    assert len(METHODS[method](values[:fewest], 1)) == 1
    message = f"too short to project: {fewest - 1} points, {fewest} are needed"
    with pytest.raises(ProjectionError, match=message):
        METHODS[method](values[: fewest - 1], 1)


@pytest.mark.parametrize("method", ON_LOGS)
@pytest.mark.parametrize("values", [[1, 0, 2, 3, 4], [1, -1, 2, 3, 4]])
def test_growth_needs_values_above_zero(method, values):
    with pytest.raises(ProjectionError, match="above zero"):
        METHODS[method](values, 1)


@pytest.mark.parametrize("method", LINEAR)
def test_zeros_are_values_like_others(method):
    assert METHODS[method]([0, 0, 0, 0, 0], 1).tolist() == [0]


@pytest.mark.parametrize("method", ["theta", "damped", "combination"])
def test_a_fit_that_does_not_converge_raises(method, monkeypatch):
    monkeypatch.setattr("goalcheck.forecast.methods.SEARCH", {"ftol": 1e-12, "maxiter": 1})
    with pytest.raises(ProjectionError, match="did not converge on this series"):
        METHODS[method](random_walk(8), 1)


# --- other people's series --------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("points", [13, 800])
def test_long_series_of_any_size_can_be_projected(method, points):
    walk = random_walk(points, seed=points)
    for factor in (1e-6, 1e9):
        forecast = METHODS[method](factor * walk, 6)
        assert (np.abs(forecast / factor - walk[-1]) < 60).all()


@pytest.mark.parametrize("method", METHODS)
def test_small_changes_on_a_high_level_are_not_lost(method):
    walk = random_walk(13)
    high = METHODS[method](walk + 1e6, 2) - 1e6
    if method in LINEAR:
        assert high == pytest.approx(METHODS[method](walk, 2), abs=1e-3)


def test_forecasts_do_not_depend_on_the_processor():
    code = (
        "import numpy as np; from goalcheck.forecast.methods import METHODS;"
        "walks = 50 + np.random.default_rng(1).normal(size=(12, 8)).cumsum(axis=1);"
        "print([[float(x) for w in walks for x in m(w, 2)] for m in METHODS.values()])"
    )
    found = []
    for core in ("Prescott", "Haswell"):
        run = run_python(code, OPENBLAS_CORETYPE=core, OPENBLAS_NUM_THREADS="1")
        found.append(np.array(json.loads(run)))
    assert found[0] == pytest.approx(found[1], abs=2e-5)


def test_importing_the_methods_does_not_import_statsmodels():
    code = (
        "import sys, goalcheck.forecast.projection, goalcheck.forecast.backtest, goalcheck.forecast.simulated;"
        "print([m for m in ('statsmodels', 'scipy') if m in sys.modules])"
    )
    assert run_python(code) == "[]"


def test_the_scale_is_the_mean_absolute_change():
    assert mean_absolute_change([10, 12, 9, 9]) == pytest.approx(5 / 3)
