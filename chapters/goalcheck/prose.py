"""Words for the page: numbers in sentences, tables a screen reader can follow, source lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd
from IPython.display import display

from goalcheck.tables import Package

MONTHS = (
    "January February March April May June July August September October November December"
).split()

# One prefix is all that `{glue:text}` of MyST-NB needs; importing its own `glue` costs seconds.
GLUE_PREFIX = "application/papermill.record/"


@dataclass(frozen=True)
class Link:
    """A table cell that leads somewhere."""

    text: str
    url: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Chinese:
    """A table cell in Chinese, so marked that a screen reader pronounces it."""

    text: str

    def __str__(self) -> str:
        return self.text


# --- numbers and dates ----------------------------------------------------------------------------


def number(value: float, digits: int = 0) -> str:
    """Write a number with thousands separators and a real minus sign.

    Raises
    ------
    ValueError
        If the value is not finite: a gap must be said in words.

    Examples
    --------
    >>> number(106552), number(-1.25, 1)
    ('106,552', '−1.2')
    """
    if not abs(value) < float("inf"):
        raise ValueError(f"cannot print {value} as a number; say in words what is missing")
    text = f"{abs(value):,.{digits}f}"
    return f"−{text}" if value < 0 and text.strip("0.,") else text


def percent(value: float, digits: int = 1) -> str:
    """Write a percentage.

    Examples
    --------
    >>> percent(13.5), percent(62, 0)
    ('13.5%', '62%')
    """
    return f"{number(value, digits)}%"


def signed(value: float, digits: int = 1) -> str:
    """Write a change with its sign.

    Examples
    --------
    >>> signed(12.1), signed(-3), signed(0)
    ('+12.1', '−3.0', '0.0')
    """
    text = number(value, digits)
    return f"+{text}" if value > 0 and text.strip("0.,") else text


def yuan(hundred_million: float, digits: int = 1) -> str:
    """Write an amount given in 100 million yuan (亿元) in billion yuan, or trillion if so large.

    Examples
    --------
    >>> yuan(8536.9), yuan(14900, 2)
    ('853.7 billion yuan', '1.49 trillion yuan')
    """
    if abs(hundred_million) >= 10_000:
        return f"{number(hundred_million / 10_000, digits)} trillion yuan"
    return f"{number(hundred_million / 10, digits)} billion yuan"


def times(factor: float, digits: int = 1) -> str:
    """Write how many times as much.

    Examples
    --------
    >>> times(2.96)
    '3.0 times'
    """
    return f"{number(factor, digits)} times"


def date_words(date: str | pd.Timestamp) -> str:
    """Write a date, or a part of one, in words.

    Examples
    --------
    >>> date_words("2024-08-14"), date_words("2024-08"), date_words("2024"), date_words("")
    ('14 August 2024', 'August 2024', '2024', 'date not known')
    """
    text = f"{date:%Y-%m-%d}" if isinstance(date, pd.Timestamp) else date
    year, *rest = text.split("-")
    words = [MONTHS[int(rest[0]) - 1]] if rest else []
    words = [str(int(rest[1])), *words] if len(rest) > 1 else words
    return " ".join([*words, year]) or "date not known"


def listed(words: Iterable[str]) -> str:
    """Join words as a sentence does.

    Examples
    --------
    >>> listed(["patents"]), listed(["papers", "patents", "contracts"])
    ('patents', 'papers, patents and contracts')
    """
    *head, last = words
    return f"{', '.join(head)} and {last}" if head else last


# --- into the page --------------------------------------------------------------------------------


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
            {f"{GLUE_PREFIX}text/plain": text},
            raw=True,
            metadata={"scrapbook": {"name": name, "mime_prefix": GLUE_PREFIX}},
        )


def table(frame: pd.DataFrame, *, caption: str, name: str) -> None:
    """Display a table: caption, header cells with scope, escaped cells, numbers to the right.

    Parameters
    ----------
    frame : DataFrame
        Cells are text (see `number` and its like), `Link` or `Chinese`; the first column heads
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
            if not isinstance(cell, (str, Link, Chinese)):
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
    <thead><tr><th scope="col">Year</th><th scope="col" class="number">Count</th></tr></thead>
    <tbody>
    <tr><th scope="row">2023</th><td class="number">1,065</td></tr>
    </tbody>
    </table>
    </div>
    """
    kinds = [' class="number"' if _numeric(frame[column]) else "" for column in frame]
    kinds[0] = ""
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
    return f'<tr><th scope="row">{first}</th>{tail}</tr>'


def _cell(cell) -> str:
    text = escape(str(cell))
    if isinstance(cell, Link) and cell.url:
        return f'<a href="{escape(cell.url)}">{text}</a>'
    return f'<span lang="zh">{text}</span>' if isinstance(cell, Chinese) else text


def _numeric(cells: pd.Series) -> bool:
    """Tell whether a column holds numbers (with units or signs) and dashes only."""
    looks = cells.map(str).str.fullmatch(
        r"(about |more than )?[−+<>≥~]?\s?[\d,.]+[%×]?( times)?|–|"
    )
    return bool(looks.all()) and bool(cells.map(str).str.contains(r"\d").any())


# --- sources --------------------------------------------------------------------------------------


def source_line(book: Package, source_ids: Iterable[str]) -> str:
    """Name the publishers behind a figure with the years of their publications.

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
    >>> from goalcheck import tables
    >>> book = tables.load()
    >>> source_line(book, [book.article])
    'Source: Guangming Online (machine translation into English), 2024.'
    """
    rows = book.sources.loc[sorted(set(source_ids))]
    counts = rows.publisher.value_counts()
    named = [_publisher(rows[rows.publisher == publisher]) for publisher in counts.index[:3]]
    more = len(counts) - len(named)
    if more:
        named.append(f"{more} more, listed at the end of the page")
    return f"Source{'s' if len(rows) > 1 else ''}: {'; '.join(named)}."


def _publisher(rows: pd.DataFrame) -> str:
    years = sorted({published[:4] for published in rows.published if published})
    span = "–".join(sorted({years[0], years[-1]})) if years else "date not known"
    return f"{rows.publisher.iloc[0]}, {span}"


def sources_table(book: Package, source_ids: Iterable[str], *, name: str) -> None:
    """Display the sources of a chapter, newest first, with a link where there is a safe one.

    Parameters as in `source_line`; `name` is the anchor of the table.
    """
    rows = book.sources.loc[sorted(set(source_ids))].sort_values(
        ["published", "publisher", "title"], ascending=[False, True, True]
    )
    cells = {
        "Published": rows.published.map(lambda date: date or "not known"),
        "Publisher": rows.publisher,
        "Title": [
            Link(title_en or title, url)
            for title_en, title, url in zip(rows.title_en, rows.title, rows.url, strict=True)
        ],
    }
    table(pd.DataFrame(cells), caption=f"The {len(rows)} sources of this page", name=name)
