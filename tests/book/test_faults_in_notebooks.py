"""Copies of a chapter are spoiled in many ways; each must be caught, with the cell named.

Three lists again, as in `test_faults_in_data`: what is caught, what rightly passes, and what only a
reader can see.
"""

import copy
import json
import subprocess
import sys
from pathlib import Path

import nbformat
import notebook_checks
import pytest
from copying import ROOT
from faults import code_cell, is_named, output_of, text_of
from goalcheck.site import notebooks, outputs_lock
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

NAME = "original_achievements.ipynb"
# A chapter as it was stored one day, its figures emptied: the book's own may be told anew any day.
CHAPTER = json.loads(Path(__file__).with_name("chapter.json").read_text("utf-8"))
PROSE, CODE = "markdown", "code"
SVG, HTML, GLUED = "image/svg+xml", "text/html", "application/papermill.record/text/plain"


def spoiled(change):
    notebook = copy.deepcopy(CHAPTER)
    return change(notebook), notebook_checks.faults(notebook, NAME)


def test_the_chapter_itself_is_sound():
    assert notebook_checks.faults(CHAPTER, NAME) == []


# --- 1. What the checks of the stored notebooks catch --------------------------------------------


def stream(name, text):
    return {"output_type": "stream", "name": name, "text": [text]}


def error():
    return {"output_type": "error", "ename": "KeyError", "evalue": "'x'", "traceback": ["KeyError"]}


def figure(edit):
    """Edit what a figure brings with it and leave the metadata of its cell."""
    return output_of(SVG, lambda _, output: edit(output["metadata"]["goalcheck"], output["data"]))


def in_html(old, new):
    def edit(_, output):
        output["data"][HTML] = "".join(output["data"][HTML]).replace(old, new, 1)

    return output_of(HTML, edit)


