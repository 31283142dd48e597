"""The examples in the docstrings of the package run on the small package, never on living data."""

from pathlib import Path

import pandas as pd
import pytest

from goalcheck.data import package
from goalcheck.data.series import of

SMALL_PACKAGE = Path(__file__).parents[2] / "tests" / "small_package"


@pytest.fixture(autouse=True)
def small_book(doctest_namespace: dict[str, object]) -> None:
    """Give every example pandas, `of`, which makes a series, and the small package as `book`."""
    doctest_namespace.update({"book": package.load(SMALL_PACKAGE), "of": of, "pd": pd})
