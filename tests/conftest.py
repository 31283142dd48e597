import shutil
from pathlib import Path

import pytest

SMALL_PACKAGE = Path(__file__).parent / "small_package"


@pytest.fixture
def small_package(tmp_path):
    """Copy the invented data package of `tests/small_package` to a folder the test may change."""
    return Path(shutil.copytree(SMALL_PACKAGE, tmp_path / "package"))