CAUGHT = {
    # prose
    "a computed number typed over": (
        text_of(PROSE, "{glue:text}`count_2023`", "106,553"),
        "expected a computed number, found '106,553' typed",
    ),
    "a percentage typed into a sentence": (
        text_of(PROSE, "## The evidence", "## The evidence\n\nIt grew by 7.4 percent."),
        "expected a computed number, found '7.4' typed",
    ),
    "a negative number typed into a sentence": (
        text_of(PROSE, "## The evidence", "## The evidence\n\nIt changed by −3 points."),
        "expected a computed number, found '−3' typed",
    ),
    "a computed word that is not computed": (
        text_of(PROSE, "{glue:text}`count_2023`", "{glue:text}`count_2024`"),
        "expected a computed 'count_2024', found none",
    ),
    "a link to a chapter that does not exist": (
        text_of(PROSE, "(claims.ipynb)", "(claim.ipynb)"),
        "expected a link to a chapter or to an address, found 'claim.ipynb'",
    ),
    "a link to a built page": (
        text_of(PROSE, "(claims.ipynb)", "(claims.html)"),
        "expected a link to a chapter or to an address, found 'claims.html'",
    ),
    "a link from the root of a server": (
        text_of(PROSE, "(claims.ipynb)", "(/chapters/claims.ipynb)"),
        "expected a link to a chapter or to an address, found '/chapters/claims.ipynb'",
    ),
    "a link without a target": (
        text_of(PROSE, "(claims.ipynb)", "()"),
        "expected a link to a chapter or to an address, found ''",
    ),
    "a link with half an address": (
        text_of(PROSE, "(claims.ipynb)", "(https:/example.org)"),
        "expected a link to a chapter or to an address, found 'https:/example.org'",
    ),
    "a link without words": (
        text_of(PROSE, "[ledger]", "[]"),
        "expected words for the link or image 'claims.ipynb', found none",
    ),
    "an image without an alt text": (
        text_of(PROSE, "## The evidence", "![](https://example.org/a.png)"),
        "expected words for the link or image 'https://example.org/a.png', found none",
    ),
    "a path of one machine in the prose": (
        text_of(PROSE, "## The evidence", "## The evidence\n\nSee `/home/me/data.csv`."),
        "expected no path of one machine, found '/home/me/data.csv'",
    ),
    # code
    "a path of one machine in the code": (
        text_of(CODE, "package.load()", 'tables.load("/home/reader/book/data")'),
        "expected no path of one machine, found '/home/reader/book/data'",
    ),
    "a path of Windows in the code": (
        text_of(CODE, "package.load()", r'tables.load(r"C:\Users\me\data")'),
        r"expected no path of one machine, found 'C:…Users…me…data'",
    ),
    "a file address in the code": (
        text_of(CODE, "package.load()", 'tables.load("file:///data")'),
        "expected no path of one machine, found 'file:///data'",
    ),
    "a function that belongs into the package": (
        text_of(
            CODE, "book = package.load()", "def f(x):\n" + 12 * "    x += 1\n" + "    return x\n"
        ),
        "expected f in the package or in 12 lines, found 14",
    ),
    "a class that belongs into the package": (
        text_of(CODE, "book = package.load()", "class Twice:\n    factor = 2\n"),
        "expected Twice in the package, found it here",
    ),
    "arithmetic on a bare number": (
        text_of(CODE, "book = package.load()", "growth = 1.083 * 43760.7"),
        "expected arithmetic on named values, found the bare number 1.083",
    ),
    "code that is none": (
        text_of(CODE, "book = package.load()", "book = = package.load()"),
        "expected Python, found invalid syntax",
    ),
    # order
    "a cell run out of order": (
        code_cell(2, lambda cell: cell.update(execution_count=9)),
        "expected the execution count 3, found 9",
    ),
    "a cell never run": (
        code_cell(2, lambda cell: cell.update(execution_count=None, outputs=[])),
        "expected the execution count 3, found None",
    ),
    "a cell run twice": (
        code_cell(-1, lambda cell: cell.update(execution_count=cell["execution_count"] + 1)),
        "expected the execution count …, found …",
    ),
    "a cell put in without running all": (
        lambda notebook: (
            notebook["cells"].insert(2, {**copy.deepcopy(notebook["cells"][1]), "id": "new"})
            or "cell 3"
        ),
        "expected the execution count 2, found 1",
    ),
    # outputs
    "an error": (
        code_cell(0, lambda cell: cell["outputs"].append(error())),
        "expected an output without an error, found KeyError",
    ),
    "a warning": (
        code_cell(0, lambda cell: cell["outputs"].append(stream("stderr", "FutureWarning: soon"))),
        "expected an output without a warning, found 'FutureWarning: soon'",
    ),
    "an object in memory": (
        code_cell(0, lambda cell: cell["outputs"].append(stream("stdout", "<Axes at 0x7f01>"))),
        "expected an output that is the same in every run, found an address in memory",
    ),
    "a path of one machine in an output": (
        code_cell(0, lambda cell: cell["outputs"].append(stream("stdout", "read /tmp/x/a.csv"))),
        "expected no path of one machine, found '/tmp/x/a.csv'",
    ),
    "a path of one machine in a table": (
        in_html("</caption>", " from /Users/me/a.csv</caption>"),
        "expected no path of one machine, found '/Users/me/a.csv'",
    ),
    "a link of a table to a page that does not exist": (
        in_html('href="claims.html#', 'href="claim.html#'),
        "expected a link to a page, found 'claim.html#",
    ),
    "an image in a table without an alt text": (
        in_html("</caption>", '<img src="a.png"></caption>'),
        "expected an alt text, found '<img src=\"a.png\">'",
    ),
    "outputs cleared": (
        lambda notebook: (
            output_of(GLUED, lambda cell, _: cell.update(outputs=[]))(notebook) and "cell 1"
        ),
        "expected a computed 'count_2023', found none",
    ),
    # figures
    "a figure without an alt text": (
        figure(lambda words, data: data.pop("text/plain")),
        "expected an alt text of 40 letters, found ''",
    ),
    "an alt text that says nothing": (
        figure(lambda words, data: data.update({"text/plain": "A chart."})),
        "expected an alt text of 40 letters, found 'A chart.'",
    ),
    "a figure without a caption": (
        figure(lambda words, data: words.update(caption="\n\nSource: nobody")),
        "expected a caption of 40 letters, found ''",
    ),
    "a figure without a source": (
        figure(lambda words, data: words.update(caption=words["caption"].partition("\n\n")[0])),
        "expected a line of sources below the caption, found ''",
    ),
    "a figure made without the book's own function": (
        output_of(SVG, lambda _, output: output.update(metadata={})),
        "expected a caption of 40 letters, found ''",
    ),
    "an alt text that does not reach the page": (
        output_of(SVG, lambda cell, _: cell["metadata"]["mystnb"].pop("image")),
        "expected the page to get the words of the figure, found",
    ),
    "an old caption on the page": (
        output_of(
            SVG, lambda cell, _: cell["metadata"]["mystnb"]["figure"].update(caption="An old one.")
        ),
        "expected the page to get the words of the figure, found",
    ),
    "two figures in one cell": (
        output_of(SVG, lambda cell, output: cell["outputs"].append(output)),
        "expected one figure, found 2",
    ),
}


