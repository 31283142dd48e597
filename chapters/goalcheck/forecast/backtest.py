"""How good such projections are: every method on a reference class, and the errors it made there.

`goalcheck study` remakes the tables of `data/derived/`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pandas as pd

from goalcheck.data.package import Package
from goalcheck.forecast import simulated
from goalcheck.forecast.intervals import (
    ALL,
    HORIZON,
    NATION,
    coverage_table,
    error_quantiles,
    textbook_coverage,
)
from goalcheck.forecast.projection import METHODS, WINDOW, ProjectionError
from goalcheck.forecast.scores import rolling_origin

WINDOWS = (WINDOW, 10)


def study_errors(
    panel: pd.DataFrame,
    families: pd.Series,
    *,
    sizes: tuple[int, ...] = WINDOWS,
    horizon: int = HORIZON,
    methods: tuple[str, ...] = tuple(METHODS),
    processes: int = 1,
) -> pd.DataFrame:
    """Forecast every series of a panel from every origin and compare.

    Parameters
    ----------
    panel : DataFrame
        Columns `indicator, place, year, value`, one row a cell; the nation is left out.
    families : Series
        Family of an indicator; indicators with an empty one are left out.
    sizes : tuple of int
        Lengths of the fitting window.
    horizon, methods
        As in `scores.rolling_origin`.
    processes : int
        How many processes share the work.

    Returns
    -------
    DataFrame
        The columns of `rolling_origin` and `indicator, family, place, window, error`; `error` is
        (actual - forecast) / scale.

    Raises
    ------
    ProjectionError
        If no series has a full window and a year after it.

    Examples
    --------
    >>> values = dict(year=range(2015, 2020), value=[10.0, 12.0, 14.0, 16.0, 20.0])
    >>> panel = pd.DataFrame(dict(indicator="patents", place="hilltown", **values))
    >>> families = pd.Series({"patents": "patents"})
    >>> study_errors(panel, families, sizes=(4,), methods=("drift",)).error.to_list()
    [1.0]
    """
    families = families[families != ""]
    rows = panel[panel.indicator.isin(families.index) & (panel.place != NATION)]
    jobs = [
        (indicator, place, cells.set_index("year").value, window)
        for (indicator, place), cells in rows.groupby(["indicator", "place"])
        for window in sizes
    ]
    work = partial(_one_series, horizon=horizon, methods=methods)
    if processes > 1:
        # Fresh processes, so that each obeys the limit on threads that the environment sets.
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            parts = list(pool.map(work, jobs, chunksize=16))
    else:
        parts = [work(job) for job in jobs]
    parts = [part for part in parts if len(part)]
    if not parts:
        need = min(sizes) + 1
        raise ProjectionError(f"panel: expected a series of {need} years in a row, found none")
    errors = pd.concat(parts, ignore_index=True)
    return errors.assign(
        family=errors.indicator.map(families),
        error=(errors.actual - errors.forecast) / errors.scale,
    )


def _one_series(job: tuple, *, horizon: int, methods: tuple[str, ...]) -> pd.DataFrame:
    indicator, place, values, window = job
    rows = rolling_origin(values, window, horizon, methods)
    return rows.assign(indicator=indicator, place=place, window=window)


def accuracy_table(errors: pd.DataFrame) -> pd.DataFrame:
    """Return MASE and bias of each method, window, horizon and family.

    Each indicator counts the same, however many cases it has.

    Returns
    -------
    DataFrame
        Columns `window, horizon, family, method, cases, mase, bias, median_error`; family "all"
        is the whole panel; `bias` is the mean of forecast minus actual in units of the mean
        absolute yearly change; `median_error` the median absolute error in percent of the actual.

    Examples
    --------
    >>> same = dict(window=8, horizon=1, family="a", indicator="x", method="drift", actual=2.0)
    >>> cases = [same | dict(error=1.0, forecast=1), same | dict(error=-2.0, forecast=4)]
    >>> table = accuracy_table(pd.DataFrame(cases)).set_index("family")
    >>> table.loc[["a"], ["cases", "mase", "bias", "median_error"]].to_dict("list")
    {'cases': [2], 'mase': [1.5], 'bias': [0.5], 'median_error': [75.0]}
    """
    sized = errors.assign(
        size=errors.error.abs(),
        relative=100 * ((errors.forecast - errors.actual) / errors.actual).abs(),
    )
    whole = pd.concat([sized, sized.assign(family=ALL)])
    key = ["window", "horizon", "family", "method"]
    means = whole.groupby([*key, "indicator"])[["size", "error"]].mean().groupby(key).mean()
    table = pd.DataFrame(
        {
            "cases": whole.groupby(key)["size"].count(),
            "mase": means["size"],
            "bias": -means.error,
            "median_error": whole.groupby(key).relative.median(),
        }
    )
    return table.reset_index()


def headline_method(accuracy: pd.DataFrame) -> str:
    """Return the method whose projections the book prints first, chosen by a rule.

    The rule: the smallest MASE two years ahead over the whole reference class, window of eight
    years, with nothing in the table that was not known on the day of the projection.

    Parameters
    ----------
    accuracy : DataFrame
        As `accuracy_table` returns it.

    Examples
    --------
    >>> headline_method(book.derived("accuracy_as_of"))
    'drift'
    """
    rows = accuracy[
        (accuracy.window == WINDOW) & (accuracy.horizon == 2) & (accuracy.family == ALL)
    ]
    return rows.set_index("method").mase.idxmin()


# --- the committed results ------------------------------------------------------------------------


def derive(
    book: Package, processes: int, report: Callable[[str], object] = lambda line: None
) -> dict[str, pd.DataFrame]:
    """Compute every table of `data/derived/`, by name; `report` gets one line a step."""
    # Each process has one core.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    report("every series of the panel, projected from every year by every method ...")
    families = book.panel_indicators.family
    errors = study_errors(book.panel, families, processes=processes)
    edition = book.as_of.year - 1  # the yearbook of the as-of year was not yet out that day
    then = book.panel_as_of(edition)
    report(f"the same with what was known at the end of {edition} ...")
    known = study_errors(then, families, sizes=(WINDOW,), processes=processes)
    known = known[known.place != book.place]
    short = errors[errors.window == WINDOW]
    accuracy = accuracy_table(errors)
    accuracy_as_of = accuracy_table(known)
    headline = headline_method(accuracy_as_of)
    report("simulated plans ...")
    plan = simulated.simulate(book.panel, families, short)
    elsewhere = short[short.place != book.place]
    report("the intervals of textbooks ...")
    textbook = textbook_coverage(book.panel[book.panel.place != book.place], families)
    return {
        "accuracy": accuracy,
        "accuracy_as_of": accuracy_as_of,
        "coverage": pd.concat([coverage_table(elsewhere, ("drift", headline)), textbook]),
        "error_quantiles": quantiles_of_all(known),
        "brier": simulated.brier_table(plan),
        "calibration": simulated.calibration_table(plan),
        "lights": simulated.lights_table(plan),
    }


def quantiles_of_all(known: pd.DataFrame) -> pd.DataFrame:
    """Return `error_quantiles` of every method and family, long."""
    families = [ALL, *sorted(known.family.unique())]
    parts = {
        (method, family): error_quantiles(errors, family)
        for method, errors in known.groupby("method")
        for family in families
    }
    return pd.concat(parts, names=["method", "family"]).reset_index()


def remake(
    book: Package, processes: int, report: Callable[[str], object] = lambda line: None
) -> list[Path]:
    """Write the tables of `derived/` of a package anew and return their paths.

    Parameters
    ----------
    book : Package
    processes : int
        How many processes share the work.
    report : callable
        Gets one line a step.

    Raises
    ------
    ProjectionError
        If the panel has no series long enough.
    """
    folder = book.directory / "derived"
    folder.mkdir(exist_ok=True)
    paths = []
    for name, table in derive(book, processes, report).items():
        paths.append(folder / f"{name}.csv")
        table.to_csv(paths[-1], index=False, float_format="%.6g", lineterminator="\n")
        report(f"{name}: {len(table):,} rows")
    return paths
