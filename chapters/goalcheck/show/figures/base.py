"""What all figures share: one style, one meaning a colour, direct labels, and how they are shown.

The kinds of figure are in `over_time`, `compare` and `targets`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping
from functools import update_wrapper
from itertools import chain, repeat
from typing import Any, Generic, ParamSpec

import matplotlib
import pandas as pd
from IPython.display import display
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator
from matplotlib.typing import RcKeyType

from goalcheck.show.figures import plotted
from goalcheck.show.markup import render
from goalcheck.words.escaping import literal

Given = ParamSpec("Given")

# One meaning each over the whole book; Okabe and Ito's palette, safe for colour-blind readers.
BEIJING = "#0072B2"
PEER = "#6E6E6E"
TARGET = "#B8500C"
PROJECTION = "#56B4E9"
OUTCOME = "#1A1A1A"
SECOND = "#007A5E"
THIRD = "#A34E86"
# A weaker form of SECOND, for what holds in part.
PARTLY = "#7FB8A4"

# Order of the colours of lines that are neither Beijing nor a peer.
PARTS = (BEIJING, SECOND, THIRD, PEER)

SIZE = (5.4, 3.3)
# Steps of an axis that a reader counts without thinking.
STEPS = (1, 2, 5, 10)
# What came, on any kind of figure: a hollow point.
HOLLOW: dict[str, Any] = {"markerfacecolor": "white", "markeredgecolor": OUTCOME}
# Least distance of two labels, as a share of an axis of the common height.
GAP = 0.088
# A white edge keeps a number readable where a line runs behind it.
HALO = (withStroke(linewidth=3, foreground="white"),)
# An axis that ends so far above its highest value has room for a label there.
HEADROOM = 1.25
# White paper below a number interrupts the line that it would stand on.
PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 1}
# A line that ends so many years before the others is labelled at its own end, else at the margin.
LATE = 3

STYLE: dict[RcKeyType, Any] = {
    "font.size": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#8A8A8A",
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "axes.titlesize": 11,
    "axes.titlecolor": "#444444",
    "grid.color": "#E4E4E4",
    "grid.linewidth": 0.8,
    "lines.linewidth": 2,
    "lines.markersize": 5,
    "xtick.color": "#444444",
    "ytick.color": "#444444",
    "ytick.left": False,
    "svg.hashsalt": "goalcheck",
    "svg.fonttype": "path",
    "axes.unicode_minus": False,
}

# A dollar sign in a name is a dollar sign, in what a chapter adds to a figure too.
matplotlib.rcParams["text.parse_math"] = False


class Chart(Figure):
    """A figure that knows what it shows.

    Attributes
    ----------
    plotted : DataFrame
        The numbers, as `plotted.tidy` returns them.
    sources : tuple of str
        Ids of the sources of the series and tables it was given; a plain pandas series has none.
    alt : str
        What is to be seen in words, with the numbers, for readers who do not see it.
    """

    plotted: pd.DataFrame
    sources: tuple[str, ...] = ()
    alt: str = ""


class Drawing(Generic[Given]):
    """A function that draws: it takes `Series` as well as pandas series, and notes their sources.

    An object and not a function, so that doctest finds the examples of what it wraps.

    Examples
    --------
    >>> @Drawing
    ... def dots(values: pd.Series) -> Chart:
    ...     figure, axes = canvas("percent")
    ...     axes.plot(values.index, values)
    ...     return figure
    >>> from goalcheck.data.series import of
    >>> rows = pd.DataFrame({"value": [5.0], "source_id": "a"}, index=[2023])
    >>> dots(of(rows, name="Share", unit="percent")).sources
    ('a',)
    """

    def __init__(self, draw: Callable[Given, Chart]) -> None:
        self.draw = draw
        update_wrapper(self, draw)

    def __call__(self, *given: Given.args, **named: Given.kwargs) -> Chart:
        """Draw, see the function itself."""
        plain = {name: plotted.values_of(part) for name, part in named.items()}
        figure = self.draw(*map(plotted.values_of, given), **plain)
        figure.sources = plotted.sources_of([*given, *named.values()])
        return figure


def show(figure: Chart, *, name: str, caption: str, alt: str | None = None, source: str) -> None:
    """Display a figure as SVG, with the numbers it shows and what the page needs to know about it.

    Parameters
    ----------
    figure : Chart
        Made by a function of this book.
    name : str
        Anchor of the figure in the page, `fig-...`.
    caption : str
        The one point the figure makes, as plain words.
    alt : str, optional
        What is to be seen, with numbers, for readers who do not see it; by default the words the
        figure has itself.
    source : str
        Source line below the caption, as HTML (`html.source_line`).

    Raises
    ------
    ValueError
        If the name has no `fig-`, or the caption, the alt text or the source line is too short to
        say anything.
    """
    alt = figure.alt if alt is None else alt
    if not name.startswith("fig-"):
        raise ValueError(f"figure name {name!r}: expected fig-...")
    for what, text in (("caption", caption), ("alt text", alt), ("source line", source)):
        if len(text) < (12 if what == "source line" else 40):
            raise ValueError(f"{name}: {what} {text!r} is too short to say what is to be seen")
    below = render("figure_source.html", source=Markup(source), folder=plotted.FOLDER, name=name)
    page = {
        "name": name,
        "caption": f"{literal(caption)}\n\n{below}",
        "data": plotted.csv(figure.plotted),
    }
    display(
        {"image/svg+xml": svg(figure), "text/plain": alt},
        raw=True,
        metadata={"goalcheck": page},
    )


def svg(figure: Figure) -> str:
    """Return a figure as SVG text, the same for the same figure."""
    text = io.StringIO()
    with matplotlib.rc_context(STYLE):
        FigureCanvasSVG(figure).print_svg(text, metadata={"Date": None})
    return _same_everywhere(text.getvalue())


def _same_everywhere(text: str) -> str:
    """Drop from an SVG what depends on the processor: the last digits of coordinates.

    Matplotlib prints them to a millionth of a point, and names markers and clipping boxes by a hash
    of them; here they have a thousandth, and the names are numbered.
    """
    text = re.sub(r"(?<![\w.])[1-9]\d*\.\d{4,}", lambda match: f"{float(match[0]):.3f}", text)
    hashed = dict.fromkeys(re.findall(r'\bid="([mp][0-9a-f]{10})"', text))
    names = {name: f"part{number}" for number, name in enumerate(hashed, 1)}
    return re.sub(r"\b[mp][0-9a-f]{10}\b", lambda match: names.get(match[0], match[0]), text)


# --- parts of figures ------------------------------------------------------------------------------


def canvas(
    unit: str = "",
    height: float = SIZE[1],
    *,
    width: float = SIZE[0],
    rows: int = 1,
    columns: int = 1,
    ticks: bool = True,
    bare: bool = False,
) -> tuple[Chart, Axes]:
    """Return an empty figure in the style of the book, and its chart or the first of several.

    Parameters
    ----------
    unit : str
        Printed above the chart.
    height, width : float
        In inches.
    rows, columns : int
        Charts on one scale below and beside each other: `figure.axes`, row by row.
    ticks : bool
        Whole numbers at the axis below, thousands with a comma at the left one.
    bare : bool
        One chart without axes that fills the figure, its units are inches.

    Examples
    --------
    >>> figure, first = canvas(rows=2, columns=3, ticks=False)
    >>> len(figure.axes), first is figure.axes[0]
    (6, True)
    """
    with matplotlib.rc_context(STYLE):
        figure = Chart(figsize=(width, height), layout=None if bare else "constrained")
        if bare:
            axes = figure.add_axes((0, 0, 1, 1))
            axes.axis("off")
            axes.set(xlim=(0, width), ylim=(0, height))
            return figure, axes
        figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
        axes = figure.axes[0]
        axes.set_title(unit, loc="left")
        if ticks:
            axes.xaxis.set_major_locator(MaxNLocator(8, integer=True, steps=STEPS))
            axes.yaxis.set_major_formatter(number_tick)
    return figure, axes


def label_beside(
    axes: Axes, year: Any, value: float, text: str, colour: str, fontsize: float = 11
) -> None:
    """Print words beside a point, to its right.

    Parameters
    ----------
    axes : Axes
    year, value
        Where the point is, in the units of the two axes.
    text, colour : str
    fontsize : float
        In points.

    Examples
    --------
    >>> _, axes = canvas("percent")
    >>> label_beside(axes, 2023, 7.0, "Beijing", BEIJING)
    >>> axes.texts[0].get_text()
    'Beijing'
    """
    axes.annotate(text, (year, value), (9, 0), textcoords="offset points", va="center",
                  color=colour, fontsize=fontsize, annotation_clip=False)  # fmt: skip


def label_above(axes: Axes, year: Any, value: float, text: str, colour: str) -> None:
    """Print words above a point, so that they end there. Parameters as in `label_beside`."""
    axes.annotate(text, (year, value), (4, 7), ha="right", va="bottom",
                  textcoords="offset points", color=colour)  # fmt: skip


def label_below(axes: Axes, year: Any, value: float, text: str, colour: str) -> None:
    """Print words below a point, to end a little behind it. Parameters as in `label_beside`."""
    axes.annotate(text, (year, value), (24, -9), ha="right", va="top",
                  textcoords="offset points", color=colour)  # fmt: skip


def spread(ends: Mapping[str, float], axes: Axes, gap: float = GAP) -> dict[str, float]:
    """Return heights for labels, moved apart where they would print over each other.

    Parameters
    ----------
    ends : mapping of name to value
        Where each label belongs.
    axes : Axes
        With the limits it will have.
    gap : float
        Least distance of two labels, as a share of the axis.

    Examples
    --------
    >>> _, axes = canvas("percent")
    >>> _ = axes.set_ylim(0, 10)
    >>> spread({"one": 5.0, "two": 5.0}, axes, gap=0.1)
    {'one': 4.5, 'two': 5.5}
    """
    low, high = map(float, axes.get_ylim())
    least = gap * (high - low)
    order = sorted(ends, key=lambda name: ends[name])
    heights = [ends[name] for name in order]
    for _ in range(50):
        for lower in range(len(heights) - 1):
            overlap = least - (heights[lower + 1] - heights[lower])
            if overlap > 1e-9:
                heights[lower] -= overlap / 2
                heights[lower + 1] += overlap / 2
    return dict(zip(order, heights, strict=True))


def with_gaps(values: pd.Series) -> pd.Series:
    """Return a series with a missing value for each year it lacks, so that its line breaks there.

    Examples
    --------
    >>> with_gaps(pd.Series({2021: 5.0, 2023: 7.0})).to_list()
    [5.0, nan, 7.0]
    """
    return values.reindex(range(values.index.min(), values.index.max() + 1))


def colours_of(names: Iterable[str], given: Mapping[str, str] | None) -> dict[str, str]:
    """Return a colour for each name: the one that is given, else the book's next, then a peer's.

    Examples
    --------
    >>> colours_of(["Beijing", "Shanghai"], {"Shanghai": PEER})
    {'Beijing': '#0072B2', 'Shanghai': '#6E6E6E'}
    """
    in_order = zip(names, chain(PARTS, repeat(PEER)), strict=False)
    return dict(in_order) | dict(given or {})


def label_ends(
    axes: Axes,
    series: Mapping[str, pd.Series],
    colours: Mapping[str, str],
    *,
    digits: int = 0,
    above: tuple[str, ...] = (),
    below: tuple[str, ...] = (),
    gap: float = GAP,
) -> None:
    """Print the name and the last value of each line at the right, none over another.

    Parameters
    ----------
    axes : Axes
        With the lines and the limits it will have.
    series : mapping of name to Series indexed by year
    colours : mapping
        Colour of each name.
    digits : int
        Decimals of the printed values.
    above : tuple of str
        Names printed above the end of their line, where its right side is taken.
    below : tuple of str
        Names printed below the start of their line.
    gap : float
        As in `spread`.
    """
    ends = {name: values.iloc[-1] for name, values in series.items()}
    beside = {name: end for name, end in ends.items() if name not in above + below}
    heights = spread(beside, axes, gap)
    last = max(values.index[-1] for values in series.values())
    for name, values in series.items():
        year, text = values.index[-1], f"{name} {ends[name]:,.{digits}f}"
        if name in above:
            label_above(axes, year, ends[name], text, colours[name])
        elif name in below:
            axes.annotate(text, (values.index[0], values.iloc[0]), (-4, -14), ha="left", va="top",
                          textcoords="offset points", color=colours[name])  # fmt: skip
        else:
            own_end = last - year > LATE
            label_beside(axes, year if own_end else last, heights[name], text, colours[name])


def number_tick(value: float, _: float = 0) -> str:
    """Write a number at a tick of an axis.

    Examples
    --------
    >>> number_tick(12000.0)
    '12,000'
    """
    return f"{value:,g}"


def share_tick(value: float, _: float = 0) -> str:
    """Write a share at a tick of an axis, in percent.

    Examples
    --------
    >>> share_tick(0.5)
    '50%'
    """
    return f"{100 * value:.0f}%"
