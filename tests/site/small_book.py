"""A book of three small chapters on the small package, to execute and to spoil."""

import shutil
from pathlib import Path

from goalcheck.site import notebooks
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).parents[2]
SMALL_PACKAGE = ROOT / "tests" / "small_package"
PIN = "pandas==3\n"
OPEN = "from goalcheck.data import package\nbook = package.load()"
# What a chapter does, cell by cell; the first cell is prose.
CHAPTERS = {
    "turnover": [OPEN, 'rows = book.vintages("contract_turnover")\nprint("50%", len(rows))'],
    "ranks": [OPEN, 'print(book.printed_of(["city_rank"]).value.sum())'],
    "plain": ["1 + 1"],
}


def write_chapter(root, name, cells):
    """Write a chapter that was never executed."""
    code = [new_code_cell(source) for source in cells]
    path = root / "chapters" / f"{name}.ipynb"
    notebooks.save(path, new_notebook(cells=[new_markdown_cell("A word."), *code]))
    return path


def write_contents(root, names):
    first, *others = names
    files = "".join(f"- file: chapters/{name}\n" for name in others)
    text = f"format: jb-book\nroot: chapters/{first}\nchapters:\n{files}"
    (root / "_toc.yml").write_text(text, "utf-8")


def make(root):
    """Make the book in a folder, with a copy of the package beside its chapters."""
    shutil.copytree(SMALL_PACKAGE, root / "data")
    unwanted = shutil.ignore_patterns("__pycache__")
    shutil.copytree(notebooks.CHAPTERS / "goalcheck", root / "chapters/goalcheck", ignore=unwanted)
    (root / "requirements.txt").write_text(PIN, "utf-8")
    write_contents(root, CHAPTERS)
    for name, cells in CHAPTERS.items():
        write_chapter(root, name, cells)
    return root


def replace(path, old, new):
    """Replace a text that a file has."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
