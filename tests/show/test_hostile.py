"""A data package from anywhere: its words stay words, and none of its keys or links is code."""

import csv
import json
import shutil
from urllib.parse import urlsplit
from xml.etree import ElementTree

import nbformat
import pytest
from bs4 import BeautifulSoup
from goalcheck.data.schema import read_package
from goalcheck.site import notebooks

EXAMPLE = notebooks.ROOT / "data" / "examples" / "shanghai-2025"

# HTML, attributes, Markdown, MyST roles and substitutions, mathematics, ends of other syntaxes.
HOSTILE = (
    '<script>alert(1)</script> "><img src=x onerror=\'alert(1)\' onload="alert(1)"> '
    "[link](javascript:alert(1)) ![image](javascript:alert(1)) {glue:text}`secret` {{ 7 * 191 }} "
    "`code` **bold** $x$ $\\frac{ --> ]]> &lt;b&gt;"
)
SIGN = "alert(1)"
# A page sets quotation marks and dashes as a printer does.
STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})

# What a chapter shows, on one page.
CELLS = [
    """
from goalcheck.claims import claimreview
from goalcheck.show import catalogue, claimtable, goal_tables
from goalcheck.show.figures import compare
from goalcheck.show import html
from goalcheck.show.figures import base, over_time
from goalcheck.targets import expected
from goalcheck.data import package
from goalcheck.show import cells, verdict
from goalcheck.targets import scorecard
book = package.load()
card = scorecard.scorecard(book)
promised = expected.outlooks(book)
""",
    "html.glue(secret='a glued word', first=card['name'].iloc[0])",
    "goal_tables.claims_box(book, book.claims.chapter.iloc[0])",
    "goal_tables.targets_table(book, book.goals.index[0], name='tab-targets')",
    "goal_tables.outcome_table(book, promised.values(), name='tab-outcome')",
    "html.table(cells.expected_table(scorecard.scored(book)), caption=card['name'].iloc[0], name='tab-card')",
    "html.table(cells.goals_cells(verdict.goals_table(book)), caption='Goals', name='tab-goals')",
    "html.sources_table(book, book.sources.index, name='tab-sources')",
    "catalogue.indicators_table(book, name='tab-indicators')",
    "catalogue.sources_table(book, name='tab-all-sources')",
    "claimtable.claims_table(book, name='tab-ledger')",
    "claimreview.embed(book)",
    """
one = next(one for one in promised.values() if one.projection is not None)
words = one.grade.name + ", " + book.places.name[book.place]
short = words[-30:]
base.show(
    over_time.trajectory(one.history.value, unit=short, projection=one.projection,
                       target=(2025, one.target, short), earlier={short: one.history.value}),
    name="fig-one", caption=words, alt=words, source=html.source_line(book, book.sources.index),
)
""",
    """
values = card.set_index(card["name"].str[-30:]).known_value.dropna()
base.show(
    compare.ranked_dots(values, unit=short, highlight=short),
    name="fig-two", caption=words, alt=words, source=html.source_line(book, book.sources.index),
)
""",
]


def free_columns(schema):
    """Return the columns of a table that may hold any text."""
    keys = {schema["primaryKey"]} if isinstance(schema["primaryKey"], str) else set()
    keys |= {key["fields"] for key in schema.get("foreignKeys", [])}
    return [
        field["name"]
        for field in schema["fields"]
        if field["type"] == "string"
        and field["name"] not in keys
        and not {"pattern", "enum"} & set(field.get("constraints", {}))
    ]


def words_of(tag):
    return " ".join(tag.get_text().split()).translate(STRAIGHT).replace("–>", "-->")


