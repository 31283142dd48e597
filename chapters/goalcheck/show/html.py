"""What a cell puts into its page: glued words, tables a screen reader can follow, source lines.

The one table of the book is `table_html`: short under `table`, long with search, filters and
sorting under `long_table`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd
from IPython.display import display
from markupsafe import Markup

from goalcheck.data.package import Package
from goalcheck.data.records import publisher_name
from goalcheck.show.markup import Badge, Chinese, Link, Part, render
from goalcheck.targets.results import result_words
from goalcheck.words.dates import date_words
from goalcheck.words.escaping import literal

__all__ = [
    "Badge",
    "Cell",
    "Chinese",
    "Column",
    "Link",
    "Row",
    "glue",
    "long_table",
    "result_badge",
    "source_line",
    "sources_table",
    "table",
    "table_html",
]

NUMBER, DATE = "number", "date"

# A month or a day as the data write it; pages print it in words.
DAY = re.compile(r"\d{4}-\d\d(-\d\d)?")

# One prefix is all that `{glue:text}` of MyST-NB needs; importing its own `glue` costs seconds.
GLUE_PREFIX = "application/papermill.record/"


def glue(**words: str) -> None:
    """Keep words computed here for `{glue:text}` in the prose of the same page.

    Raises
    ------
    TypeError
        If a value is not text: format it first, so that what is printed is what was checked.

    Examples
    --------
    >>> glue(turnover=8536.9)
    Traceback (most recent call last):
    TypeError: turnover is 8536.9; format it as text first
    """
    for name, text in words.items():
        if not isinstance(text, str):
            raise TypeError(f"{name} is {text!r}; format it as text first")
    for name, text in words.items():
        display(
            {f"{GLUE_PREFIX}text/plain": repr(text)},
            raw=True,
            metadata={"scrapbook": {"name": name, "mime_prefix": GLUE_PREFIX}},
        )


# --- tables ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """A column: its heading, its class for the sheet, whether a long table filters and sorts by it."""

    heading: str
    filters: bool = False
    sorts: bool = True
    style: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell: text or a record of `markup`, the word to filter by, the key to sort by if not its text."""

    part: str | Part
    word: str = ""
    key: str = ""


@dataclass(frozen=True)
class Row:
    """A row with its anchor in the page; the first cell heads the row."""

    anchor: str
    cells: tuple[Cell, ...]


def table_html(
    rows: Sequence[Row], columns: Sequence[Column], *, caption: str, name: str, noun: str = ""
) -> Markup:
    """Return the HTML of a table; `ledger.js` adds search, filters and sorting to a long one.

    Parameters
    ----------
    rows : sequence of Row
    columns : sequence of Column
    caption : str
        Says what the table shows.
    name : str
        Anchor of the table in the page.
    noun : str
        What the rows of a long table are, in the plural; a short one has none.

    Raises
    ------
    ValueError
        If two rows have the same anchor, or a row has a cell too few or too many.

    Examples
    --------
    >>> row = Row("c001", (Cell("It grew."), Cell("yes", word="yes")))
    >>> columns = [Column("Claim"), Column("R&D", filters=True)]
    >>> print(table_html([row], columns, caption="Claims", name="tab-claims", noun="claims"))
    <link rel="stylesheet" href="../_static/ledger.css">
    <script defer src="../_static/ledger.js"></script>
    <div class="book-table ledger" data-noun="claims">
    <table id="tab-claims">
    <caption>Claims</caption>
    <thead><tr><th scope="col">Claim</th><th scope="col" data-filter>R&amp;D</th></tr></thead>
    <tbody>
    <tr id="c001"><th scope="row">It grew.</th><td data-word="yes">yes</td></tr>
    </tbody>
    </table>
    </div>
    """
    seen: set[str] = set()
    for row in rows:
        if row.anchor and row.anchor in seen:
            raise ValueError(f"table {name}: two rows have the anchor {row.anchor!r}")
        if len(row.cells) != len(columns):
            raise ValueError(
                f"table {name}: row {row.anchor!r} has {len(row.cells)} cells for "
                f"{len(columns)} columns"
            )
        seen.add(row.anchor)
    return render("table.html", rows=rows, columns=columns, caption=caption, name=name, noun=noun)


def long_table(
    rows: Sequence[Row], columns: Sequence[Column], *, caption: str, name: str, noun: str
) -> None:
    """Display a table that a reader can search, filter and sort. Parameters as in `table_html`."""
    _show(table_html(rows, columns, caption=caption, name=name, noun=noun), caption)


