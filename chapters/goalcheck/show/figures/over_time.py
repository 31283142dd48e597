"""Figures over the years: what was known, what was to be expected, what came."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import DateFormatter, YearLocator
from matplotlib.ticker import MaxNLocator

from goalcheck.forecast.methods import METHOD_NAMES
from goalcheck.show.figures import alt, plotted
from goalcheck.show.figures.base import (
    BEIJING,
    HOLLOW,
    OUTCOME,
    PEER,
    PROJECTION,
    TARGET,
    Chart,
    Drawing,
    canvas,
    colours_of,
    label_above,
    label_below,
    label_beside,
    label_ends,
    number_tick,
    spread,
    with_gaps,
)
from goalcheck.words.dates import date_words
from goalcheck.words.numbers import number, trimmed

# What a projection is drawn from.
FAN = ["centre", "lower_80", "upper_80", "lower_95", "upper_95"]
# From so many bars on only every second year is printed below them.
MANY_BARS = 12


@Drawing
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
    figure, axes = canvas(unit)
    for name, values in (earlier or {}).items():
        axes.plot(values.index, values, color=PEER, linestyle="--", marker="o", markersize=4)
        label_beside(axes, values.index[-1], values.iloc[-1], name, PEER, fontsize=9.5)
    axes.plot(history.index, history, color=BEIJING, marker="o")
    year, value = history.index[-1], history.iloc[-1]
    axes.annotate(f"{value:,.{digits}f} ({year})", (year, value), (-6, 6), ha="right",
                  va="bottom", textcoords="offset points", color=BEIJING)  # fmt: skip
    if projection is not None:
        _fan(axes, history, projection)
    if target is not None:
        year, value, words = target
        axes.plot([year], [value], marker="D", markersize=8, color=TARGET, linestyle="none")
        label_beside(axes, year, value, words, TARGET)
    if outcomes is not None and len(outcomes):
        axes.plot(outcomes.index, outcomes, marker="o", markersize=7, markeredgewidth=1.8,
                  **HOLLOW, linestyle="none")  # fmt: skip
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
    last = None if projection is None else projection.iloc[-1]
    figure.alt = alt.sentences(
        [
            alt.courses({"known": history}, unit, digits),
            "" if last is None else _ahead(last, digits),
            "" if target is None else alt.at("target", {target[0]: target[1]}, digits),
            "" if outcomes is None else alt.at("published since", outcomes, digits),
            *(alt.course(name, values, digits) for name, values in (earlier or {}).items()),
        ]
    )
    return figure


def _ahead(last: pd.Series, digits: int) -> str:
    """Write the last year of a projection with its 80% interval."""
    low, high = (number(bound, digits) for bound in (last.lower_80, last.upper_80))
    return f"Projected for {int(last.year)}: {number(last.centre, digits)} (80%: {low} to {high})."


def _fan(axes: Axes, history: pd.Series, projection: pd.DataFrame) -> None:
    """Draw the projection from the last known point on."""
    last_year, last = history.index[-1], history.iloc[-1]
    years = [last_year, *projection.year]
    for level, opacity in ((95, 0.25), (80, 0.45)):
        lower, upper = [last, *projection[f"lower_{level}"]], [last, *projection[f"upper_{level}"]]
        axes.fill_between(years, lower, upper, color=PROJECTION, alpha=opacity, linewidth=0)
        if np.isfinite(upper[-1]):
            label_beside(axes, years[-1], upper[-1], f"{level}%", PEER, fontsize=9)
    axes.plot(years, [last, *projection.centre], color=BEIJING, linestyle="--", linewidth=1.5)


@Drawing
def lines(
    series: Mapping[str, pd.Series],
    *,
    unit: str,
    colours: Mapping[str, str] | None = None,
    dashed: tuple[str, ...] = (),
    above: tuple[str, ...] = (),
    below: tuple[str, ...] = (),
    targets: Mapping[str, tuple[int, float]] | None = None,
    yearly_target: tuple[str, float] | None = None,
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
        Names printed above the end of their line or above their target, where its side is taken.
    below : tuple of str
        Names printed below the start of their line or below their target.
    targets : mapping of name to (year, value), optional
        Diamonds with their name and value at the left.
    yearly_target : (name, value), optional
        What every year was to bring: a dotted line.
    digits : int
        Decimals of the printed values.
    from_zero : bool
        Begin the axis at zero.

    Returns
    -------
    Figure

    Examples
    --------
    >>> rising = {"Beijing": pd.Series({2021: 5.0, 2023: 7.0})}
    >>> axes = lines(rising, unit="percent", targets={"plan": (2025, 8.0)}).axes[0]
    >>> [text.get_text() for text in axes.texts]
    ['plan 8', 'Beijing 7']
    """
    figure, axes = canvas(unit)
    colour = colours_of(series, colours)
    for name, values in series.items():
        whole = with_gaps(values)
        axes.plot(whole.index, whole, marker="o", markersize=4, color=colour[name],
                  linestyle="--" if name in dashed else "-")  # fmt: skip
    for name, (year, value) in (targets or {}).items():
        axes.plot([year], [value], marker="D", markersize=8, color=TARGET, linestyle="none")
        text = f"{name} {trimmed(f'{value:,.{digits}f}')}"
        if name in above:
            label_above(axes, year, value, text, TARGET)
        elif name in below:
            label_below(axes, year, value, text, TARGET)
        else:
            axes.annotate(text, (year, value), (-9, 0), textcoords="offset points", ha="right",
                          va="center", color=TARGET)  # fmt: skip
    if from_zero:
        axes.set_ylim(bottom=0)
    if yearly_target is not None:
        name, value = yearly_target
        last = max(values.index[-1] for values in series.values())
        axes.axhline(value, color=TARGET, linestyle=":", linewidth=1.5)
        axes.annotate(f"{name} {value:g}", (last, value), (0, -4), ha="right", va="top",
                      textcoords="offset points", color=TARGET)  # fmt: skip
    label_ends(axes, series, colour, digits=digits, above=above, below=below)
    figure.plotted = plotted.tidy(
        unit,
        lines=series,
        targets={
            name: pd.Series([value], [year]) for name, (year, value) in (targets or {}).items()
        },
        yearly_target=dict([yearly_target] if yearly_target else []),
    )
    figure.alt = alt.sentences(
        [
            alt.courses(series, unit, digits),
            *(alt.at(name, dict([point]), digits) for name, point in (targets or {}).items()),
            f"{yearly_target[0]} {yearly_target[1]:g} every year." if yearly_target else "",
        ]
    )
    return figure