@pytest.mark.parametrize("name", CAUGHT)
def test_a_fault_in_a_chapter_is_named_with_its_cell(name):
    change, words = CAUGHT[name]
    place, lines = spoiled(change)
    assert is_named(lines, f"{NAME}: {place}", words), lines


INVALID = {
    "a cell of an unknown kind": lambda notebook: notebook["cells"][0].update(cell_type="heading"),
    "a code cell without outputs": lambda notebook: notebook["cells"][1].pop("outputs"),
    "a cell without text": lambda notebook: notebook["cells"][0].pop("source"),
}


@pytest.mark.parametrize("name", INVALID)
def test_a_file_that_is_no_notebook_is_named(name):
    _, lines = spoiled(INVALID[name])
    assert is_named(lines, NAME, "expected a valid notebook, found")


def test_a_figure_with_the_name_of_another_is_named():
    named = [(NAME, CHAPTER), ("copy.ipynb", CHAPTER)]
    lines = list(notebook_checks.repeated_names(named))
    assert is_named(lines, "copy.ipynb: cell 8", "expected a new name, found 'fig-contracts-parts'")


# --- 2. What cannot be read (`test_outputs_lock` has what makes outputs old) ----------------------


@pytest.fixture
def tiny_book(tmp_path):
    """Make a book of one chapter, executed so to speak."""
    (tmp_path / "chapters" / "goalcheck").mkdir(parents=True)
    (tmp_path / "requirements.txt").write_text("pandas==3\n", "utf-8")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: chapters/one\n", "utf-8")
    shown = new_output("stream", text="2\n")
    cells = [new_markdown_cell("A word."), new_code_cell("1 + 1", outputs=[shown])]
    notebook = notebooks.tidied(new_notebook(cells=cells))
    notebooks.save(tmp_path / "chapters/one.ipynb", notebook)
    line = outputs_lock.line_of("chapters/one.ipynb", notebook, [], tmp_path)
    outputs_lock.write(tmp_path, [line], ["chapters/one.ipynb"])
    assert notebooks.stale(tmp_path) == []
    return tmp_path


