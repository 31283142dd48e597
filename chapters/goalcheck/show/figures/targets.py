"""Figures about targets and about our own projections of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.ticker import FuncFormatter, MaxNLocator

from goalcheck.show.figures import alt, plotted
from goalcheck.show.figures.base import (
    BEIJING,
    HALO,
    HOLLOW,
    OUTCOME,
    PEER,
    PROJECTION,
    TARGET,
    Chart,
    Drawing,
    canvas,
    label_beside,
    share_tick,
    spread,
)
from goalcheck.targets.results import NOT_DECIDED, NOT_REACHED, REACHED, result_words
from goalcheck.words.lists import wrapped
from goalcheck.words.numbers import number, signed

# How results are drawn: filled, crossed, empty. The shape says it, the colour repeats it.
MARKS: tuple[dict[str, Any], ...] = (
    {"marker": "s", "markerfacecolor": OUTCOME, "markeredgecolor": OUTCOME},
    {"marker": "X", "markerfacecolor": TARGET, "markeredgecolor": TARGET},
    {"marker": "s", "markerfacecolor": "white", "markeredgecolor": PEER},
)
LABEL_WIDTH = 34
RESULT_ORDER = dict.fromkeys(REACHED, 0) | dict.fromkeys(NOT_REACHED, 1) | {NOT_DECIDED: 2}


@Drawing
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

    Examples
    --------
    >>> rows = pd.DataFrame({"label": ["Patents"], "start": [0.5], "known": [0.9], "outcome": [2.0],
    ...                      "result": ["met"]})
    >>> [text.get_text() for text in scorecard(rows).axes[0].texts]
    ['target', '200%', 'met']
    """
    figure, axes = canvas("", height=1.1 + 0.36 * len(rows))
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
            axes.plot([row.outcome], [height], marker="o", markeredgewidth=1.8, **HOLLOW, markersize=8)  # fmt: skip
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
    axes.xaxis.set_major_formatter(share_tick)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    figure.supxlabel("share of the target:  |  on the day it was set,\n● known on the article's date,"
                     "  ○ published since", fontsize=9.5)  # fmt: skip
    figure.plotted = rows
    told = [
        alt.shares(
            row.label,
            {"when set": row.start, "known on the day": row.known, "published since": row.outcome},
            row.result,
        )
        for row in rows.itertuples()
    ]
    count = int((~empty).sum())
    figure.alt = alt.sentences([alt.opening(count, "row", "share of the target"), *told])
    return figure


@Drawing
def announcements(
    rows: pd.DataFrame, *, labels: Mapping[str, str], as_of: pd.Timestamp, year: int
) -> Chart:
    """Draw targets by the day they were announced, one dot each.

    Parameters
    ----------
    rows : DataFrame
        Columns `announced`, `source_id` and `set_value`; a target whose starting point was not
        published (NaN) is drawn hollow.
    labels : mapping of source id to text
        Plans to name.
    as_of : Timestamp
        Day of the article, a vertical line.
    year : int
        Target year, shaded.

    Returns
    -------
    Figure

    Examples
    --------
    >>> day = pd.Timestamp("2023-05-17")
    >>> rows = pd.DataFrame({"announced": [day, day], "source_id": "plan", "set_value": [1.0, 2.0]})
    >>> axes = announcements(rows, labels={"plan": "Work plan"}, as_of=day, year=2025).axes[0]
    >>> [text.get_text() for text in axes.texts]
    ['article', '2025', 'Work plan']
    """
    figure, axes = canvas("official targets, by day of announcement", 3.9, ticks=False)
    axes.axvspan(year, year + 1, color=TARGET, alpha=0.10, linewidth=0)
    axes.axvline(_when(as_of), color=PEER, linestyle="--", linewidth=1.2)
    tallest = int(rows.groupby("announced").size().max())
    top = tallest + 2.1
    axes.annotate("article", (_when(as_of), top), (-4, -2), textcoords="offset points",
                  ha="right", va="top", color=PEER, fontsize=9.5)  # fmt: skip
    axes.annotate(str(year), (year + 0.5, top), (0, -2), textcoords="offset points",
                  ha="center", va="top", color=TARGET, fontsize=11)  # fmt: skip
    for day, group in rows.groupby("announced"):
        known = group.set_value.notna().sort_values(ascending=False)
        for height, filled in enumerate(known, start=1):
            axes.plot([_when(day)], [height], marker="o", markersize=7.5, color=TARGET, linewidth=2,
                      markerfacecolor=TARGET if filled else "white")  # fmt: skip
        named = [labels[source] for source in group.source_id.unique() if source in labels]
        if named:
            axes.annotate("\n".join(named), (_when(day), len(group)), (0, 9),
                          textcoords="offset points", ha="center", va="bottom",
                          fontsize=9.5)  # fmt: skip
    axes.set_xlim(_when(rows.announced.min()) - 0.45, year + 1)
    axes.set_ylim(0.2, top)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xticks(range(rows.announced.min().year + 1, year + 1))
    axes.set_xlabel("●  starting point published by that day   ○  none found", fontsize=9.5)
    figure.plotted = rows[["announced", "source_id", "set_value"]]
    told = [
        f"{len(group)} {alt.when(day)}, {group.set_value.notna().sum() or 'none'} of them with a "
        "known start."
        for day, group in rows.groupby("announced")
    ]
    figure.alt = alt.sentences([alt.opening(len(rows), "target"), *told])
    return figure


