"""The stored notebooks: executed, current, described, and without a number typed into the prose."""

import ast
import json
import re

import pytest
from goalcheck import notebooks

CHAPTERS = notebooks.in_reading_order()
SETUP = "from goalcheck import"
FEWEST_WORDS = 40

# What may stand in digits: not measured by anybody, so it cannot go stale.
ALLOWED = re.compile(
    r"""
    \{[a-z:]+\}`[^`]*`           # computed: glue and other roles
  | `[^`]*`                      # code
  | “[^”]*”                      # wording quoted from the article or a plan
  | <[^>]*>                      # tags of HTML
  | \]\([^)]*\)                  # where a link leads
  | \b\d{1,2}\ (January|February|March|April|May|June|July|August|September|October|November
    |December)\b                 # a day
  | \b(18|19|20)\d\d(–\d\d(\d\d)?)?\b        # a year or a span of years
  | \bc\d{3}\b                   # a claim of the ledger
  | \b[56]G\b | \bWudao\ 3\.0\b | \bM4\b | \bUTF-8\b | \bCC\ BY\ 4\.0\b  # names
  | ^\d\.\                      # the number of a step in a list
  | \bPython\ 3\.\d+\b
  | \bper\ 10,000\b | \b100\ million\b | \b10,000\ persons\b  # units
  | \b(80|95)\ percent\ intervals?\b   # levels that are constants of the method
    """,
    re.VERBOSE | re.MULTILINE,
)


def cells(path, kind):
    notebook = json.loads(path.read_text("utf-8"))
    return [cell for cell in notebook["cells"] if cell["cell_type"] == kind]


def source(cell):
    return "".join(cell["source"])


def figures_of(cell):
    return [out for out in cell["outputs"] if "image/svg+xml" in out.get("data", {})]


each_chapter = pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)


def test_every_notebook_is_in_the_table_of_contents():
    assert sorted(notebooks.CHAPTERS.glob("*.ipynb")) == sorted(CHAPTERS)


def test_the_stored_outputs_are_current():
    assert notebooks.stale() == []


@each_chapter
def test_it_was_saved_executed_from_top_to_bottom(path):
    counts = [cell["execution_count"] for cell in cells(path, "code") if source(cell)]
    assert counts == list(range(1, len(counts) + 1))


@each_chapter
def test_no_output_is_an_error_or_a_warning_or_names_an_object_in_memory(path):
    for cell in cells(path, "code"):
        for output in cell["outputs"]:
            assert output["output_type"] != "error"
            assert output.get("name") != "stderr"
            assert " at 0x" not in json.dumps(output)


@each_chapter
def test_every_figure_tells_its_name_caption_source_and_what_is_to_be_seen(path):
    for cell in cells(path, "code"):
        for output in figures_of(cell):
            figure = output["metadata"]["goalcheck"]
            alt = "".join(output["data"]["text/plain"])
            assert cell["metadata"]["mystnb"] == {
                "figure": {"name": figure["name"], "caption": figure["caption"]},
                "image": {"alt": alt},
            }
            caption, source_line = figure["caption"].split("\n\n")
            assert len(alt) >= FEWEST_WORDS
            assert len(caption) >= FEWEST_WORDS
            assert source_line.startswith("Source")


def test_no_two_figures_of_the_book_have_one_name():
    names = [
        output["metadata"]["goalcheck"]["name"]
        for path in CHAPTERS
        for cell in cells(path, "code")
        for output in figures_of(cell)
    ]
    assert sorted(names) == sorted(set(names))


@each_chapter
def test_a_cell_shows_one_figure_at_most(path):
    assert all(len(figures_of(cell)) <= 1 for cell in cells(path, "code"))


@each_chapter
def test_no_number_is_typed_into_the_prose(path):
    for cell in cells(path, "markdown"):
        assert typed_numbers(source(cell)) == []


def typed_numbers(text):
    """Return the numbers that stand in a text and are neither computed nor allowed."""
    return re.findall(r"[−-]?\d[\d,.]*", ALLOWED.sub(" ", text))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Beijing registered 106,552 contracts.", ["106,552"]),
        ("It fell by 7.4 percent.", ["7.4"]),
        ("Contracts per 10,000 people in 2023, on 14 August 2024 (c058)", []),
        ("From {glue:text}`share_2012` to “about 50” [there](claims.ipynb#c012)", []),
    ],
)
def test_a_typed_number_is_found_and_a_computed_one_is_not(text, numbers):
    assert typed_numbers(text) == numbers


@each_chapter
def test_glued_words_are_computed_in_the_same_notebook(path):
    wanted = set()
    for cell in cells(path, "markdown"):
        wanted |= set(re.findall(r"\{glue:text\}`(\w+)`", source(cell)))
    made = {
        output["metadata"]["scrapbook"]["name"]
        for cell in cells(path, "code")
        for output in cell["outputs"]
        if "scrapbook" in output.get("metadata", {})
    }
    assert wanted == made


@each_chapter
def test_notebooks_tell_and_the_package_computes(path):
    for cell in cells(path, "code"):
        for node in ast.walk(ast.parse(source(cell))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                assert node.end_lineno - node.lineno < 2, f"{node.name} belongs into the package"


def test_a_chapter_that_is_missing_is_named(tmp_path):
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: chapters/index\n")
    with pytest.raises(FileNotFoundError, match=r"_toc.yml names chapters/index.ipynb"):
        notebooks.in_reading_order(tmp_path)
