"""The rooms of the package: what may import what, and the picture of it."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINTER = Path(sys.executable).with_name("lint-imports")


def rooms_of(folder):
    """Return what import-linter says of a copy of the package."""
    command = [LINTER, "pyproject.toml", "--no-cache"]
    run = subprocess.run(
        command, cwd=folder, env={"PYTHONPATH": "."}, capture_output=True, text=True, check=False
    )
    return run.returncode, run.stdout


def test_a_room_that_imports_one_below_it_is_named(tmp_path):
    ignored = shutil.ignore_patterns("__pycache__")
    package = shutil.copytree(
        ROOT / "chapters" / "goalcheck", tmp_path / "goalcheck", ignore=ignored
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    assert rooms_of(tmp_path)[0] == 0
    periods = package / "data" / "periods.py"
    text = periods.read_text("utf-8")
    periods.write_text(f"{text}\nfrom goalcheck.show import html\n", "utf-8")
    code, said = rooms_of(tmp_path)
    assert code == 1
    assert "goalcheck.data is not allowed to import goalcheck.show" in said


def test_the_picture_of_the_rooms_is_that_of_the_code():
    command = [sys.executable, str(ROOT / ".ci" / "architecture"), "--check"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
