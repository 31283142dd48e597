import shutil
from pathlib import Path

import pytest

SMALL_PACKAGE = Path(__file__).parent / "small_package"


@pytest.fixture
def small_package(tmp_path):
    """Copy the invented data package of `tests/small_package` to a folder the test may change."""
    return Path(shutil.copytree(SMALL_PACKAGE, tmp_path / "package"))


@pytest.fixture
def book_copy(tmp_path):
    """Copy what the book is built from to a folder the test may change."""
    root = Path(__file__).parents[1]
    copy = tmp_path / "book"
    unwanted = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for folder in ("chapters", "data"):
        shutil.copytree(root / folder, copy / folder, ignore=unwanted)
    for file in ("_config.yml", "_toc.yml", "requirements.txt"):
        shutil.copy(root / file, copy / file)
    return copy