def make_hostile(folder):
    """Write hostile text behind every free text of a package; return how many columns have it."""
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    count = 0
    for resource in descriptor["resources"]:
        columns, path = free_columns(resource["schema"]), folder / resource["path"]
        if resource["name"] == "claims":
            columns.remove("unit")  # must be that of the indicator
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            row |= {column: f"{row[column]} {HOSTILE}".strip() for column in columns}
        with path.open("w", encoding="utf-8", newline="") as file:
            names = [field["name"] for field in resource["schema"]["fields"]]
            writer = csv.DictWriter(file, names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        count += len(columns)
    return count


@pytest.fixture
def hostile_book(book_copy):
    """Return a book of one page that shows a hostile package."""
    shutil.rmtree(book_copy / "data")
    shutil.copytree(EXAMPLE, book_copy / "data")
    assert make_hostile(book_copy / "data") > 20
    page = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# A page\n\nIt says {glue:text}`first`."),
            *map(nbformat.v4.new_code_cell, CELLS),
        ]
    )
    path = book_copy / "chapters" / "hostile.ipynb"
    nbformat.write(page, path)
    (book_copy / "_toc.yml").write_text("format: jb-book\nroot: chapters/hostile\n", "utf-8")
    return path


def test_hostile_words_are_shown_as_words(hostile_book, execute_in, build, tmp_path):
    execute_in(hostile_book)
    run = build(hostile_book.parents[1], tmp_path)
    assert run.returncode == 0, run.stdout + run.stderr
    html = (tmp_path / "_build/html/chapters/hostile.html").read_text("utf-8")
    page = BeautifulSoup(html, "html.parser")
    article = page.find("article")
    for tag in page.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on")], tag
        for name in ("href", "src", "action"):
            assert urlsplit(tag.get(name, "")).scheme in ("", "http", "https"), tag
    for script in page.find_all("script"):
        assert SIGN not in script.get_text() or script["type"] == "application/ld+json"
    assert not article.select("img[src=x], strong:-soup-contains(bold), .math")
    assert not [code for code in article.find_all("code") if code.get_text() == "code"]
    for image in (tmp_path / "_build/html/_images").glob("*.svg"):
        tags = {tag.tag.rpartition("}")[2] for tag in ElementTree.parse(image).iter()}
        assert not {"script", "a", "foreignObject"} & tags
    # Shown in full wherever a chapter shows them: in tables, captions and glued words.
    for part in article.select("table, figcaption"):
        assert HOSTILE in words_of(part), part
        assert "a glued word" not in words_of(part)
    assert HOSTILE in words_of(article.find("p"))


def loosened(folder):
    """Let the descriptor of a package ask for nothing but text."""
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    for resource in descriptor["resources"]:
        resource["schema"].pop("foreignKeys", None)
        for field in resource["schema"]["fields"]:
            field.get("constraints", {}).pop("pattern", None)
    path.write_text(json.dumps(descriptor) + "\n", "utf-8")


@pytest.mark.parametrize(
    ("table", "row", "old", "new"),
    [
        ("sources", 2, "https://daily.example.org/promise", "javascript:alert(1)"),
        ("sources", 2, "https://daily.example.org/promise", "data:text/html"),
        ("sources", 2, "article,", '"x"" onclick=""alert(1)",'),
        ("goals", 2, "contracts,", "javascript:alert(1)//,"),
        ("claims", 2, "contracts,contracts,", "contracts,javascript:alert(1)//,"),
        ("indicators", 4, "city_rank,", "../../city_rank,"),
    ],
)
def test_keys_and_links_are_safe_even_if_the_package_allows_others(
    small_package, table, row, old, new
):
    loosened(small_package)
    path = small_package / f"{table}.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    *_, faults = read_package(small_package)
    cell = next(csv.reader([new]))[-2 if new.endswith(",") else 0]
    assert {fault.row for fault in faults if fault.found == repr(cell)} == {row}


@pytest.mark.parametrize("path", ["../goals.csv", "/goals.csv", "panel/../../goals.csv"])
def test_no_table_is_read_from_outside_the_package(small_package, path):
    descriptor = small_package / "datapackage.json"
    text = descriptor.read_text("utf-8")
    descriptor.write_text(text.replace('"goals.csv"', json.dumps(path)), "utf-8")
    shutil.copy(small_package / "goals.csv", small_package.parent / "goals.csv")
    *_, faults = read_package(small_package)
    assert [fault.found for fault in faults if fault.expected == "a file of the package"] == [
        repr(path)
    ]
