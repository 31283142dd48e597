"""Stored outputs are those that were made, from today's code and data; else the chapter is named."""

import ast
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
import small_book
from goalcheck.data.schema import InvalidPackage
from goalcheck.site import extension, fingerprints, notebooks, outputs_lock
from nbformat.v4 import new_markdown_cell
from rows import add_row, publish
from small_book import replace
from sphinx.errors import ExtensionError


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """Execute the small book once."""
    root = small_book.make(tmp_path_factory.mktemp("small") / "book")
    assert notebooks.refresh(root, report=lambda line: None) == []
    return root


@pytest.fixture
def book(executed, tmp_path):
    """Return a copy of the executed book that the test may change."""
    root = shutil.copytree(executed, tmp_path / "book")
    assert notebooks.stale(root) == []
    return root


def chapter(book, name):
    return book / "chapters" / f"{name}.ipynb"


def old(book):
    return [path.stem for path in notebooks.stale(book)]


def reason(book):
    """Return the reason of the one chapter that is not current."""
    (found,) = notebooks.why_old(book).values()
    return found


# --- inputs ---------------------------------------------------------------------------------------


def test_the_lock_has_one_line_a_chapter_sorted_with_what_it_reads(book):
    head, *lines = (book / outputs_lock.FILE).read_text("utf-8").splitlines()
    assert head.startswith("#")
    assert lines == sorted(lines)
    assert [line.split(" ")[0] for line in lines] == [
        f"chapters/{name}.ipynb" for name in ("plain", "ranks", "turnover")
    ]
    assert lines[0].endswith("reads=")
    assert lines[1].endswith("reads=data/observations:city_rank@*;data/promise")
    assert lines[2].endswith("reads=data/observations:contract_turnover@rivertown;data/promise")


def test_prose_that_asks_for_another_number_makes_its_chapter_old(book):
    path = chapter(book, "plain")
    replace(path, "A word.", "Another word.")
    assert old(book) == []
    replace(path, "Another word.", "It was {glue:text}`rd.2024`.")
    assert old(book) == ["plain"]


def test_a_changed_row_makes_only_the_chapters_old_that_read_it(book):
    replace(
        book / "data/observations.csv",
        "contract_turnover,rivertown,2019,60,",
        "contract_turnover,rivertown,2019,61,",
    )
    assert old(book) == ["turnover"]
    assert reason(book) == (
        "chapters/turnover.ipynb: the stored outputs are not current: a row it reads changed"
    )


def test_a_new_figure_makes_only_the_chapters_old_that_read_its_series(book):
    publish(book / "data", "new", "2024-08-01", "city_rank,rivertown,2024,5")
    assert old(book) == ["ranks"]


def test_a_source_that_no_chapter_reads_makes_none_old(book):
    publish(book / "data", "new", "2024-08-01", "contract_turnover,hilltown,2023,13")
    assert old(book) == []


def test_another_day_of_publication_makes_the_chapters_old_that_read_its_figures(book):
    text = (book / "data/sources.csv").read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith("yearbook-2021,"))
    cells = line.split(",")
    other = ",".join([*cells[:4], f"{cells[4][:4]}-12-30", *cells[5:]])
    (book / "data/sources.csv").write_text(text.replace(line, other), "utf-8")
    assert old(book) == ["turnover"]


def test_a_chapter_that_reads_a_table_whole_is_old_after_any_row(book):
    path = small_book.write_chapter(book, "plain", [small_book.OPEN, "len(book.sources)"])
    notebooks.execute(path, book)
    assert notebooks.stale(book) == []
    publish(book / "data", "new", "2024-08-01", "contract_turnover,hilltown,2023,13")
    assert old(book) == ["plain"]


MODULES = {
    "a module that no chapter imports": ("targets/grades.py", "\nMORE = 1\n", []),
    "a module that a chapter imports": ("data/package.py", "\nMORE = 1\n", ["turnover", "ranks"]),
    "one that this imports": ("data/periods.py", "\nMORE = 1\n", ["turnover", "ranks"]),
    "the first file of its room": ("data/__init__.py", "\nMORE = 1\n", ["turnover", "ranks"]),
    "a comment and an empty line": ("data/package.py", "\n\n# A word.\n", []),
}