@Drawing
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
    figure, axes = canvas(unit)
    figure.plotted = plotted.tidy(unit, value=values, not_held=not_held)
    held = values
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
    figure.alt = alt.sentences(
        [
            alt.opening(len(drawn), "bar", unit),
            alt.entries(held, digits),
            "" if not_held is None else alt.at("planned", not_held, digits),
            f"Not found: {', '.join(map(str, missing))}." if missing else "",
        ]
    )
    return figure


@Drawing
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

    Examples
    --------
    >>> cities = {"Beijing": pd.Series({2022: 5.0, 2023: 6.0}), "Shanghai": pd.Series({2023: 4.0})}
    >>> figure = small_multiples(cities, unit="percent", highlight="Beijing")
    >>> [axes.get_title(loc="left") for axes in figure.axes if axes.get_visible()]
    ['Beijing', 'Shanghai']
    """
    rows = -(-len(panels) // columns)
    figure, _ = canvas(height=0.9 + 1.35 * rows, rows=rows, columns=columns, ticks=False)
    grid = figure.axes
    for axes, (name, values) in zip(grid, panels.items(), strict=False):
        colour = BEIJING if name == highlight else PEER
        axes.plot(values.index, values, color=colour, linewidth=2)
        axes.set_title(name, loc="left", color=colour, fontsize=11)
        axes.annotate(f"{values.iloc[-1]:,.{digits}f}", (values.index[-1], values.iloc[-1]),
                      (0, 4), textcoords="offset points", ha="right", va="bottom",
                      color=colour, fontsize=9.5)  # fmt: skip
        axes.xaxis.set_major_locator(MaxNLocator(3, integer=True))
    for axes in grid[len(panels) :]:
        axes.set_visible(False)
    grid[0].set_ylim(0, 1.25 * max(values.max() for values in panels.values()))
    grid[0].yaxis.set_major_formatter(number_tick)
    figure.supylabel(unit, fontsize=10)
    figure.plotted = plotted.tidy(unit, panels=panels)
    figure.alt = alt.courses(panels, unit, digits, what="panel")
    return figure


@Drawing
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

    Examples
    --------
    >>> ahead = {"drift": pd.DataFrame({"year": [2024, 2025], "centre": [7.0, 8.0]})}
    >>> figure = methods_fan(pd.Series({2022: 5.0, 2023: 6.0}), ahead, unit="percent")
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['mean change 8']
    """
    figure, axes = canvas(unit)
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
        axes.plot([outcome[0]], [outcome[1]], marker="o", markersize=7, markeredgewidth=1.8,
                  **HOLLOW)  # fmt: skip
    heights = spread(ends, axes)
    last = max(rows.year.iloc[-1] for rows in projections.values())
    for name, value in ends.items():
        text = f"{METHOD_NAMES.get(name, name)} {value:,.{digits}f}"
        label_beside(axes, last, heights[name], text, OUTCOME, fontsize=9.5)
    figure.plotted = plotted.tidy(
        unit,
        known=history,
        # Fitted forecasts agree between machines to about eight digits.
        projections={
            name: rows.set_index("year").centre.map("{:.6g}".format).astype(float)
            for name, rows in projections.items()
        },
        published_since=dict([outcome] if outcome else []),
        target={} if target is None else {target[0]: target[1]},
    )
    figure.alt = alt.sentences(
        [
            alt.courses({"known": history}, unit, digits),
            *(
                alt.at(METHOD_NAMES.get(name, name), {rows.year.iloc[-1]: ends[name]}, digits)
                for name, rows in projections.items()
            ),
            "" if target is None else alt.at("target", {target[0]: target[1]}, digits),
            "" if outcome is None else alt.at("published since", dict([outcome]), digits),
        ]
    )
    return figure


