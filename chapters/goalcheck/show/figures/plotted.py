"""The numbers that a figure shows, as a table a reader can download."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from goalcheck.data.series import SOURCES, Series

FOLDER = "figures"

# Computed numbers are cut to ten digits, so that a machine's last digit makes no difference.
FORMAT = {
    "index": False,
    "lineterminator": "\n",
    "date_format": "%Y-%m-%d",
    "float_format": "%.10g",
}


def tidy(unit: str, **parts: Any) -> pd.DataFrame:
    """Return what a figure was given as one long table.

    Parameters
    ----------
    unit : str
        As the figure prints it.
    **parts : Series, DataFrame, mapping of name to Series or number, or None
        A Series gives one row an entry, under the name of the part; a mapping gives the rows of
        each of its entries, under their names; a DataFrame gives one series a column of numbers; a
        part that is None or empty gives nothing.

    Returns
    -------
    DataFrame
        Columns `series, at, value, unit`; `at` is the year, the place or whatever the values are at.

    Examples
    --------
    >>> tidy("percent", known=pd.Series({2023: 8.5}), marks={"target": pd.Series({2025: 8.0})})
       series    at  value     unit
    0   known  2023    8.5  percent
    1  target  2025    8.0  percent
    """
    frames = [frame for name, part in parts.items() for frame in _frames(name, part)]
    return pd.concat(frames, ignore_index=True).assign(unit=unit)


def _frames(name: str, part: Any) -> list[pd.DataFrame]:
    """Return the tables of one part."""
    if part is None or not len(part):
        return []
    if isinstance(part, pd.Series):
        return [pd.DataFrame({"series": name, "at": part.index, "value": part.to_numpy()})]
    if isinstance(part, pd.DataFrame):
        columns = part.select_dtypes("number").items()
        return [frame for column in columns for frame in _frames(f"{name}: {column[0]}", column[1])]
    entries = dict(part)
    if all(isinstance(entry, pd.Series) for entry in entries.values()):
        return [frame for key, entry in entries.items() for frame in _frames(key, entry)]
    return _frames(name, pd.Series(entries))


def values_of(part: Any) -> Any:
    """Return the numbers of a `Series`, or of each in a mapping; anything else is as it was.

    Examples
    --------
    >>> from goalcheck.data.series import of
    >>> rows = pd.DataFrame({"value": [5.0], "source_id": "a"}, index=[2023])
    >>> values_of({"Beijing": of(rows, name="Share", unit="percent")})["Beijing"].to_dict()
    {2023: 5.0}
    """
    if isinstance(part, Series):
        return part.values
    if isinstance(part, Mapping):
        return {name: values_of(entry) for name, entry in part.items()}
    return part


def sources_of(part: Any) -> tuple[str, ...]:
    """Return the ids of the sources that series and tables carry, each once, sorted.

    Parameters
    ----------
    part : Series, DataFrame, or a mapping or list of them
        A table carries them in a column `source_id`, `denominator_source_id` or `sources` (tuples);
        whatever else is given carries none.

    Examples
    --------
    >>> from goalcheck.data.series import of
    >>> rows = pd.DataFrame({"value": [5.0], "source_id": "a"}, index=[2023])
    >>> sources_of([rows, {"x": of(rows.assign(source_id="b"), name="Share", unit="percent")}, 7])
    ('a', 'b')
    """
    return tuple(sorted(set(_sources(part)) - {""}))


def _sources(part: Any) -> Iterator[str]:
    if isinstance(part, Series):
        yield from part.sources
    elif isinstance(part, pd.DataFrame):
        for column in {*SOURCES} & {*part.columns}:
            yield from part[column].dropna()
        for cell in part.get("sources", ()):
            yield from cell
    elif isinstance(part, Mapping):
        yield from _sources(list(part.values()))
    elif isinstance(part, (list, tuple)):
        for entry in part:
            yield from _sources(entry)


def csv(frame: pd.DataFrame) -> str:
    """Return a table of plotted numbers as CSV text, the same on every machine.

    Examples
    --------
    >>> print(csv(tidy("percent", known=pd.Series({2023: 1 / 3}))), end="")
    series,at,value,unit
    known,2023,0.3333333333,percent
    """
    # Labels are broken into lines for the picture only.
    frame = frame.replace("\n", " ", regex=True)
    return frame.to_csv(**FORMAT)


def by_figure(notebook: Mapping) -> dict[str, str]:
    """Return the CSV text of every figure stored in a notebook, by the name of the figure.

    Examples
    --------
    >>> page = {"name": "fig-one", "caption": "One point.", "data": "series,at,value\\n"}
    >>> cells = [{"outputs": [{"metadata": {"goalcheck": page}}]}, {"source": "words"}]
    >>> by_figure({"cells": cells})
    {'fig-one': 'series,at,value\\n'}
    """
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    pages = [output.get("metadata", {}).get("goalcheck") for output in outputs]
    return {page["name"]: page["data"] for page in pages if page}