@pytest.mark.parametrize("name", MODULES)
def test_a_change_of_the_package_makes_the_chapters_old_that_reach_it(book, name):
    file, more, expected = MODULES[name]
    add_row(book / "chapters/goalcheck", file, more)
    assert old(book) == expected


def test_a_docstring_makes_no_chapter_old(book):
    replace(book / "chapters/goalcheck/data/package.py", "Load and validate", "Read and validate")
    assert old(book) == []


@pytest.mark.parametrize(
    ("file", "before", "after", "word", "chapters"),
    [
        ("requirements.txt", "==3", "==4", "requirements.txt", ["turnover", "ranks", "plain"]),
        ("chapters/plain.ipynb", "1 + 1", "1 + 2", "its code", ["plain"]),
        ("chapters/plain.ipynb", "A word.", "Another word.", "", []),
        ("data/datapackage.json", "Invented figures", "Figures", "a row", ["turnover", "ranks"]),
    ],
)
def test_what_makes_outputs_old_is_named(book, file, before, after, word, chapters):
    replace(book / file, before, after)
    assert old(book) == chapters
    assert all(word in found for found in notebooks.why_old(book).values())


def test_line_ends_of_windows_leave_the_outputs_current(book):
    path = chapter(book, "plain")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert old(book) == []


# --- outputs --------------------------------------------------------------------------------------


def cleared(path):
    notebook = notebooks.read(path)
    for cell in notebook.cells[1:]:
        cell.update(outputs=[], execution_count=None)
    notebooks.save(path, notebook)


def with_more_metadata(path):
    notebook = notebooks.read(path)
    notebook.cells[2].metadata["tags"] = ["hide-output"]
    notebooks.save(path, notebook)


def with_a_cell_moved(path):
    notebook = notebooks.read(path)
    notebook.cells.insert(1, new_markdown_cell("Another word."))
    notebooks.save(path, notebook)


SPOILED = {
    "an output edited": (
        lambda path: replace(path, '"50% ', '"99% '),
        "cell 3: the stored outputs are not those that it gave: they were changed by hand",
    ),
    "all outputs cleared": (
        cleared,
        "cell 2: the stored outputs are not those that it gave: they were cleared",
    ),
    "the metadata of a cell": (
        with_more_metadata,
        "cell 3: the stored outputs are not those that it gave: they were changed by hand",
    ),
    "a cell put in": (with_a_cell_moved, "cell 2: expected other kinds of cells"),
}


@pytest.mark.parametrize("name", SPOILED)
def test_outputs_that_were_not_made_are_named_and_made_again(book, name):
    change, words = SPOILED[name]
    path = chapter(book, "turnover")
    before = path.read_text("utf-8")
    change(path)
    assert path.read_text("utf-8") != before
    assert reason(book).startswith(f"chapters/turnover.ipynb: {words}")
    with pytest.raises(ExtensionError, match=f"turnover.ipynb: {words}"):
        extension._check_inputs(SimpleNamespace(srcdir=book))
    lines = []
    assert notebooks.refresh(book, report=lines.append) == []
    assert lines[0] == "3 notebooks, 1 to execute"
    assert notebooks.stale(book) == []
    assert '"50% ' in path.read_text("utf-8")


def test_the_pages_are_built_from_outputs_that_are_current(book):
    extension._check_inputs(SimpleNamespace(srcdir=book))


# --- the lock itself ------------------------------------------------------------------------------


def test_a_lock_that_was_lost_makes_every_chapter_old(book):
    (book / outputs_lock.FILE).unlink()
    assert old(book) == ["turnover", "ranks", "plain"]
    assert (
        "chapters/outputs.lock has no line for it"
        in notebooks.why_old(book)[chapter(book, "plain")]
    )


def test_of_two_lines_that_a_merge_left_the_one_that_fits_counts(book):
    lock = book / outputs_lock.FILE
    line = next(line for line in lock.read_text("utf-8").splitlines() if "plain" in line)
    other = line.replace("code=", "code=0")
    for both in (f"{other}\n{line}", f"{line}\n{other}"):
        lock.write_text(lock.read_text("utf-8").replace(line, both), "utf-8")
        assert old(book) == []
        lock.write_text(lock.read_text("utf-8").replace(both, line), "utf-8")
    lock.write_text(lock.read_text("utf-8").replace(line, other), "utf-8")
    assert old(book) == ["plain"]


