"""How well the methods did on the reference class, from the tables that `make accuracy` writes."""

from __future__ import annotations

import pandas as pd

from goalcheck.data.package import Package
from goalcheck.forecast.intervals import ALL
from goalcheck.forecast.projection import WINDOW

# The rule by which the intervals of the book are made.
RULE = "book"


def errors_of(
    book: Package, *, family: str = ALL, horizon: int = 2, window: int = WINDOW
) -> pd.DataFrame:
    """Return the errors of every method on a family of series, so many years ahead.

    Returns
    -------
    DataFrame
        Indexed by method; columns `cases, mase, bias, median_error` and others of `accuracy.csv`.
    """
    rows = book.derived("accuracy")
    rows = rows[(rows.family == family) & (rows.horizon == horizon) & (rows.window == window)]
    return rows.set_index("method")


def families(book: Package, method: str, *, horizon: int = 2) -> pd.DataFrame:
    """Return the errors of a method by family of series, columns as in `errors_of`."""
    rows = book.derived("accuracy")
    rows = rows[(rows.method == method) & (rows.horizon == horizon) & (rows.window == WINDOW)]
    return rows.set_index("family")


def held(book: Package, method: str, *, rule: str = RULE) -> pd.DataFrame:
    """Return what the 80% intervals of a method held, in percent: a row a family, a column a horizon.

    Parameters
    ----------
    book : Package
    method : str
        A key of `projection.METHODS`.
    rule : str
        Whose intervals: a rule of `coverage.csv`, the book's by default.
    """
    return _coverage(book, method, rule).pivot(
        index="family", columns="horizon", values="within_80"
    )


def cases(book: Package, method: str) -> pd.DataFrame:
    """Return how many outcomes stand behind each value of `held`."""
    return _coverage(book, method, RULE).pivot(index="family", columns="horizon", values="cases")


def _coverage(book: Package, method: str, rule: str) -> pd.DataFrame:
    rows = book.derived("coverage")
    return rows[(rows.rule == rule) & (rows.method == method)]
