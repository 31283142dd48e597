"""What a cell puts into its page: glued words, tables a screen reader can follow, source lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd
from IPython.display import display

from goalcheck.data.package import Package
from goalcheck.data.records import publisher_name
from goalcheck.words.dates import date_words
from goalcheck.words.escaping import literal

NUMBER, DATE = ' class="number"', ' class="date"'

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
class Link:
    """A table cell that leads somewhere; a note stands below in small letters."""

    text: str
    url: str
    note: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Badge:
    """A table cell with a finding or a result: words, and a colour that only repeats them."""

    text: str
    kind: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Chinese:
    """A table cell in Chinese, so marked that a screen reader pronounces it."""

    text: str

    def __str__(self) -> str:
        return self.text


def result_badge(result: str) -> Badge:
    """Return the badge of a target's result.

    Examples
    --------
    >>> result_badge("passed early")
    Badge(text='passed early', kind='passed-early')
    """
    return Badge(result, result.replace(" ", "-"))


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
            if not isinstance(cell, (str, Link, Badge, Chinese)):
                raise TypeError(f"table {name}, column {column!r}: {cell!r} is not text")
    display(
        {"text/html": table_html(frame, caption=caption, name=name), "text/plain": caption},
        raw=True,
    )


def table_html(frame: pd.DataFrame, *, caption: str, name: str) -> str:
    """Return the HTML of `table`.

    Examples
    --------
    >>> print(table_html(pd.DataFrame({"Year": ["2023"], "Count": ["1,065"]}),
    ...                  caption="Contracts", name="tab-c"))
    <div class="book-table" role="region" tabindex="0" aria-label="Contracts">
    <table id="tab-c">
    <caption>Contracts</caption>
    <thead><tr><th scope="col" class="date">Year</th><th scope="col" class="number">Count</th></tr></thead>
    <tbody>
    <tr><th scope="row" class="date">2023</th><td class="number">1,065</td></tr>
    </tbody>
    </table>
    </div>
    """
    kinds = [_kind(frame[column]) for column in frame]
    kinds[0] = "" if kinds[0] == NUMBER else kinds[0]
    head = "".join(
        f'<th scope="col"{kind}>{escape(str(column))}</th>'
        for column, kind in zip(frame, kinds, strict=True)
    )
    body = "\n".join(_row(cells, kinds) for cells in frame.itertuples(index=False, name=None))
    return (
        f'<div class="book-table" role="region" tabindex="0" aria-label="{escape(caption)}">\n'
        f'<table id="{escape(name)}">\n<caption>{escape(caption)}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>"
    )


def _row(cells: Sequence, kinds: Sequence[str]) -> str:
    first, *rest = [_cell(cell) for cell in cells]
    tail = "".join(f"<td{kind}>{cell}</td>" for kind, cell in zip(kinds[1:], rest, strict=True))
    return f'<tr><th scope="row"{kinds[0]}>{first}</th>{tail}</tr>'


def _cell(cell: object) -> str:
    text = escape(str(cell))
    if isinstance(cell, Link):
        linked = f'<a href="{escape(cell.url)}">{text}</a>' if cell.url else text
        return f'{linked}<span class="note">{escape(cell.note)}</span>' if cell.note else linked
    if isinstance(cell, Badge):
        return f'<span class="badge badge-{escape(cell.kind)}">{text}</span>'
    if isinstance(cell, Chinese):
        return f'<span lang="zh">{text}</span>'
    return date_words(text) if DAY.fullmatch(text) else text


def _kind(cells: pd.Series) -> str:
    """Return the class of a column of numbers (with units or signs) or of dates, dashes allowed."""
    words = cells.map(str)
    if not words.str.contains(r"\d").any():
        return ""
    if words.str.fullmatch(r"\d{4}(-\d\d){0,2}|not known").all():
        return DATE
    pattern = r"(about |more than )?[−+<>≥~]?\s?[\d,.]+[%×]?( times)?|–|"
    return NUMBER if words.str.fullmatch(pattern).all() else ""


# --- sources ---------------------------------------------------------------------------------------


def source_line(book: Package, source_ids: Iterable[str]) -> str:
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
    >>> from goalcheck.data import package
    >>> book = package.load()
    >>> source_line(book, [book.article])
    'Source: Guangming Online, 2024 (<a href="#tab-sources">all sources of this page</a>).'
    """
    rows = book.rows("sources", sorted(set(source_ids)))
    rows = rows.assign(publisher=rows.publisher.map(publisher_name))
    counts = rows.publisher.value_counts()
    named = [_publisher(rows[rows.publisher == publisher]) for publisher in counts.index[:3]]
    more = len(counts) - len(named)
    if more:
        named.append(f"{more} more")
    listing = '<a href="#tab-sources">all sources of this page</a>'
    return f"Source{'s' if len(rows) > 1 else ''}: {'; '.join(named)} ({listing})."


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
