"""The worked example of README.md: the printed rows are added, and nothing else has to be edited."""

import csv
import os
import re
import shutil
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup
from copying import ROOT, copy_book

pytestmark = pytest.mark.slow

BESIDE = ("README.md", "CONTRIBUTING.md", "Makefile", "tests", ".ci")
NOT_FOUND = re.compile(r"\b(not found|nothing found|found no|no figure|not known|not published)\b")
# Of what holds of the living data: all but what a figure cannot change, and this file.
LEFT_OUT = (
    "test_readme_example.py",
    "test_study.py",
    "test_faults_in_notebooks.py",
    "test_exports.py",
)


def printed_rows():
    """Return the rows that README.md prints, each with the table it belongs to."""
    text = (
        (ROOT / "README.md").read_text("utf-8").partition("## Add a figure that was published")[2]
    )
    rows = re.findall(r"`(data/\w+\.csv)`[^\n]*\n\s+`([^`\n]+)`", text.partition("\n## ")[0])
    assert [file for file, _ in rows] == ["data/sources.csv", "data/observations.csv"]
    return rows


def put_in_order(path, row):
    """Put a row where a maintainer would: behind those whose first three cells are not greater."""
    header, *rows = path.read_text("utf-8").splitlines(keepends=True)

    def place(line):
        return next(csv.reader([line]))[: 1 if path.stem == "sources" else 3]

    position = next((n for n, line in enumerate(rows) if place(line) > place(row)), len(rows))
    rows.insert(position, row + "\n")
    path.write_text("".join([header, *rows]), "utf-8")


def run(folder, *command):
    """Run a command in a folder of the copy, on the package of the copy and unmeasured."""
    root = folder.parent if folder.name == "chapters" else folder
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    kept = kept | {"PYTHONPATH": str(root / "chapters")}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, env=kept, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    """Copy the book, add the rows, and do what `make book` and `make readme` do."""
    root = copy_book(tmp_path_factory.mktemp("readme") / "book")
    for name in BESIDE:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, root / name)
    for file, row in printed_rows():
        put_in_order(root / file, row)
    run(root / "chapters", "goalcheck", "run")
    run(root / "chapters", "goalcheck", "readme")
    return root


def test_the_fast_gate_passes_with_no_other_edit(grown):
    ignored = [f"--ignore=tests/book/{name}" for name in LEFT_OUT]
    options = ["-q", "-p", "no:nbval", "-p", "no:cacheprovider", "-o", "addopts="]
    run(grown, "pytest", *options, *ignored, "tests/book")


def test_every_page_shows_the_figure_and_none_says_that_it_was_not_found(grown, build, tmp_path):
    done = build(grown, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    pages = tmp_path / "_build" / "html" / "chapters"
    texts = {path.stem: sentences(path) for path in pages.glob("*.html")}
    for name in ("original_achievements", "scorecard"):
        assert any("990 billion" in text for text in texts[name]), name
    left = [
        (name, text)
        for name, found in texts.items()
        for text in found
        if NOT_FOUND.search(text)
        and ("contract" in text.lower() or (name == "original_achievements" and "2025" in text))
    ]
    assert left == []


def sentences(path):
    """Return the sentences of a page, and the cells of its tables."""
    article = BeautifulSoup(path.read_text("utf-8"), "html.parser").find("article")
    texts = (part.get_text(" ") for part in article.select("p, li, td, figcaption"))
    return [text for words in texts for text in re.split(r"(?<=[.!?])\s", " ".join(words.split()))]
