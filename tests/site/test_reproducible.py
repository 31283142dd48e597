"""The same commit gives the same book: in another folder, on another day, on another machine."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from goalcheck.site import notebooks

# Projections, charts and checked claims; as long as the other chapters.
CHAPTER = "original_achievements.ipynb"

# No file of the site may differ. A name that has to goes here, with the reason.
MAY_DIFFER = set()

# Nothing of this is what a build here has: hash seed, time zone, encoding, threads.
ELSEWHERE = {
    "PYTHONHASHSEED": "7",
    "TZ": "Asia/Shanghai",
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
    "OMP_NUM_THREADS": "3",
    "OPENBLAS_NUM_THREADS": "3",
}

# Without the last two a fake clock slows the waiting between threads.
ANOTHER_DAY = {
    "FAKETIME": "+1500d",
    "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    "FAKETIME_FORCE_MONOTONIC_FIX": "0",
}

TELL = """
import os, sys, time
print(time.gmtime().tm_year, time.tzname[0], hash("book"), sys.getfilesystemencoding(),
      len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0, sep=";")
"""


@pytest.fixture(scope="module")
def elsewhere():
    """Return a command that runs another as if on another machine: one core, another day."""
    settings = dict(ELSEWHERE)
    clock = importlib.util.find_spec("libfaketime")
    if clock:
        (library,) = Path(clock.origin).parent.rglob("libfaketime.so.1")
        settings |= ANOTHER_DAY | {"LD_PRELOAD": str(library)}
    one_core = []
    if shutil.which("taskset"):
        one_core = ["taskset", "--cpu-list", str(min(os.sched_getaffinity(0)))]
    return ["env", *(f"{name}={value}" for name, value in settings.items()), *one_core]


def told(*prefix):
    command = [*prefix, sys.executable, "-c", TELL]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def contents(folder):
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_elsewhere_differs_from_here_in_all_that_is_varied(elsewhere):
    if "FAKETIME=+1500d" not in elsewhere or "taskset" not in elsewhere:
        pytest.skip("this system has no taskset or no library that changes the clock")
    here, there = told().split(";"), told(*elsewhere).split(";")
    assert int(there[0]) - int(here[0]) in (4, 5)
    assert there[1] == "CST" and there[3] == "ascii" and there[4] == "1"
    assert not set(here[1:4]) & set(there[1:4])


def test_a_build_in_another_folder_elsewhere_gives_the_same_files(
    site, book_copy, build, tmp_path, elsewhere
):
    run = build(book_copy, tmp_path, prefix=elsewhere)
    assert run.returncode == 0, run.stdout + run.stderr
    here, there = contents(site), contents(tmp_path / "_build" / "html")
    assert set(here) == set(there)
    assert {name for name in here if here[name] != there[name]} <= MAY_DIFFER


def test_a_chapter_executed_elsewhere_gives_the_stored_outputs(book_copy, execute_in, elsewhere):
    execute_in(book_copy / "chapters" / CHAPTER, prefix=elsewhere)
    stored, again = (
        nbformat.read(folder / CHAPTER, as_version=4).cells
        for folder in (notebooks.CHAPTERS, book_copy / "chapters")
    )
    for one, other in zip(stored, again, strict=True):
        assert one == other, one.source