@Drawing
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
    figure, axes = canvas(unit)
    colour = colours_of(stocks, colours)
    for name, values in stocks.items():
        days = pd.to_datetime(values.index)
        axes.plot(days, values, drawstyle="steps-post", marker="o", color=colour[name])
    axes.set_ylim(0, 1.1 * max(values.max() for values in stocks.values()))
    last = max(pd.to_datetime(values.index[-1]) for values in stocks.values())
    heights = spread({name: values.iloc[-1] for name, values in stocks.items()}, axes)
    for name, values in stocks.items():
        text = f"{name} {values.iloc[-1]:,.0f}"
        label_beside(axes, last, heights[name], text, colour[name])
    if mark is not None:
        day, label = mark
        axes.axvline(pd.Timestamp(day), color=OUTCOME, linewidth=1, linestyle=":")
        axes.annotate(label, (pd.Timestamp(day), axes.get_ylim()[1]), (-4, -2), ha="right", va="top",
                      textcoords="offset points", color=OUTCOME, fontsize=9.5)  # fmt: skip
    years = last.year - min(pd.to_datetime(values.index[0]) for values in stocks.values()).year
    axes.xaxis.set_major_locator(YearLocator(1 if years < 7 else 2))
    axes.xaxis.set_major_formatter(DateFormatter("%Y"))
    figure.plotted = plotted.tidy(unit, stocks=stocks)
    figure.alt = alt.courses(stocks, unit, what="stepped line")
    return figure


@Drawing
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
    figure, axes = canvas(unit)
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
    told = [
        f"{f'{row.label} {row.value:g}'.strip()} from {date_words(row.start)} to {date_words(row.end)}."
        for row in rows.itertuples()
    ]
    figure.alt = alt.sentences([alt.opening(len(rows), "span", unit), *told])
    return figure
