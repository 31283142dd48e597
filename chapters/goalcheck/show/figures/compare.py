"""Figures that compare: places by value or rank, counts, and one level with the next."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from goalcheck.show.figures import alt, plotted
from goalcheck.show.figures.base import (
    BEIJING,
    GAP,
    HOLLOW,
    OUTCOME,
    PAPER,
    PEER,
    SECOND,
    SIZE,
    STEPS,
    TARGET,
    Chart,
    Drawing,
    canvas,
    colours_of,
    label_beside,
    label_ends,
    number_tick,
    with_gaps,
)
from goalcheck.words.numbers import number, signed, trimmed

# In inches, by the lines of a label; from three lines on each takes as much.
ROW_HEIGHTS = {1: 0.225, 2: 0.32}


@Drawing
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
    figure, axes = canvas(
        "", height=0.9 + ROW_HEIGHTS.get(lines_each, 0.15 * lines_each) * len(values)
    )
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
    figure.alt = alt.sentences(
        [
            alt.opening(len(values), "dot", unit),
            alt.entries(values[::-1], digits, keep=highlight),
            f"{reference[0]} {number(reference[1], digits)}." if reference else "",
        ]
    )
    return figure


@Drawing
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
    figure, axes = canvas(unit, height)
    colour = colours_of(places, colours)
    cuts = sorted(breaks or {})
    for name, values in places.items():
        whole = with_gaps(values)
        for _, part in whole.groupby(np.searchsorted(cuts, whole.index, side="right")):
            axes.plot(part.index, part, marker="o", color=colour[name])
    worst = max(values.max() for values in places.values())
    axes.set_ylim(0.3, worst + 0.7)
    label_ends(axes, places, colour, gap=GAP * SIZE[1] / height)
    for cut, reason in (breaks or {}).items():
        axes.axvline(cut - 0.5, color=PEER, linewidth=1, linestyle=":")
        axes.annotate(reason, (cut - 0.5, 0.3), (0, 4), textcoords="offset points", ha="left",
                      va="bottom", color=PEER, fontsize=9.5, annotation_clip=False)  # fmt: skip
    axes.invert_yaxis()
    axes.yaxis.set_major_locator(MaxNLocator(8, integer=True, min_n_ticks=1))
    figure.plotted = plotted.tidy(unit, places=places)
    figure.alt = alt.sentences(
        [
            alt.courses(places, unit, ends=("worst", "best")),
            *(f"From {cut} on: {alt.one_line(reason)}." for cut, reason in (breaks or {}).items()),
        ]
    )
    return figure


@Drawing
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
        As `series.editions` returns it. A missing edition breaks the line, and so does a new
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
    figure, _ = canvas(height=0.4 + 1.45 * rows, rows=rows, columns=columns, ticks=False)
    grid = figure.axes
    for axes, (name, places) in zip(grid, panels.items(), strict=False):
        colour = (colours or {}).get(name, BEIJING)
        _editions(axes, places, as_of, colour)
        axes.set_title(name, loc="left", color=colour, fontsize=11)
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
        "place", panels={name: places.value for name, places in panels.items()}
    )
    ranked = {name: places.value for name, places in panels.items()}
    figure.alt = alt.courses(ranked, "place", what="panel", ends=("worst", "best"))
    return figure


def _key_to_marks(axes: Axes, as_of: pd.Timestamp) -> None:
    """Explain filled and hollow points and the dotted line in an empty chart."""
    known: dict[str, Any] = {"marker": "o", "color": BEIJING, "linestyle": "none",
                             "markersize": 5}  # fmt: skip
    later = known | HOLLOW
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
        whole = with_gaps(part.value)
        axes.plot(whole.index, whole, color=colour, linewidth=2)
        if before is not None:
            axes.axvline(before + 0.5, color=PEER, linewidth=1, linestyle=":")
        before = part.index.max()
    # A day that is not known counts as later.
    later = ~(places.published <= as_of) & (places.index >= as_of.year)
    axes.plot(places.index[~later], places.value[~later], marker="o", color=colour,
              linestyle="none", markersize=5, linewidth=2)  # fmt: skip
    axes.plot(places.index[later], places.value[later], marker="o", markersize=6,
              markeredgewidth=1.5, **HOLLOW,
              linestyle="none", linewidth=2)  # fmt: skip
    label_beside(
        axes, places.index[-1], places.value.iloc[-1], f"{places.value.iloc[-1]:.0f}", colour
    )


@Drawing
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

    Examples
    --------
    >>> figure = counted(pd.Series({"confirmed": 46, "stale": 1}), {"confirmed": SECOND, "stale": TARGET})
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['46', '1']
    """
    figure, axes = canvas("", height=0.5 + 0.36 * len(values))
    heights = np.arange(len(values))[::-1]
    drawn = axes.barh(heights, values, color=[colours[word] for word in values.index], height=0.7)
    axes.bar_label(drawn, fmt=lambda value: f"{value:,.0f}", padding=4)
    axes.set_yticks(heights, values.index)
    axes.set_xticks([])
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)
    figure.plotted = plotted.tidy("count", count=values)
    figure.alt = alt.sentences([alt.opening(len(values), "bar"), alt.entries(values, 0)])
    return figure