def table(frame: pd.DataFrame, *, caption: str, name: str) -> None:
    """Display a table: caption, header cells with scope, escaped cells, numbers to the right.

    Parameters
    ----------
    frame : DataFrame
        Cells are text (see `number` and its like), `Link`, `Badge` or `Chinese`; the first column heads
        its row, the index is not shown.
    caption : str
        Says what the table shows.
    name : str
        Anchor of the table in the page.

    Raises
    ------
    TypeError
        If a cell is a bare number or missing.
    """
    for column in frame:
        for cell in frame[column]:
            if not isinstance(cell, (str, Part)):
                raise TypeError(f"table {name}, column {column!r}: {cell!r} is not text")
    rows = [Row("", tuple(map(_cell, cells))) for cells in frame.itertuples(index=False, name=None)]
    _show(table_html(rows, columns_of(frame), caption=caption, name=name), caption)


def columns_of(frame: pd.DataFrame) -> list[Column]:
    """Return the columns of a table of text, those of numbers and dates with their class.

    The first heads the rows, so its numbers are names.

    Examples
    --------
    >>> [column.style for column in columns_of(pd.DataFrame({"Year": ["2023"], "Count": ["1,065"]}))]
    ['date', 'number']
    """
    first, *others = [Column(str(name), style=_kind(frame[name])) for name in frame]
    return [Column(first.heading) if first.style == NUMBER else first, *others]


def result_badge(result: str, words: str = "") -> Badge:
    """Return the badge of a target's result, in its own words if they are given (with a year).

    Examples
    --------
    >>> result_badge("at_target_earlier", "at target in 2024")
    Badge(text='at target in 2024', kind='at-target-earlier')
    >>> result_badge("probably_met")
    Badge(text='probably met', kind='probably-met')
    """
    return Badge(words or result_words(result), result.replace("_", "-"))


def _cell(cell: str | Part) -> Cell:
    return Cell(date_words(cell) if isinstance(cell, str) and DAY.fullmatch(cell) else cell)


def _kind(cells: pd.Series) -> str:
    """Return the class of a column of numbers (with units or signs) or of dates, dashes allowed."""
    words = cells.map(str)
    if not words.str.contains(r"\d").any():
        return ""
    if words.str.fullmatch(r"\d{4}(-\d\d){0,2}|not known").all():
        return DATE
    pattern = r"(about |more than )?[−+<>≥~]?\s?[\d,.]+[%×]?( times)?|–|"
    return NUMBER if words.str.fullmatch(pattern).all() else ""


def _show(html: Markup, words: str) -> None:
    display({"text/html": str(html), "text/plain": words}, raw=True)


# --- sources ---------------------------------------------------------------------------------------


def source_line(book: Package, source_ids: Iterable[str]) -> Markup:
    """Name the publishers behind a figure, the most frequent first, with a link to the whole list.

    The page must show it: `sources_table` with the name `tab-sources`.

    Parameters
    ----------
    book : Package
    source_ids : iterable of str

    Raises
    ------
    KeyError
        If the package has no such source.

    Examples
    --------
    >>> print(source_line(book, [book.article]))
    Source: The Daily, 2024 (<a href="#tab-sources">all sources of this page</a>).
    """
    rows = book.rows("sources", sorted(set(source_ids)))
    rows = rows.assign(publisher=rows.publisher.map(publisher_name))
    counts = rows.publisher.value_counts()
    named = [_publisher(rows[rows.publisher == publisher]) for publisher in counts.index[:3]]
    more = len(counts) - len(named)
    if more:
        named.append(f"{more} more")
    # A caption is read as Markdown before it is HTML: `literal` has written it for both.
    return render("source_line.html", count=len(rows), publishers=Markup("; ".join(named)))


def _publisher(rows: pd.DataFrame) -> str:
    years = sorted({published[:4] for published in rows.published if published})
    span = "–".join(sorted({years[0], years[-1]})) if years else "date not known"
    return f"{literal(rows.publisher.iloc[0])}, {span}"


def sources_table(book: Package, source_ids: Iterable[str], *, name: str) -> None:
    """Display the sources of a chapter, newest first, with a link where there is a safe one.

    Parameters as in `source_line`; `name` is the anchor of the table.
    """
    rows = book.rows("sources", sorted(set(source_ids))).sort_values(
        ["published", "publisher", "title"], ascending=[False, True, True]
    )
    cells = {
        "Published": rows.published.map(lambda date: date or "not known"),
        "Title and publisher": [
            Link(row.title_en or row.title, row.url, row.publisher) for row in rows.itertuples()
        ],
    }
    table(pd.DataFrame(cells), caption=f"The {len(rows)} sources of this page", name=name)
