"""The few kinds of figure of this book, in one style: direct labels, units, one meaning a colour."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from textwrap import fill
from typing import Any

import matplotlib
import numpy as np
import pandas as pd
from IPython.display import display
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.dates import DateFormatter, YearLocator
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.typing import RcKeyType

from goalcheck import plotted
from goalcheck.markup import literal
from goalcheck.prose import METHOD_NAMES, number, signed, trimmed

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

# What a projection is drawn from.
FAN = ["centre", "lower_80", "upper_80", "lower_95", "upper_95"]

SIZE = (5.4, 3.3)
# Steps of an axis that a reader counts without thinking.
STEPS = (1, 2, 5, 10)
# From so many bars on only every second year is printed below them.
MANY_BARS = 12
# A white edge keeps a number readable where a line runs behind it.
HALO = (withStroke(linewidth=3, foreground="white"),)
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
    """A figure that keeps the numbers it shows, as `plotted.tidy` returns them."""

    plotted: pd.DataFrame


def show(figure: Chart, *, name: str, caption: str, alt: str, source: str) -> None:
    """Display a figure as SVG, with the numbers it shows and what the page needs to know about it.

    Parameters
    ----------
    figure : Chart
        Made by a function of this book.
    name : str
        Anchor of the figure in the page, `fig-...`.
    caption : str
        The one point the figure makes, as plain words.
    alt : str
        What is to be seen, with numbers, for readers who do not see it.
    source : str
        Source line below the caption, as HTML (`prose.source_line`).

    Raises
    ------
    ValueError
        If the name has no `fig-`, or the caption, the alt text or the source line is too short to
        say anything.
    """
    if not name.startswith("fig-"):
        raise ValueError(f"figure name {name!r}: expected fig-...")
    for what, text in (("caption", caption), ("alt text", alt), ("source line", source)):
        if len(text) < (12 if what == "source line" else 40):
            raise ValueError(f"{name}: {what} {text!r} is too short to say what is to be seen")
    file = f"../downloads/{plotted.FOLDER}/{name}.csv"
    source = f'{source} <a class="data" href="{file}" download>Data of this figure (CSV)</a>'
    page = {
        "name": name,
        "caption": f"{literal(caption)}\n\n{source}",
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


# --- kinds of figure ------------------------------------------------------------------------------


def trajectory(
    history: pd.Series,
    *,
    unit: str,
    projection: pd.DataFrame | None = None,
    target: tuple[int, float, str] | None = None,
    outcomes: pd.Series | None = None,
    earlier: Mapping[str, pd.Series] | None = None,
    digits: int = 0,
) -> Chart:
    """Draw what was known, what was to be expected, the target, and what came.

    Parameters
    ----------
    history : Series
        Values known on the as-of date, indexed by year.
    unit : str
        Shown above the axis.
    projection : DataFrame, optional
        As `projection.project` returns it: the centre dashed, 80 % dark, 95 % light.
    target : (year, value, label), optional
        A diamond with its label.
    outcomes : Series, optional
        Values published later on the same basis, indexed by year: hollow points.
    earlier : mapping of name to Series indexed by year, optional
        Other bases or vintages of the same indicator, dashed and never joined to the history.
    digits : int
        Decimals of the printed values.

    Returns
    -------
    Figure

    Examples
    --------
    >>> known = pd.Series([5.6, 6.3], index=[2018, 2019])
    >>> before = pd.Series([5.6, 6.2], index=[2017, 2018])
    >>> axes = trajectory(known, unit="percent", earlier={"old accounts": before}).axes[0]
    >>> [line.get_linestyle() for line in axes.lines]
    ['--', '-']
    """
    figure, axes = _canvas(unit)
    for name, values in (earlier or {}).items():
        axes.plot(values.index, values, color=PEER, linestyle="--", marker="o", markersize=4)
        _label(axes, values.index[-1], values.iloc[-1], name, PEER, fontsize=9.5)
    axes.plot(history.index, history, color=BEIJING, marker="o")
    _note(axes, history.index[-1], history.iloc[-1], digits, BEIJING, above=True)
    if projection is not None:
        _fan(axes, history, projection)
    if target is not None:
        year, value, label = target
        axes.plot([year], [value], marker="D", markersize=8, color=TARGET, linestyle="none")
        _label(axes, year, value, label, TARGET)
    if outcomes is not None and len(outcomes):
        axes.plot(outcomes.index, outcomes, marker="o", markersize=7, markerfacecolor="white",
                  markeredgecolor=OUTCOME, markeredgewidth=1.8, linestyle="none")  # fmt: skip
        year, value = outcomes.index[-1], outcomes.iloc[-1]
        axes.annotate(f"published since:\n{value:,.{digits}f} ({year})", (year, value), (-10, 34),
                      textcoords="offset points", ha="right", va="bottom", color=OUTCOME,
                      arrowprops={"arrowstyle": "-", "color": OUTCOME, "shrinkB": 5})  # fmt: skip
    axes.set_ylim(bottom=min(0, axes.get_ylim()[0]))
    figure.plotted = plotted.tidy(
        unit,
        known=history,
        projection=None if projection is None else projection.set_index("year")[FAN],
        target=None if target is None else {target[0]: target[1]},
        published_since=outcomes,
        earlier=earlier,
    )
    return figure


def lines(
    series: Mapping[str, pd.Series],
    *,
    unit: str,
    colours: Mapping[str, str] | None = None,
    dashed: tuple[str, ...] = (),
    above: tuple[str, ...] = (),
    digits: int = 0,
    from_zero: bool = True,
) -> Chart:
    """Draw lines over the years, each with its name and last value at its end.

    Parameters
    ----------
    series : mapping of name to Series indexed by year
        A missing year breaks the line.
    unit : str
    colours : mapping, optional
        Colour of a name; the book's order by default.
    dashed : tuple of str
        Names drawn dashed: another basis or definition.
    above : tuple of str
        Names printed above the end of their line, where its right side is taken.
    digits : int
        Decimals of the printed values.
    from_zero : bool
        Begin the axis at zero.

    Returns
    -------
    Figure
    """
    figure, axes = _canvas(unit)
    palette = dict(zip(series, PARTS, strict=False)) | dict(colours or {})
    for name, values in series.items():
        whole = values.reindex(range(values.index.min(), values.index.max() + 1))
        axes.plot(whole.index, whole, marker="o", markersize=4, color=palette.get(name, PEER),
                  linestyle="--" if name in dashed else "-")  # fmt: skip
    if from_zero:
        axes.set_ylim(bottom=0)
    ends = {name: values.iloc[-1] for name, values in series.items()}
    heights = _spread({name: ends[name] for name in ends if name not in above}, axes)
    last = max(values.index[-1] for values in series.values())
    for name, values in series.items():
        text = f"{name} {ends[name]:,.{digits}f}"
        if name in above:
            axes.annotate(text, (values.index[-1], ends[name]), (4, 7), ha="right", va="bottom",
                          textcoords="offset points", color=palette.get(name, PEER))  # fmt: skip
            continue
        year = values.index[-1] if last - values.index[-1] > LATE else last
        _label(axes, year, heights[name], text, palette.get(name, PEER))
    figure.plotted = plotted.tidy(unit, lines=series)
    return figure


def bars(
    values: pd.Series,
    *,
    unit: str,
    colour: str = BEIJING,
    digits: int = 0,
    not_held: pd.Series | None = None,
) -> Chart:
    """Draw one bar a year with its value on top; a year without a figure stays empty.

    Parameters
    ----------
    values : Series
        Indexed by year.
    unit, colour : str
    digits : int
        Decimals of the printed values.
    not_held : Series, optional
        What was planned for a year and did not come, as a dashed outline.

    Returns
    -------
    Figure

    Examples
    --------
    >>> held, planned = pd.Series({2021: 60, 2023: 150}), pd.Series({2022: 126})
    >>> axes = bars(held, unit="events", not_held=planned).axes[0]
    >>> [text.get_text() for text in axes.texts]
    ['60', '150', '126']
    """
    figure, axes = _canvas(unit)
    figure.plotted = plotted.tidy(unit, value=values, not_held=not_held)
    drawn = axes.bar(values.index, values, color=colour, width=0.7)
    axes.bar_label(drawn, fmt=lambda value: f"{value:,.{digits}f}", padding=2)
    if not_held is not None:
        empty = axes.bar(not_held.index, not_held, width=0.7, color="none", edgecolor=colour,
                         linestyle="--")  # fmt: skip
        axes.bar_label(empty, fmt=lambda value: f"{value:,.{digits}f}", padding=2, color=PEER)
        values = pd.concat([values, not_held])
    axes.margins(y=0.1)
    missing = sorted(set(range(values.index.min(), values.index.max())) - set(values.index))
    for year in missing:
        axes.text(year, 0, "not\nfound", ha="center", va="bottom", fontsize=9, color=PEER)
    years = sorted({*values.index, *missing})
    axes.set_xticks(years[:: -1 if len(years) < MANY_BARS else -2])
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    return figure


def counted(values: pd.Series, colours: Mapping[str, str]) -> Chart:
    """Draw how often each of some words was given, the first on top, the count beside each bar.

    Parameters
    ----------
    values : Series
        Counts indexed by words, in the order to draw.
    colours : mapping
        Colour of each word.

    Returns
    -------
    Figure
    """
    figure, axes = _canvas("", height=0.5 + 0.36 * len(values))
    heights = np.arange(len(values))[::-1]
    drawn = axes.barh(heights, values, color=[colours[word] for word in values.index], height=0.7)
    axes.bar_label(drawn, fmt=lambda value: f"{value:,.0f}", padding=4)
    axes.set_yticks(heights, values.index)
    axes.set_xticks([])
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)
    figure.plotted = plotted.tidy("count", count=values)
    return figure


def stacked(counts: pd.DataFrame, colours: Mapping[str, str]) -> Chart:
    """Draw one bar a row, cut into parts that are counted, with the names of the parts on top.

    Parameters
    ----------
    counts : DataFrame
        One row a bar, the first on top; one column a part.
    colours : mapping
        Colour of each column.

    Returns
    -------
    Figure
    """
    figure, axes = _canvas("", height=1.0 + 0.42 * len(counts))
    heights = np.arange(len(counts))[::-1]
    left = np.zeros(len(counts))
    for part in counts:
        drawn = axes.barh(heights, counts[part], left=left, color=colours[part], height=0.72,
                          edgecolor="white", linewidth=1, label=part)  # fmt: skip
        axes.bar_label(drawn, label_type="center", color="white", fontsize=9.5,
                       fmt=lambda value: f"{value:.0f}" if value else "")  # fmt: skip
        left += counts[part].to_numpy()
    axes.set_yticks(heights, [fill(label, 26) for label in counts.index], fontsize=9.5)
    axes.set_xticks([])
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)
    figure.legend(loc="outside upper left", ncols=2, frameon=False, fontsize=9.5,
                  handlelength=1, columnspacing=1.2)  # fmt: skip
    figure.plotted = plotted.tidy("count", count=counts)
    return figure


def ranked_dots(
    values: pd.Series,
    *,
    unit: str,
    highlight: str,
    reference: tuple[str, float] | None = None,
    digits: int = 1,
    logarithmic: bool = False,
) -> Chart:
    """Draw places in order as dots, one of them highlighted.

    Parameters
    ----------
    values : Series
        Indexed by the name of the place.
    unit : str
    highlight : str
        Name drawn in Beijing's colour.
    reference : (name, value), optional
        A vertical line, for instance the national figure.
    digits : int
        Decimals of the printed values.
    logarithmic : bool
        Use a logarithmic axis.

    Returns
    -------
    Figure

    Examples
    --------
    >>> pace = pd.Series({"R&D intensity": -0.8, "contracts,\\nby value": 0.03})
    >>> axes = ranked_dots(pace, unit="past paces", highlight="", digits=2).axes[0]
    >>> [text.get_text() for text in axes.texts]
    ['−0.80', '0.03']
    """
    values = values.sort_values()
    lines_each = max(name.count("\n") + 1 for name in values.index)
    figure, axes = _canvas("", height=0.9 + (0.225, 0.32, 0.45)[lines_each - 1] * len(values))
    colours = [BEIJING if name == highlight else PEER for name in values.index]
    axes.scatter(values, range(len(values)), c=colours, s=34, zorder=3)
    axes.hlines(range(len(values)), 0 if not logarithmic else values.min() * 0.9, values,
                colors=colours, linewidth=1)  # fmt: skip
    for row, (name, value) in enumerate(values.items()):
        weight = "bold" if name == highlight else "normal"
        side = -1 if value < 0 else 1
        axes.annotate(number(value, digits), (value, row), (7 * side, 0), va="center",
                      ha="right" if side < 0 else "left", textcoords="offset points",
                      fontsize=9.5, fontweight=weight, color=colours[row],
                      bbox=PAPER if reference else None)  # fmt: skip
    axes.set_yticks(range(len(values)), values.index, fontsize=9.5, linespacing=0.95)
    axes.set_ylim(-0.7, len(values) - 0.3)
    if values.min() < 0:
        axes.set_xlim(left=values.min() - 0.3 * (values.max() - values.min()))
    axes.grid(axis="y", visible=False)
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True, steps=STEPS))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}".replace("-", "−")))
    figure.supxlabel(unit, fontsize=11, color="#444444")
    if logarithmic:
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    if reference:
        name, value = reference
        axes.axvline(value, color=SECOND, linewidth=1.2, zorder=0)
        axes.annotate(f"{name} {trimmed(f'{value:,.{digits}f}')}", (value, 0.1), (5, 0), ha="left",
                      textcoords="offset points", color=SECOND, fontsize=9.5)  # fmt: skip
    figure.plotted = plotted.tidy(
        unit, value=values[::-1], reference=dict([reference] if reference else [])
    )
    return figure


def small_multiples(
    panels: Mapping[str, pd.Series],
    *,
    unit: str,
    highlight: str = "",
    columns: int = 3,
    digits: int = 0,
) -> Chart:
    """Draw one small line chart a name, all on one scale.

    Parameters
    ----------
    panels : mapping of name to Series indexed by year
    unit : str
    highlight : str
        Name drawn in Beijing's colour.
    columns : int
        Charts side by side; three stay readable on a phone.
    digits : int
        Decimals of the printed last values.

    Returns
    -------
    Figure
    """
    rows = -(-len(panels) // columns)
    with matplotlib.rc_context(STYLE):
        figure = Chart(figsize=(SIZE[0], 0.9 + 1.35 * rows), layout="constrained")
        grid = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False).ravel()
        for axes, (name, values) in zip(grid, panels.items(), strict=False):
            colour = BEIJING if name == highlight else PEER
            axes.plot(values.index, values, color=colour)
            axes.set_title(name, loc="left", color=colour)
            axes.annotate(f"{values.iloc[-1]:,.{digits}f}", (values.index[-1], values.iloc[-1]),
                          (0, 4), textcoords="offset points", ha="right", va="bottom",
                          color=colour, fontsize=9.5)  # fmt: skip
            axes.xaxis.set_major_locator(MaxNLocator(3, integer=True))
        for axes in grid[len(panels) :]:
            axes.set_visible(False)
        grid[0].set_ylim(0, 1.25 * max(values.max() for values in panels.values()))
        grid[0].yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
        figure.supylabel(unit, fontsize=10)
    figure.plotted = plotted.tidy(unit, panels=panels)
    return figure


def methods_fan(
    history: pd.Series,
    projections: Mapping[str, pd.DataFrame],
    *,
    unit: str,
    outcome: tuple[int, float] | None = None,
    target: tuple[int, float, str] | None = None,
    digits: int = 0,
) -> Chart:
    """Draw what each method makes of the same history.

    Parameters
    ----------
    history : Series
        Indexed by year.
    projections : mapping of method to what `projection.project` returns
        Labelled by `prose.METHOD_NAMES`.
    unit : str
    outcome : (year, value), optional
        What was published later.
    target : (year, value, label), optional
    digits : int
        Decimals of the printed values.

    Returns
    -------
    Figure
    """
    figure, axes = _canvas(unit)
    axes.plot(history.index, history, color=BEIJING, marker="o")
    for rows in projections.values():
        years = [history.index[-1], *rows.year]
        axes.plot(years, [history.iloc[-1], *rows.centre], color=PROJECTION, linewidth=1.5)
    ends = {name: rows.centre.iloc[-1] for name, rows in projections.items()}
    if target is not None:
        axes.axhline(target[1], color=TARGET, linewidth=1, linestyle=":")
        axes.annotate(target[2], (history.index[0], target[1]), (0, 4),
                      textcoords="offset points", color=TARGET)  # fmt: skip
    if outcome is not None:
        axes.plot(*[[part] for part in outcome], marker="o", markersize=7, markerfacecolor="white",
                  markeredgecolor=OUTCOME, markeredgewidth=1.8)  # fmt: skip
    heights = _spread(ends, axes)
    last = max(rows.year.iloc[-1] for rows in projections.values())
    for name, value in ends.items():
        text = f"{METHOD_NAMES.get(name, name)} {value:,.{digits}f}"
        _label(axes, last, heights[name], text, OUTCOME, fontsize=9.5)
    figure.plotted = plotted.tidy(
        unit,
        known=history,
        # Fitted forecasts agree between machines to about eight digits.
        **{
            name: rows.set_index("year").centre.map("{:.6g}".format).astype(float)
            for name, rows in projections.items()
        },
        published_since=dict([outcome] if outcome else []),
        target={} if target is None else {target[0]: target[1]},
    )
    return figure


def calibration(bins: pd.DataFrame, *, lights: pd.DataFrame | None = None) -> Chart:
    """Draw how often things happened that were called so likely.

    Parameters
    ----------
    bins : DataFrame
        Columns `stated, happened, cases`: mean stated probability, share that happened, how many.
    lights : DataFrame, optional
        Columns `label, happened, cases`: the same for verdicts in words, drawn at the right.

    Returns
    -------
    Figure
    """
    figure, axes = _canvas("share that happened", height=4.2)
    axes.plot([0, 1], [0, 1], color=PEER, linewidth=1, linestyle="--")
    axes.annotate("perfectly honest", (0.5, 0.5), (12, -22), textcoords="offset points", color=PEER)
    sizes = 25 + 175 * bins.cases / bins.cases.max()
    axes.scatter(bins.stated, bins.happened, s=sizes, color=BEIJING, zorder=3)
    axes.plot(bins.stated, bins.happened, color=BEIJING, linewidth=1)
    axes.set_xlabel("stated probability (area of a dot: number of cases)")
    axes.set_xlim(-0.03, 1.03)
    axes.set_ylim(-0.03, 1.06)
    for part in (axes.xaxis, axes.yaxis):
        part.set_major_locator(MaxNLocator(5))
        part.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.0f}%"))
    if lights is not None:
        heights = _spread(dict(zip(lights.label, lights.happened, strict=True)), axes)
        for label, happened in zip(lights.label, lights.happened, strict=True):
            text = f"{label}: {100 * happened:.0f}%"
            _label(axes, 1.03, heights[label], text, TARGET, fontsize=9.5)
            axes.plot([0.985, 1.03], [happened, happened], color=TARGET)
    figure.plotted = pd.concat([bins, lights], ignore_index=True)
    return figure


def ranks(
    places: Mapping[str, pd.Series],
    *,
    unit: str,
    breaks: Mapping[int, str] | None = None,
    colours: Mapping[str, str] | None = None,
    height: float = SIZE[1],
) -> Chart:
    """Draw places in a ranking over its editions, the first place on top.

    Parameters
    ----------
    places : mapping of name to Series indexed by edition
        A missing edition breaks the line.
    unit : str
    breaks : mapping of edition to label, optional
        First edition of a new method: the lines are cut before it and the label says why.
    colours : mapping, optional
        Colour of a name; the book's order by default.
    height : float
        In inches; more for many names.

    Returns
    -------
    Figure

    Examples
    --------
    >>> beijing = pd.Series([4.0, 8.0, 5.0], index=[2021, 2024, 2025])
    >>> axes = ranks({"Beijing": beijing}, unit="place", breaks={2025: "new method"}).axes[0]
    >>> bool(axes.yaxis_inverted())
    True
    """
    figure, axes = _canvas(unit, height)
    palette = dict(zip(places, PARTS, strict=False)) | dict(colours or {})
    cuts = sorted(breaks or {})
    for name, values in places.items():
        whole = values.reindex(range(values.index.min(), values.index.max() + 1))
        for _, part in whole.groupby(np.searchsorted(cuts, whole.index, side="right")):
            axes.plot(part.index, part, marker="o", color=palette.get(name, PEER))
    worst = max(values.max() for values in places.values())
    axes.set_ylim(0.3, worst + 0.7)
    ends = {name: values.iloc[-1] for name, values in places.items()}
    heights = _spread(ends, axes, gap=0.088 * SIZE[1] / height)
    last = max(values.index[-1] for values in places.values())
    for name, values in places.items():
        year = values.index[-1] if last - values.index[-1] > LATE else last
        _label(axes, year, heights[name], f"{name} {ends[name]:.0f}", palette.get(name, PEER))
    for cut, label in (breaks or {}).items():
        axes.axvline(cut - 0.5, color=PEER, linewidth=1, linestyle=":")
        axes.annotate(label, (cut - 0.5, 0.3), (0, 4), textcoords="offset points", ha="left",
                      va="bottom", color=PEER, fontsize=9.5, annotation_clip=False)  # fmt: skip
    axes.invert_yaxis()
    axes.yaxis.set_major_locator(MaxNLocator(8, integer=True, min_n_ticks=1))
    figure.plotted = plotted.tidy(unit, places=places)
    return figure


def rank_panels(
    panels: Mapping[str, pd.DataFrame],
    *,
    as_of: pd.Timestamp,
    columns: int = 2,
    colours: Mapping[str, str] | None = None,
) -> Chart:
    """Draw one small chart a ranking: the place over its editions, the first place on top.

    Parameters
    ----------
    panels : mapping of name to DataFrame
        As `calculations.editions` returns it. A missing edition breaks the line, and so does a new
        basis (method), marked by a dotted line.
    as_of : Timestamp
        Editions published later are hollow points; one of an earlier year counts as known even if
        its source here is later.
    columns : int
        Charts side by side. A free place at the end holds the key to the marks.
    colours : mapping, optional
        Colour of a name; Beijing's by default.

    Returns
    -------
    Figure

    Examples
    --------
    >>> places = pd.DataFrame({"value": [4.0, 5.0], "basis": ["five factors", "six factors"],
    ...                        "published": pd.to_datetime(["2024-01-01", "2025-06-01"])},
    ...                       index=[2024, 2025])
    >>> axes = rank_panels({"startups": places}, as_of=pd.Timestamp("2024-08-14")).axes[0]
    >>> bool(axes.yaxis_inverted())
    True
    """
    rows = -(-len(panels) // columns)
    with matplotlib.rc_context(STYLE):
        figure = Chart(figsize=(SIZE[0], 0.4 + 1.45 * rows), layout="constrained")
        grid = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False).ravel()
        for axes, (name, places) in zip(grid, panels.items(), strict=False):
            colour = (colours or {}).get(name, BEIJING)
            _editions(axes, places, as_of, colour)
            axes.set_title(name, loc="left", color=colour)
        worst = int(max(places.value.max() for places in panels.values()))
        grid[0].set_ylim(worst + 0.3 + 0.08 * worst, 0.7 - 0.08 * worst)
        step = 20 if worst > 40 else 10 if worst > 20 else 5
        ticks = range(1, worst + 1, 2) if worst < 10 else [1, *range(step, worst + 1, step)]
        grid[0].set_yticks(ticks)
        grid[0].xaxis.set_major_locator(MaxNLocator(4 if columns < 3 else 2, integer=True))
        for axes in grid[len(panels) :]:
            axes.axis("off")
        if len(panels) < len(grid):
            _key_to_marks(grid[len(panels)], as_of)
    figure.plotted = plotted.tidy(
        "place", **{name: places.value for name, places in panels.items()}
    )
    return figure


def _key_to_marks(axes: Axes, as_of: pd.Timestamp) -> None:
    """Explain filled and hollow points and the dotted line in an empty chart."""
    known: dict[str, Any] = {"marker": "o", "color": BEIJING, "linestyle": "none"}
    later = known | {"markerfacecolor": "white", "markeredgecolor": OUTCOME}
    method: dict[str, Any] = {"color": PEER, "linewidth": 1, "linestyle": ":"}
    day = f"{as_of.day} {as_of:%B %Y}"
    marks = {f"known on {day}": known, "published later": later, "new method": method}
    for name, style in marks.items():
        axes.plot([], [], label=name, **style)
    axes.legend(loc="center", frameon=False, fontsize=9.5)


def _editions(axes: Axes, places: pd.DataFrame, as_of: pd.Timestamp, colour: str) -> None:
    """Draw the editions of one ranking, each basis for itself."""
    before = None
    for _, part in places.groupby("basis", sort=False):
        whole = part.value.reindex(range(part.index.min(), part.index.max() + 1))
        axes.plot(whole.index, whole, color=colour)
        if before is not None:
            axes.axvline(before + 0.5, color=PEER, linewidth=1, linestyle=":")
        before = part.index.max()
    later = (places.published > as_of) & (places.index >= as_of.year)
    axes.plot(places.index[~later], places.value[~later], marker="o", color=colour,
              linestyle="none")  # fmt: skip
    axes.plot(places.index[later], places.value[later], marker="o", markersize=6,
              markerfacecolor="white", markeredgecolor=OUTCOME, markeredgewidth=1.5,
              linestyle="none")  # fmt: skip
    _label(axes, places.index[-1], places.value.iloc[-1], f"{places.value.iloc[-1]:.0f}", colour)


def steps(
    stocks: Mapping[str, pd.Series],
    *,
    unit: str,
    mark: tuple[str, str] | None = None,
    colours: Mapping[str, str] | None = None,
) -> Chart:
    """Draw counts that were announced on certain days, each holding until the next.

    Parameters
    ----------
    stocks : mapping of name to Series indexed by day (text YYYY-MM-DD or Timestamp)
    unit : str
    mark : (day, label), optional
        A vertical line at one day.
    colours : mapping, optional
        Colour of a name; the book's order by default.

    Returns
    -------
    Figure

    Examples
    --------
    >>> centres = pd.Series([107.0, 149.0], index=["2024-01-19", "2024-07-16"])
    >>> axes = steps({"Beijing": centres}, unit="centres").axes[0]
    >>> float(axes.get_ylim()[0])
    0.0
    """
    figure, axes = _canvas(unit)
    palette = dict(zip(stocks, PARTS, strict=False)) | dict(colours or {})
    for name, values in stocks.items():
        days = pd.to_datetime(values.index)
        axes.plot(days, values, drawstyle="steps-post", marker="o", color=palette.get(name, PEER))
    axes.set_ylim(0, 1.1 * max(values.max() for values in stocks.values()))
    last = max(pd.to_datetime(values.index[-1]) for values in stocks.values())
    heights = _spread({name: values.iloc[-1] for name, values in stocks.items()}, axes)
    for name, values in stocks.items():
        text = f"{name} {values.iloc[-1]:,.0f}"
        _label(axes, last, heights[name], text, palette.get(name, PEER))
    if mark is not None:
        day, label = mark
        axes.axvline(pd.Timestamp(day), color=OUTCOME, linewidth=1, linestyle=":")
        axes.annotate(label, (pd.Timestamp(day), axes.get_ylim()[1]), (-4, -2), ha="right", va="top",
                      textcoords="offset points", color=OUTCOME, fontsize=9.5)  # fmt: skip
    years = last.year - min(pd.to_datetime(values.index[0]) for values in stocks.values()).year
    axes.xaxis.set_major_locator(YearLocator(1 if years < 7 else 2))
    axes.xaxis.set_major_formatter(DateFormatter("%Y"))
    figure.plotted = plotted.tidy(unit, stocks=stocks)
    return figure


def spans(rows: pd.DataFrame, *, unit: str) -> Chart:
    """Draw values that hold for spans of time, each a bar as long as its span.

    Parameters
    ----------
    rows : DataFrame
        Columns `start, end` (days), `value` and `label`, the words before the printed value.
    unit : str

    Returns
    -------
    Figure

    Examples
    --------
    >>> rows = pd.DataFrame({"start": ["2016-01-01"], "end": ["2020-12-31"], "value": [11.8],
    ...                      "label": "more than"})
    >>> spans(rows, unit="percent").axes[0].texts[0].get_text()
    'more than 11.8'
    """
    figure, axes = _canvas(unit)
    axes.set_ylim(0, 1.2 * rows.value.max())
    lowest = rows.value.min()
    for row in rows.itertuples():
        first, last = pd.Timestamp(row.start), pd.Timestamp(row.end)
        below = row.value == lowest and len(rows) > 1
        axes.plot([first, last], [row.value, row.value], color=BEIJING, linewidth=4,
                  solid_capstyle="butt")  # fmt: skip
        axes.annotate(f"{row.label} {row.value:g}".strip(), (last if below else first,
                      row.value), (0, -7 if below else 6), textcoords="offset points",
                      ha="right" if below else "left", va="top" if below else "bottom",
                      color=BEIJING)  # fmt: skip
    axes.xaxis.set_major_locator(YearLocator(2))
    axes.xaxis.set_major_formatter(DateFormatter("%Y"))
    figure.plotted = rows
    return figure


def bridge(
    levels: Mapping[str, float],
    *,
    unit: str,
    changes: Mapping[str, str],
    worked_out: tuple[str, ...] = (),
    targets: Mapping[str, float] | None = None,
    digits: int = 0,
) -> Chart:
    """Draw how one figure leads to the next: levels from the top down, and what moved between them.

    Parameters
    ----------
    levels : mapping of name to value
        In their order; the last is drawn as an outcome.
    unit : str
    changes : mapping of the name of a level to words
        What leads to it from the level above; what leads to the last has its own colour.
    worked_out : tuple of str
        Levels that nobody printed: hollow points.
    targets : mapping of name to value, optional
        Vertical lines.
    digits : int
        Decimals of the printed values.

    Returns
    -------
    Figure

    Examples
    --------
    >>> levels = {"2023": 42.9, "2023, new accounts": 43.6, "2025": 46.4}
    >>> changes = {"2023, new accounts": "revision", "2025": "growth"}
    >>> axes = bridge(levels, unit="percent", changes=changes, digits=1).axes[0]
    >>> [label.get_text() for label in axes.get_yticklabels()]
    ['2023', '2023, new accounts', '2025']
    """
    figure, axes = _canvas("", height=1.3 + 0.55 * len(levels))
    axes.set_xlabel(unit)
    names, values = list(levels), list(levels.values())
    for row, name in enumerate(names):
        right = values[row]
        if row:
            before = values[row - 1]
            left, right = sorted((before, values[row]))
            axes.plot([before, before], [row - 1, row], color="#C8C8C8", linewidth=1)
            colour = SECOND if changes[name] == changes[names[-1]] else PEER
            axes.plot([left, right], [row, row], color=colour, linewidth=4, alpha=0.6,
                      solid_capstyle="butt")  # fmt: skip
            text = f"{changes[name]} {signed(values[row] - before, digits)}"
            axes.annotate(text, (left, row), (-8, 0), textcoords="offset points", ha="right",
                          va="center", color=colour, fontsize=9.5)  # fmt: skip
        colour = OUTCOME if row == len(names) - 1 else BEIJING
        axes.plot([values[row]], [row], marker="o", markersize=7, color=colour, markeredgewidth=1.8,
                  markerfacecolor="white" if name in worked_out else colour)  # fmt: skip
        axes.annotate(f"{values[row]:,.{digits}f}", (right, row), (9, 0), va="center",
                      textcoords="offset points", fontweight="bold")  # fmt: skip
    for label, value in (targets or {}).items():
        axes.axvline(value, color=TARGET, linewidth=1.2, linestyle=":", zorder=0)
        axes.annotate(f"{label} {value:,.{digits}f}", (value, -0.75), ha="center", va="bottom",
                      color=TARGET, fontsize=9.5, annotation_clip=False)  # fmt: skip
    ends = [*values, *(targets or {}).values()]
    span = max(ends) - min(ends)
    axes.set_xlim(min(ends) - 0.6 * span, max(ends) + 0.2 * span)
    axes.set_ylim(len(names) - 0.5, -0.7)
    axes.set_yticks(range(len(names)), names, fontsize=9.5)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
    axes.grid(axis="y", visible=False)
    figure.plotted = plotted.tidy(unit, level=levels, target=targets)
    return figure


def scorecard(rows: pd.DataFrame, *, most: float = 1.5) -> Chart:
    """Draw how far each target was on the day it was set, and what came: a dumbbell a target.

    Parameters
    ----------
    rows : DataFrame
        Columns `label, start, known, outcome` as shares of the target (1 = reached; NaN = not
        published) and `result` in words, in the order to draw from the top. A row with a label
        only is a heading.
    most : float
        Larger shares are drawn at the edge, as an arrow with the number.

    Returns
    -------
    Figure
    """
    figure, axes = _canvas("", height=1.1 + 0.36 * len(rows))
    heights = np.arange(len(rows))[::-1]
    axes.axvline(1, color=TARGET, linewidth=1.5)
    axes.annotate("target", (1, len(rows) - 0.45), ha="center", va="bottom", color=TARGET,
                  annotation_clip=False)  # fmt: skip
    for height, row in zip(heights, rows.itertuples(), strict=True):
        drawn = [value for value in (row.start, row.known, row.outcome) if np.isfinite(value)]
        if drawn:
            ends = np.clip([min(drawn), max(drawn)], None, most)
            axes.plot(ends, [height, height], color="#C8C8C8", linewidth=2)
        if row.start <= most:
            axes.plot([row.start], [height], marker="|", markersize=12, color=PEER)
        if row.known <= most:
            axes.plot([row.known], [height], marker="o", color=BEIJING, markersize=6)
        if row.outcome <= most:
            axes.plot([row.outcome], [height], marker="o", markerfacecolor="white",
                      markeredgecolor=OUTCOME, markeredgewidth=1.8, markersize=8)  # fmt: skip
        if drawn and max(drawn) > most:
            axes.plot([most], [height], marker=">", color=OUTCOME, markersize=7)
            axes.annotate(f"{100 * max(drawn):.0f}%", (most, height), (-8, 0), ha="right",
                          textcoords="offset points", va="center", fontsize=9.5,
                          path_effects=HALO)  # fmt: skip
        axes.annotate(row.result, (1, height), (8, 0), xycoords=("axes fraction", "data"),
                      textcoords="offset points", va="center", fontsize=9.5,
                      annotation_clip=False)  # fmt: skip
    axes.set_yticks(heights, rows.label, fontsize=9.5)
    empty = rows[["start", "known", "outcome"]].isna().all(axis=1) & (rows.result == "")
    for tick, heading in zip(axes.get_yticklabels(), empty, strict=True):
        tick.set_fontweight("bold" if heading else "normal")
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.grid(axis="y", visible=False)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.0f}%"))
    axes.xaxis.set_major_locator(MaxNLocator(4))
    figure.supxlabel("share of the target:  |  on the day it was set,\n● known on the article's date,"
                     "  ○ published since", fontsize=9.5)  # fmt: skip
    figure.plotted = rows
    return figure


# --- parts ----------------------------------------------------------------------------------------


def _canvas(unit: str, height: float = SIZE[1]) -> tuple[Chart, Axes]:
    with matplotlib.rc_context(STYLE):
        figure = Chart(figsize=(SIZE[0], height), layout="constrained")
        axes = figure.subplots()
        axes.set_title(unit, loc="left")
        axes.xaxis.set_major_locator(MaxNLocator(8, integer=True, steps=STEPS))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
    return figure, axes


def _fan(axes: Axes, history: pd.Series, projection: pd.DataFrame) -> None:
    """Draw the projection from the last known point on."""
    last_year, last = history.index[-1], history.iloc[-1]
    years = [last_year, *projection.year]
    for level, opacity in ((95, 0.25), (80, 0.45)):
        lower, upper = [last, *projection[f"lower_{level}"]], [last, *projection[f"upper_{level}"]]
        axes.fill_between(years, lower, upper, color=PROJECTION, alpha=opacity, linewidth=0)
        if np.isfinite(upper[-1]):
            _label(axes, years[-1], upper[-1], f"{level}%", PEER, fontsize=9)
    axes.plot(years, [last, *projection.centre], color=BEIJING, linestyle="--", linewidth=1.5)


def _label(
    axes: Axes, year: Any, value: float, text: str, colour: str, fontsize: float = 11
) -> None:
    axes.annotate(text, (year, value), (9, 0), textcoords="offset points", va="center",
                  color=colour, fontsize=fontsize, annotation_clip=False)  # fmt: skip


def _note(axes: Axes, year: int, value: float, digits: int, colour: str, above: bool) -> None:
    axes.annotate(f"{value:,.{digits}f} ({year})", (year, value), (-6, 6 if above else -6),
                  textcoords="offset points", ha="right", va="bottom" if above else "top",
                  color=colour)  # fmt: skip


def _spread(ends: Mapping[str, float], axes: Axes, gap: float = 0.088) -> dict[str, float]:
    """Move labels apart that would print over each other; `gap` is a share of the axis."""
    low, high = axes.get_ylim()
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
