"""Long tables that a reader can search, filter and sort; plain tables where no script runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from IPython.display import display

from goalcheck.data.package import Package
from goalcheck.data.records import publisher_name
from goalcheck.words.dates import date_words

# Only the pages with a long table load these.
ASSETS = (
    '<link rel="stylesheet" href="../_static/ledger.css">\n'
    '<script defer src="../_static/ledger.js"></script>\n'
)


@dataclass(frozen=True)
class Column:
    """A column: its heading, whether it can be sorted and filtered, its class for the sheet."""

    heading: str
    filters: bool = False
    sorts: bool = True
    style: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell: its HTML, the word to filter by and the key to sort by, the text if not given."""

    html: str
    word: str = ""
    key: str = ""


@dataclass(frozen=True)
class Row:
    """A row with its anchor in the page; the first cell heads the row."""

    anchor: str
    cells: tuple[Cell, ...]


def show(
    rows: Sequence[Row], columns: Sequence[Column], *, caption: str, name: str, noun: str
) -> None:
    """Display a long table (see `listing_html`) with the sheet and the script it needs."""
    html = ASSETS + listing_html(rows, columns, caption=caption, name=name, noun=noun)
    display({"text/html": html, "text/plain": caption}, raw=True)


def listing_html(
    rows: Sequence[Row], columns: Sequence[Column], *, caption: str, name: str, noun: str
) -> str:
    """Return the HTML of a long table; `ledger.js` adds search, filters and sorting.

    Parameters
    ----------
    rows : sequence of Row
    columns : sequence of Column
    caption : str
        Says what the table lists.
    name : str
        Anchor of the table in the page.
    noun : str
        What the rows are, in the plural.

    Raises
    ------
    ValueError
        If two rows have the same anchor or a row has a cell too few or too many.

    Examples
    --------
    >>> row = Row("c001", (Cell("It grew."), Cell("yes", word="yes")))
    >>> print(listing_html([row], [Column("Claim"), Column("True", filters=True)],
    ...                    caption="Claims", name="tab-claims", noun="claims"))
    <div class="book-table ledger" data-noun="claims">
    <table id="tab-claims">
    <caption>Claims</caption>
    <thead><tr><th scope="col">Claim</th><th scope="col" data-filter>True</th></tr></thead>
    <tbody>
    <tr id="c001"><th scope="row">It grew.</th><td data-word="yes">yes</td></tr>
    </tbody>
    </table>
    </div>
    """
    anchors = [row.anchor for row in rows]
    if len(set(anchors)) < len(anchors):
        twice = next(anchor for anchor in anchors if anchors.count(anchor) > 1)
        raise ValueError(f"table {name}: two rows have the anchor {twice!r}")
    head = "".join(_heading(column) for column in columns)
    body = "\n".join(_row(row, columns) for row in rows)
    return (
        f'<div class="book-table ledger" data-noun="{escape(noun)}">\n<table id="{escape(name)}">\n'
        f"<caption>{escape(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{body}\n</tbody>\n</table>\n</div>"
    )


def _heading(column: Column) -> str:
    marks = " data-filter" if column.filters else ""
    marks += "" if column.sorts else " data-unsorted"
    return f'<th scope="col"{_class(column)}{marks}>{escape(column.heading)}</th>'


def _class(column: Column) -> str:
    return f' class="{escape(column.style)}"' if column.style else ""


def _row(row: Row, columns: Sequence[Column]) -> str:
    first, *rest = [
        _attributes(cell, column) + f">{cell.html}"
        for cell, column in zip(row.cells, columns, strict=True)
    ]
    tail = "".join(f"<td{cell}</td>" for cell in rest)
    return f'<tr id="{escape(row.anchor)}"><th scope="row"{first}</th>{tail}</tr>'


def _attributes(cell: Cell, column: Column) -> str:
    word = f' data-word="{escape(cell.word)}"' if cell.word else ""
    key = f' data-key="{escape(cell.key)}"' if cell.key else ""
    return _class(column) + word + key


def small(words: str) -> str:
    """Return a line of small print below the text of a cell; the words are HTML.

    Examples
    --------
    >>> small("2 sources")
    '<small>2 sources</small>'
    """
    return f"<small>{words}</small>"


def link(url: str, text: str) -> str:
    """Return a link, both parts escaped.

    Examples
    --------
    >>> link("a.html?x=1&y=2", "R&D")
    '<a href="a.html?x=1&amp;y=2">R&amp;D</a>'
    """
    return f'<a href="{escape(url)}">{escape(text)}</a>'


def chinese(text: str) -> str:
    """Return Chinese text so marked that a screen reader pronounces it.

    Examples
    --------
    >>> chinese("专利")
    '<span lang="zh">专利</span>'
    """
    return f'<span lang="zh">{escape(text)}</span>'


def citation(book: Package, source_id: str) -> str:
    """Return publisher and date of a source: linked to it if that is safe, else to the list.

    Examples
    --------
    >>> from goalcheck.data import package
    >>> citation(package.load(), "cns-2024-01-19-tech-contracts").partition(">")[2]
    'China News Service, 19 January 2024</a>'
    """
    source = book.rows("sources", [source_id]).iloc[0]
    url = source.url or f"sources.html#{source_id}"
    return link(url, f"{publisher_name(source.publisher)}, {date_words(source.published)}")