def test_the_marks_of_a_conflict_are_no_lines(book):
    lock = book / outputs_lock.FILE
    text = lock.read_text("utf-8")
    lock.write_text(f"<<<<<<< HEAD\n{text}=======\n>>>>>>> other\n", "utf-8")
    assert old(book) == []
    notebooks.execute(chapter(book, "plain"), book)
    assert lock.read_text("utf-8") == text


def test_a_run_that_ended_between_notebook_and_lock_is_noticed(book, monkeypatch):
    path = small_book.write_chapter(book, "plain", ["1 + 2"])
    monkeypatch.setattr(outputs_lock, "write", lambda *_: sys.exit("interrupted"))
    with pytest.raises(SystemExit):
        notebooks.execute(path, book)
    assert old(book) == ["plain"]


def test_the_line_of_a_chapter_that_is_no_more_goes(book):
    small_book.write_contents(book, ["turnover", "ranks"])
    assert notebooks.refresh(book, report=lambda line: None) == []
    assert "plain" not in (book / outputs_lock.FILE).read_text("utf-8")


# --- a run ----------------------------------------------------------------------------------------


def test_a_run_names_chapter_cell_and_error_of_what_fails_and_saves_the_rest(book):
    failing = small_book.write_chapter(book, "plain", ["1 + 1", "1 / 0"])
    before = failing.read_bytes()
    replace(chapter(book, "ranks"), "value.sum()", "value.max()")
    lines = []
    assert notebooks.refresh(book, report=lines.append) == [
        "chapters/plain.ipynb: cell 3: ZeroDivisionError: division by zero"
    ]
    assert failing.read_bytes() == before
    assert old(book) == ["plain"]
    assert lines[0] == "3 notebooks, 2 to execute"
    assert {line.split("  (")[0] for line in lines[1:]} == {
        "executed chapters/ranks.ipynb",
        "failed   chapters/plain.ipynb",
    }


def test_a_cell_that_never_ends_is_named(book, monkeypatch):
    monkeypatch.setattr(notebooks, "SECONDS_A_CELL", 1)
    path = small_book.write_chapter(book, "plain", ["import time", "time.sleep(60)"])
    with pytest.raises(notebooks.Failure, match=r"plain.ipynb: cell 3: it ran for more than 1 s"):
        notebooks.execute(path, book)


def test_a_kernel_that_dies_is_named(book):
    path = small_book.write_chapter(book, "plain", ["import os", "os._exit(1)"])
    with pytest.raises(notebooks.Failure, match=r"plain.ipynb: cell 3: the kernel died"):
        notebooks.execute(path, book)


def test_no_chapter_is_started_on_invalid_data(book):
    replace(book / "data/observations.csv", "2019,60,", "2019,sixty,")
    lines = []
    with pytest.raises(InvalidPackage, match="found 'sixty'"):
        notebooks.refresh(book, report=lines.append)
    assert lines == []


@pytest.mark.skipif(os.name == "nt", reason="there it is another signal")
def test_ctrl_c_ends_a_run_at_once_and_leaves_no_kernel(book):
    import psutil

    small_book.write_chapter(book, "plain", ["import time\ntime.sleep(60)"])
    command = [sys.executable, "-m", "goalcheck", "run"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    run = subprocess.Popen(command, cwd=book / "chapters", **pipes)
    process = psutil.Process(run.pid)
    deadline = time.monotonic() + 60
    while not process.children() and time.monotonic() < deadline:
        time.sleep(0.1)
    kernels = process.children(recursive=True)
    assert kernels
    start = time.monotonic()
    run.send_signal(signal.SIGINT)
    _, errors = run.communicate(timeout=30)
    assert time.monotonic() - start < 10
    assert run.returncode == 130
    assert "Traceback" not in errors
    _, alive = psutil.wait_procs(kernels, timeout=10)
    assert alive == []


def test_two_threads_never_parse_code_at_once(monkeypatch):
    running, most = [], []

    def parse(code):
        running.append(code)
        most.append(len(running))
        time.sleep(0.01)
        running.pop()
        return ast.Module([], [])

    monkeypatch.setattr(fingerprints, "ast", SimpleNamespace(parse=parse))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(fingerprints.parsed, ["a", "b", "c", "d"] * 3))
    assert max(most) == 1