def labels(rows: pd.DataFrame) -> list[str]:
    """Name targets beside a chart, with the year where one indicator has several.

    Parameters
    ----------
    rows : DataFrame
        Columns `indicator`, `name` and `announced` (Timestamp).

    Returns
    -------
    list of str
        As long as the table, in its order, broken into lines.

    Examples
    --------
    >>> days = pd.to_datetime(["2021-08-18", "2023-05-17", "2023-05-17"])
    >>> labels(pd.DataFrame({"indicator": ["rd", "rd", "papers"], "name": ["R&D", "R&D", "Papers"],
    ...                      "announced": days}))
    ['R&D (2021)', 'R&D (2023)', 'Papers']
    """
    dated = rows["name"] + " (" + rows.announced.dt.year.astype(str) + ")"
    names = rows["name"].where(~rows.indicator.duplicated(keep=False), dated)
    return [wrapped(name, LABEL_WIDTH) for name in names]


@Drawing
def tally_rows(rows: Mapping[str, pd.Series]) -> Chart:
    """Draw what became of some groups of targets: one sign a target, in order of result.

    Parameters
    ----------
    rows : mapping of label to Series
        Results, of `results.RESULTS`; the label is printed above the signs.

    Returns
    -------
    Figure

    Examples
    --------
    >>> axes = tally_rows({"Plan": pd.Series(["missed", "met", "not_decided"])}).axes[0]
    >>> [line.get_marker() for line in axes.lines]
    ['s', 'X', 's']
    """
    longest = max(len(results) for results in rows.values())
    figure, axes = canvas(height=0.1 + 0.62 * len(rows), ticks=False)
    for row, (label, results) in enumerate(rows.items()):
        axes.text(-0.4, 0.44 - row, label, va="center", fontsize=10.5).set_in_layout(False)
        ordered = results.map(RESULT_ORDER).sort_values(kind="stable")
        for place, order in enumerate(ordered):
            axes.plot([place], [-row], markersize=10.5, linestyle="none", markeredgewidth=1.4,
                      **MARKS[order])  # fmt: skip
    axes.set_xlim(-0.6, max(longest, 24) - 0.4)
    axes.set_ylim(0.65 - len(rows), 0.65)
    axes.axis("off")
    figure.plotted = plotted.tidy("result", results=rows)
    told = [
        alt.counted(label, results.map(result_words).value_counts(sort=False).to_dict())
        for label, results in rows.items()
    ]
    figure.alt = alt.sentences([alt.opening(len(rows), "row", "one sign a target"), *told])
    return figure


@Drawing
def chances(rows: pd.DataFrame, *, main: str) -> Chart:
    """Draw the probability each choice of method or window gave a target, and what came of it.

    Parameters
    ----------
    rows : DataFrame
        Columns `label, variant, kind, probability, words`, as `variants.other_choices` returns
        them (with a label), in the order to draw from the top.
    main : str
        The variant that the book prints.

    Returns
    -------
    Figure

    Examples
    --------
    >>> rows = pd.DataFrame({"label": "Patents", "variant": ["drift", "cagr"], "kind": "method",
    ...                      "probability": [0.5, 0.8], "words": "met"})
    >>> chances(rows, main="cagr").axes[0].lines[-1].get_xdata().tolist()
    [0.8]
    """
    labels = list(dict.fromkeys(rows.label))
    figure, axes = canvas(height=1.0 + 0.5 * len(labels), ticks=False)
    axes.axvline(0.5, color=PEER, linewidth=1)
    for height, label in enumerate(reversed(labels)):
        mine = rows[rows.label == label]
        others = mine[mine.variant != main]
        axes.plot([mine.probability.min(), mine.probability.max()], [height, height],
                  color="#C8C8C8", linewidth=2)  # fmt: skip
        for kind, marker in (("method", "o"), ("window", "d")):
            chosen = others[others.kind == kind]
            axes.plot(chosen.probability, [height] * len(chosen), marker=marker,
                      linestyle="none", color=PROJECTION, markersize=6)  # fmt: skip
        axes.plot(mine.probability[mine.variant == main], [height], marker="o",
                  color=BEIJING, markersize=8, linewidth=2)  # fmt: skip
        axes.annotate(mine.words.iloc[0], (1, height), (8, 0), va="center", fontsize=9.5,
                      xycoords=("axes fraction", "data"), textcoords="offset points",
                      annotation_clip=False)  # fmt: skip
    axes.set_yticks(range(len(labels)), reversed(labels), fontsize=9.5)
    axes.set_ylim(-0.6, len(labels) - 0.4)
    axes.set_xlim(-0.02, 1.02)
    axes.grid(axis="y", visible=False)
    axes.xaxis.set_major_formatter(share_tick)
    figure.supxlabel("chance of reaching the target:  ● the book;  light: other methods\n"
                     "(circles) and other windows (diamonds)", fontsize=9.5)  # fmt: skip
    figure.plotted = rows[["label", "variant", "kind", "probability", "words"]]
    told = []
    for label, mine in rows.groupby("label", sort=False):
        chosen = mine.variant == main
        percents = [number(100 * share) for share in mine.probability[chosen]]
        others = mine.probability[~chosen]
        words = f"{percents[0]}% in the book" if percents else "none in the book"
        if len(others):
            low, high = number(100 * others.min()), number(100 * others.max())
            words += f", {low}% to {high}% by other choices"
        told.append(f"{alt.one_line(label)}: {words}; {mine.words.iloc[0]}.")
    figure.alt = alt.sentences([alt.opening(len(labels), "row", "chance of the target"), *told])
    return figure


