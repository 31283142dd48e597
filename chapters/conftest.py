"""The examples in the docstrings of the package run on the small package, never on living data."""

from pathlib import Path

import pytest
from goalcheck.data import package

SMALL_PACKAGE = Path(__file__).parents[1] / "tests" / "small_package"


@pytest.fixture(autouse=True)
def small_book(doctest_namespace):
    """Give every example the small package as `book`."""
    doctest_namespace["book"] = package.load(SMALL_PACKAGE)
