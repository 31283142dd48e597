"""Simple methods of projecting a short yearly series: values and a horizon in, forecasts out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

# How closely the smoothing methods are fitted: tight, so that the result is the same everywhere.
SEARCH = {"ftol": 1e-12, "maxiter": 1000}


class ProjectionError(ValueError):
    """A series that cannot be projected, or not by this method."""


def naive(values: ArrayLike, horizon: int) -> np.ndarray:
    """Forecast the last value for every year.

    Parameters
    ----------
    values : array of shape (n,)
        Yearly values without a gap, oldest first.
    horizon : int
        How many years to forecast.

    Returns
    -------
    array of shape (horizon,)

    Raises
    ------
    ProjectionError
        If the values are too few, not finite or not one-dimensional, or the horizon not positive.

    Examples
    --------
    >>> naive([10, 12, 15], 2)
    array([15., 15.])
    """
    values = _checked(values, horizon, fewest=1)
    return np.repeat(values[-1], horizon)


def drift(values: ArrayLike, horizon: int) -> np.ndarray:
    """Add the mean yearly change of the window to the last value, once a year.

    Parameters and errors as in `naive`; needs two points. Source: Hyndman and Athanasopoulos,
    Forecasting: Principles and Practice, https://otexts.com/fpp3/simple-methods.html

    Examples
    --------
    >>> drift([10, 12, 16], 2)
    array([19., 22.])
    """
    values = _checked(values, horizon, fewest=2)
    change = (values[-1] - values[0]) / (len(values) - 1)
    return values[-1] + change * _ahead(horizon)


def cagr(values: ArrayLike, horizon: int) -> np.ndarray:
    """Let the last value grow at the compound annual rate of the window.

    Parameters and errors as in `naive`; needs two points, all above zero. It is `drift` on logs.

    Examples
    --------
    >>> cagr([10, 15, 40], 2)
    array([ 80., 160.])
    """
    values = _positive(_checked(values, horizon, fewest=2))
    rate = (values[-1] / values[0]) ** (1 / (len(values) - 1))
    return values[-1] * rate ** _ahead(horizon)


def ols(values: ArrayLike, horizon: int) -> np.ndarray:
    """Continue the straight line that least squares fits to the window.

    Parameters and errors as in `naive`; needs three points. Estimated by statsmodels.

    Examples
    --------
    >>> ols([1, 2, 4, 5], 2).round(6)
    array([6.5, 7.9])
    """
    values = _checked(values, horizon, fewest=3)
    return _line(values, horizon)[1]


def ols_log(values: ArrayLike, horizon: int) -> np.ndarray:
    """Continue the least-squares line through the logs of the window: a smoothed constant growth.

    Parameters and errors as in `naive`; needs three points, all above zero.

    Examples
    --------
    >>> ols_log([1, 2, 4, 8], 2).round(6)
    array([16., 32.])
    """
    values = _positive(_checked(values, horizon, fewest=3))
    return np.exp(_line(np.log(values), horizon)[1])


def theta(values: ArrayLike, horizon: int) -> np.ndarray:
    """Average the least-squares line and simple smoothing of the line of doubled curvature.

    The classic Theta method as the M competitions ran it on yearly data: half the theta = 0 line
    (the trend), half simple exponential smoothing of the theta = 2 line (twice the values minus
    the trend); here a forecast below zero stays as it is. Parameters and errors as in `naive`;
    needs four points. Smoothing is estimated by statsmodels. Source: Assimakopoulos and
    Nikolopoulos (2000), https://doi.org/10.1016/S0169-2070(00)00066-2; `Theta.classic` in
    https://github.com/Mcompetitions/M4-methods/blob/master/Benchmarks%20and%20Evaluation.R

    Examples
    --------
    >>> theta([10, 12, 14, 16], 2).round(6)
    array([17., 18.])
    """
    values = _checked(values, horizon, fewest=4)
    if np.ptp(values) == 0:
        return naive(values, horizon)  # both lines are that constant
    from statsmodels.tsa.holtwinters import SimpleExpSmoothing

    scaled = _scaled(values)
    trend_within, trend_ahead = _line(scaled, horizon)
    model = SimpleExpSmoothing(2 * scaled - trend_within, initialization_method="estimated")
    return _unscaled((trend_ahead + _forecast(model, horizon, "theta")) / 2, values)


def damped(values: ArrayLike, horizon: int) -> np.ndarray:
    """Continue the level and a trend that fades (damped Holt), both by exponential smoothing.

    Parameters and errors as in `naive`; needs five points. Estimated by statsmodels. Source:
    Gardner and McKenzie (1985), https://doi.org/10.1287/mnsc.31.10.1237

    Examples
    --------
    >>> damped([10, 10, 10, 10, 10], 2)
    array([10., 10.])
    """
    values = _checked(values, horizon, fewest=5)
    if np.ptp(values) == 0:
        return naive(values, horizon)  # the level is that constant, the trend nil
    from statsmodels.tsa.holtwinters import Holt

    model = Holt(_scaled(values), damped_trend=True, initialization_method="estimated")
    return _unscaled(_forecast(model, horizon, "damped"), values)


def combination(values: ArrayLike, horizon: int) -> np.ndarray:
    """Average `theta`, `damped` and `drift`.

    Parameters and errors as in `naive`; needs five points. The simple mean of methods did well in
    the M4 competition, https://doi.org/10.1016/j.ijforecast.2019.04.014

    Examples
    --------
    >>> combination([10, 10, 10, 10, 10], 1)
    array([10.])
    """
    return (theta(values, horizon) + damped(values, horizon) + drift(values, horizon)) / 3


METHODS: dict[str, Callable[..., np.ndarray]] = {
    method.__name__: method
    for method in (naive, drift, cagr, ols, ols_log, theta, damped, combination)
}


def mean_absolute_change(values: ArrayLike) -> float:
    """Return the mean absolute yearly change: the scale of all errors in this book.

    Examples
    --------
    >>> mean_absolute_change([10, 12, 9])
    2.5
    """
    return float(np.abs(np.diff(np.asarray(values, float))).mean())


# --- parts ----------------------------------------------------------------------------------------


def _checked(values: ArrayLike, horizon: int, *, fewest: int) -> np.ndarray:
    values = np.asarray(values, float)
    if values.ndim != 1:
        raise ProjectionError(f"expected a one-dimensional series, found {values.ndim} dimensions")
    if len(values) < fewest:
        raise ProjectionError(f"too short to project: {len(values)} points, {fewest} are needed")
    if not np.isfinite(values).all():
        raise ProjectionError("every value of a series must be a finite number")
    if not horizon >= 1 or horizon % 1:
        raise ProjectionError(f"horizon {horizon!r}: expected a whole number of years, 1 or more")
    return values


def _positive(values: np.ndarray) -> np.ndarray:
    if values.min() <= 0:
        raise ProjectionError("constant growth needs values above zero")
    return values


def _ahead(horizon: int) -> np.ndarray:
    return np.arange(1, horizon + 1)


def _scaled(values: np.ndarray) -> np.ndarray:
    """Start a series at zero and measure it in mean yearly changes, for a numerical fit.

    Otherwise the search would end early on large or flat series, and at points that depend on the
    unit and on the processor.
    """
    return (values - values[0]) / mean_absolute_change(values)


def _unscaled(forecast: np.ndarray, values: np.ndarray) -> np.ndarray:
    return values[0] + mean_absolute_change(values) * forecast


def _line(values: np.ndarray, horizon: int) -> tuple[np.ndarray, np.ndarray]:
    """Fit a straight line and return it within the window and ahead of it."""
    from statsmodels.regression.linear_model import OLS

    time = np.arange(len(values) + horizon, dtype=float)
    design = np.column_stack([np.ones_like(time), time])
    line = design @ OLS(values, design[: len(values)]).fit().params
    return line[: len(values)], line[len(values) :]


def _forecast(model: Any, horizon: int, method: str) -> np.ndarray:
    """Fit a smoothing model until the search has really ended, or raise ProjectionError."""
    import warnings

    from statsmodels.tools.sm_exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        warnings.simplefilter("error", ConvergenceWarning)
        try:
            fit = model.fit(method="SLSQP", minimize_kwargs={"options": SEARCH})
        except ConvergenceWarning as failure:
            raise ProjectionError(f"{method} did not converge on this series") from failure
    ahead = np.asarray(fit.forecast(horizon), float)
    if not np.isfinite(ahead).all():
        raise ProjectionError(f"{method} gave no finite forecast for this series")
    return ahead


# The methods of `projection.METHODS`: a name for labels and tables, and what each does.
METHOD_NAMES = {
    "naive": "no change",
    "drift": "mean change",
    "cagr": "mean growth",
    "ols": "straight line",
    "ols_log": "line of logs",
    "theta": "Theta",
    "damped": "fading trend",
    "combination": "mean of three",
}


METHOD_WORDS = {
    "naive": "no change",
    "drift": "the last value plus the mean yearly change",
    "cagr": "the last value, growing at the mean yearly rate of the last years",
    "ols": "a straight line through the points",
    "ols_log": "a straight line through the logarithms",
    "theta": "a smoothed level plus half the slope of the straight line (the Theta method)",
    "damped": "a trend that fades",
    "combination": "the mean of Theta, fading trend and mean change",
}