@Drawing
def misses(rows: pd.DataFrame) -> Chart:
    """Draw our projections beside what came: everything in percent of the published value.

    Parameters
    ----------
    rows : DataFrame
        Columns `label, centre, lower_80, upper_80, known, actual`, in the order to draw from the
        top.

    Returns
    -------
    Figure

    Examples
    --------
    >>> rows = pd.DataFrame({"label": ["Patents"], "centre": [11.0], "lower_80": [9.0],
    ...                      "upper_80": [12.0], "known": [8.0], "actual": [10.0]})
    >>> misses(rows).axes[0].lines[1].get_xdata().round(6).tolist()
    [10.0]
    """
    parts = {name: 100 * (rows[name] / rows.actual - 1) for name in
             ("centre", "lower_80", "upper_80", "known")}  # fmt: skip
    heights = np.arange(len(rows))[::-1]
    figure, axes = canvas(height=1.2 + 0.42 * len(rows), ticks=False)
    axes.axvline(0, color=OUTCOME, linewidth=1.5)
    axes.annotate("published", (0, len(rows) - 0.4), ha="center", va="bottom",
                  annotation_clip=False, fontsize=11)  # fmt: skip
    axes.hlines(heights, parts["lower_80"], parts["upper_80"], color=PROJECTION, linewidth=7,
                alpha=0.5)  # fmt: skip
    axes.plot(parts["centre"], heights, marker="o", linestyle="none", color=BEIJING,
              markersize=5)  # fmt: skip
    axes.plot(parts["known"], heights, marker="|", linestyle="none", color=PEER,
              markersize=13, markeredgewidth=2)  # fmt: skip
    axes.set_yticks(heights, rows.label, fontsize=9.5)
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.grid(axis="y", visible=False)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{signed(value, 0)}%"))
    figure.supxlabel("distance from the published value:  ● projected,  bar: 80% interval,\n"
                     "|  “no change” since the last value known", fontsize=9.5)  # fmt: skip
    figure.plotted = rows[["label", "centre", "lower_80", "upper_80", "known", "actual"]]
    told = [
        f"{alt.one_line(label)}: projected {signed(centre, 0)}% ({signed(low, 0)}% to {signed(high, 0)}%), "
        f"“no change” {signed(known, 0)}%."
        for label, centre, low, high, known in zip(rows.label, *parts.values(), strict=True)
    ]
    what = "distance from the published value"
    figure.alt = alt.sentences([alt.opening(len(rows), "row", what), *told])
    return figure


@Drawing
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

    Examples
    --------
    >>> bins = pd.DataFrame({"stated": [0.2, 0.9], "happened": [0.1, 1.0], "cases": [10, 20]})
    >>> calibration(bins).axes[0].lines[-1].get_ydata().tolist()
    [0.1, 1.0]
    """
    figure, axes = canvas("share that happened", height=4.2)
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
        part.set_major_formatter(share_tick)
    if lights is not None:
        heights = spread(dict(zip(lights.label, lights.happened, strict=True)), axes)
        for label, happened in zip(lights.label, lights.happened, strict=True):
            text = f"{label}: {100 * happened:.0f}%"
            label_beside(axes, 1.03, heights[label], text, TARGET, fontsize=9.5)
            axes.plot([0.985, 1.03], [happened, happened], color=TARGET)
    figure.plotted = pd.concat([bins, lights], ignore_index=True)
    told = [
        f"Stated {number(100 * row.stated)}%: {number(100 * row.happened)}% of {row.cases:.0f} happened."
        for row in bins.itertuples()
    ]
    if lights is not None:
        told += [f"{row.label}: {number(100 * row.happened)}%." for row in lights.itertuples()]
    figure.alt = alt.sentences([alt.opening(len(bins), "dot", "share that happened"), *told])
    return figure


def _when(day: pd.Timestamp) -> float:
    """Return a day as a fraction of its year, so that years are the ticks."""
    return day.year + (day.day_of_year - 1) / 365.25