@Drawing
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

    Examples
    --------
    >>> counts = pd.DataFrame({"confirmed": [2, 0], "open": [1, 3]}, index=["First goal", "Second goal"])
    >>> axes = stacked(counts, {"confirmed": SECOND, "open": PEER}).axes[0]
    >>> [text.get_text() for text in axes.texts]
    ['2', '', '1', '3']
    """
    figure, axes = canvas("", height=1.0 + 0.42 * len(counts))
    heights = np.arange(len(counts))[::-1]
    left = np.zeros(len(counts))
    for part in counts:
        drawn = axes.barh(heights, counts[part], left=left, color=colours[part], height=0.72,
                          edgecolor="white", linewidth=1, label=part)  # fmt: skip
        axes.bar_label(drawn, label_type="center", color="white", fontsize=9.5,
                       fmt=lambda value: f"{value:.0f}" if value else "")  # fmt: skip
        left += counts[part].to_numpy()
    axes.set_yticks(heights, [fill(name, 26) for name in counts.index], fontsize=9.5)
    axes.set_xticks([])
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)
    figure.legend(loc="outside upper left", ncols=2, frameon=False, fontsize=9.5,
                  handlelength=1, columnspacing=1.2)  # fmt: skip
    figure.plotted = plotted.tidy("count", count=counts)
    told = [
        alt.counted(name, {part: int(count) for part, count in row.items()})
        for name, row in counts.iterrows()
    ]
    figure.alt = alt.sentences([alt.opening(len(counts), "bar"), *told])
    return figure


@Drawing
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
    figure, axes = canvas("", height=1.3 + 0.55 * len(levels))
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
    for name, value in (targets or {}).items():
        axes.axvline(value, color=TARGET, linewidth=1.2, linestyle=":", zorder=0)
        axes.annotate(f"{name} {value:,.{digits}f}", (value, -0.75), ha="center", va="bottom",
                      color=TARGET, fontsize=9.5, annotation_clip=False)  # fmt: skip
    ends = [*values, *(targets or {}).values()]
    span = max(ends) - min(ends)
    axes.set_xlim(min(ends) - 0.6 * span, max(ends) + 0.2 * span)
    axes.set_ylim(len(names) - 0.5, -0.7)
    axes.set_yticks(range(len(names)), names, fontsize=9.5)
    axes.xaxis.set_major_formatter(number_tick)
    axes.grid(axis="y", visible=False)
    figure.plotted = plotted.tidy(unit, level=levels, target=targets)
    moved = [
        f"{changes[after]} {signed(levels[after] - levels[before], digits)}, so"
        for before, after in pairwise(names)
    ]
    steps = [f"{alt.one_line(name)}: {number(level, digits)}" for name, level in levels.items()]
    told = [steps[0], *(f"{move} {step}" for move, step in zip(moved, steps[1:], strict=True))]
    aims = [f"{name} {number(aim, digits)}." for name, aim in (targets or {}).items()]
    figure.alt = alt.sentences(
        [alt.opening(len(levels), "level", unit), f"{'; '.join(told)}.", *aims]
    )
    return figure
