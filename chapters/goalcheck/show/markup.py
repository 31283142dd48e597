"""What may stand in a cell or a line of a page besides text, and how it becomes HTML.

Each record is written by the macro of its name in `templates/parts.html`; whatever is not such a
record is text, and is escaped.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from goalcheck.data.package import Package
from goalcheck.data.records import publisher_name
from goalcheck.words.dates import date_words


def _escaped(value: Any) -> Any:
    """Escape text with the names of the standard library, as the stored pages have them."""
    return value if hasattr(value, "__html__") else Markup(html.escape(str(value)))


TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    finalize=_escaped,
    undefined=StrictUndefined,
    auto_reload=False,
)


def render(template: str, **values: Any) -> Markup:
    """Return the HTML of a template of this room; text among the values is escaped.

    Examples
    --------
    >>> print(render("source_line.html", count=2, publishers="R&D"))
    Sources: R&amp;D (<a href="#tab-sources">all sources of this page</a>).
    """
    return Markup(TEMPLATES.get_template(template).render(**values))


class Part:
    """What is written by the macro of its name."""

    def __html__(self) -> Markup:
        """Return it as HTML; Jinja and markupsafe call this."""
        macros = TEMPLATES.get_template("parts.html").module
        return getattr(macros, type(self).__name__.lower())(self)


@dataclass(frozen=True)
class Link(Part):
    """A link; without an address its text alone. A note stands below in small letters.

    Examples
    --------
    >>> print(Link("R&D", "a.html?x=1&y=2").__html__())
    <a href="a.html?x=1&amp;y=2">R&amp;D</a>
    """

    text: str
    url: str
    note: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Badge(Part):
    """A finding or a result: words, and a colour that only repeats them."""

    text: str
    kind: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Chinese(Part):
    """Text in Chinese, or in another language, so marked that a screen reader pronounces it.

    Examples
    --------
    >>> print(Chinese("专利").__html__())
    <span lang="zh">专利</span>
    """

    text: str
    language: str = "zh"

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Strong(Part):
    """A word that stands out."""

    text: str


@dataclass(frozen=True)
class Small(Part):
    """A line of small print below the text of a cell.

    Examples
    --------
    >>> print(Small("2 < 3 sources").__html__())
    <small>2 &lt; 3 sources</small>
    """

    part: str | Part


@dataclass(frozen=True)
class Line(Part):
    """Parts one behind the other, with the same words between them.

    Examples
    --------
    >>> print(Line(["It says", Strong("no")], between=" ").__html__())
    It says <strong>no</strong>
    """

    parts: Sequence[str | Part]
    between: str = ""


@dataclass(frozen=True)
class Bullets(Part):
    """A list of items, each an `Evidence`."""

    items: Sequence[Part]


@dataclass(frozen=True)
class Evidence(Part):
    """One check of a claim: its finding if another stands first, what it says, its sources."""

    label: str
    sentence: str
    sources: Line


@dataclass(frozen=True)
class Sparkline(Part):
    """A small line in a box, hidden from screen readers: the words beside it say the same."""

    width: int
    height: int
    points: str


def citation(book: Package, source_id: str) -> Link:
    """Return publisher and date of a source: linked to it if that is safe, else to the list.

    Examples
    --------
    >>> citation(book, "press-2024-01-19")
    Link(text='City Hall, 19 January 2024', url='https://city.example.org/contracts', note='')
    >>> citation(book, "yearbook-2021").url
    'sources.html#yearbook-2021'
    """
    source = book.source(source_id)
    words = f"{publisher_name(source.publisher)}, {date_words(source.published)}"
    return Link(words, source.url or f"sources.html#{source_id}")