def replaced(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


UNREADABLE = {
    "a truncated notebook": lambda text: text[:-30],
    "an empty notebook": lambda text: b"",
    "the mark of a merge that was not finished": lambda text: text.replace(
        b' "cells"', b'<<<<<<< HEAD\n "cells"'
    ),
    "a byte order mark": lambda text: b"\xef\xbb\xbf" + text,
    "another encoding": lambda text: text.decode().replace("word", "wörd").encode("latin-1"),
    "a list for a notebook": lambda text: b"[]",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_notebook_that_cannot_be_read_is_named(tiny_book, name):
    path = tiny_book / "chapters/one.ipynb"
    path.write_bytes(UNREADABLE[name](path.read_bytes()))
    with pytest.raises(ValueError, match="^one.ipynb: expected a whole notebook, found"):
        notebooks.stale(tiny_book)


# --- 3. What running the notebooks again catches -------------------------------------------------

# Per cell: what it shows, and what somebody wrote into the stored notebook instead.
EDITED_OUTPUTS = {
    "a figure": (SVG, "<svg><text>106552</text></svg>", "<svg><text>106553</text></svg>"),
    "an alt text": ("text/plain", "A line that rises", "A line that falls"),
    "a table": (HTML, "<b>106552</b>", "<b>106553</b>"),
    "a computed word": (GLUED, "'106,552'", "'106,553'"),
}


def test_an_edited_output_is_found_when_the_notebook_is_run_again(tmp_path):
    cells = [new_code_cell("from IPython.display import display", execution_count=1)]
    for right, stored in ((True, 1), (False, 2)):
        for mime, *texts in EDITED_OUTPUTS.values():
            bundle = {"text/plain": "words"} | {mime: texts[0]}
            shown = bundle if right else bundle | {mime: texts[1]}
            output = new_output("display_data", data=shown)
            code = f"display({bundle!r}, raw=True)"
            cells.append(new_code_cell(code, outputs=[output], execution_count=stored))
    path = tmp_path / "edited.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    # As the gate runs them: with the options of pyproject.toml.
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-c",
        "pyproject.toml",
        "-p",
        "no:cacheprovider",
    ]
    run = subprocess.run([*command, str(path)], cwd=ROOT, capture_output=True, text=True)
    failed = [line for line in run.stdout.splitlines() if line.startswith("FAILED")]
    assert [line.split("::")[-1].split(" ")[0:2] for line in failed] == [
        ["Cell", str(number)] for number in range(5, 9)
    ], run.stdout + run.stderr


# --- 4. What rightly passes, and what only a reader can see --------------------------------------

RIGHTLY_PASSES = {
    "a year, a day, a claim, quoted words and code": (
        text_of(PROSE, "## The evidence", "On 14 August 2024 (c029), “about 50”, `x = 1.5`."),
        "a number is typed into the prose only where nobody measured it",
    ),
    "a path inside the book": (
        text_of(PROSE, "## The evidence", "The figures are in `data/observations.csv`."),
        "every copy of the book has it",
    ),
    "an address with a path": (
        text_of(PROSE, "## The evidence", "See <https://example.org/home/index.html>."),
        "it leads to a server, not to a folder",
    ),
    "a longer sentence": (
        text_of(PROSE, "## The evidence", "## The evidence\n\nHere it is."),
        "outputs do not depend on the prose",
    ),
    "a short function": (
        text_of(CODE, "book = package.load()", "book = package.load()\ndef f(x):\n    return x"),
        "naming a step is no computing",
    ),
    "a factor of a unit": (
        text_of(CODE, "book = package.load()", "book = package.load()\nyears = len([]) / 10_000"),
        "a unit needs no name",
    ),
}


@pytest.mark.parametrize("name", RIGHTLY_PASSES)
def test_a_harmless_change_of_a_chapter_passes(name):
    change, _reason = RIGHTLY_PASSES[name]
    _, lines = spoiled(change)
    assert lines == []


def test_a_change_of_the_prose_leaves_the_outputs_current(tiny_book):
    replaced(tiny_book / "chapters/one.ipynb", "A word.", "Another word.")
    assert notebooks.stale(tiny_book) == []


def test_line_ends_of_windows_leave_the_outputs_current(tiny_book):
    path = tiny_book / "chapters/one.ipynb"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert notebooks.stale(tiny_book) == []


# No program of the gate judges what a sentence says. These pass; people read the changed pages.
ONLY_A_READER_SEES = {
    "the opposite verb": text_of(PROSE, "Beijing's part of the national market fell", "It rose"),
    "a number in words": text_of(PROSE, "## The evidence", "There were twelve thousand contracts."),
    "a wrong year": text_of(PROSE, "in 2023, just as", "in 2022, just as"),
    "a quotation that nobody said": text_of(PROSE, "## The evidence", "It says “more than 99”."),
    "a link to the wrong chapter": text_of(PROSE, "(claims.ipynb)", "(goal.ipynb)"),
}


@pytest.mark.parametrize("name", ONLY_A_READER_SEES)
def test_a_wrong_sentence_is_left_to_the_reader(name):
    _, lines = spoiled(ONLY_A_READER_SEES[name])
    assert lines == []
