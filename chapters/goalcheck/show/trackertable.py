"""How official bodies judge progress towards a target, as a table."""

from __future__ import annotations

import pandas as pd

from goalcheck.forecast import trackers
from goalcheck.show.html import Link


def trackers_table() -> pd.DataFrame:
    """Return the official trackers: what each measures, its verdicts and where it is defined.

    Examples
    --------
    >>> trackers_table().Tracker.to_list()
    ['Eurostat type', 'UN progress chart', 'Destatis weather', 'ESCAP']
    """
    rows = [
        (
            "Eurostat type",
            "Growth since the base year over the growth that would lead to the target",
            f"on track from {trackers.EUROSTAT_ON_TRACK:g}, some progress from "
            f"{trackers.EUROSTAT_SOME_PROGRESS:g}",
            Link("Open SDG", "https://open-sdg.readthedocs.io/en/latest/progress-calculation/"),
        ),
        (
            "UN progress chart",
            "Share of the way that growth so far will have gone by the target year",
            f"on track from {trackers.UN_ON_TRACK:g}, fair progress from "
            f"{trackers.UN_SOME_PROGRESS:g}",
            Link("UN", "https://unstats.un.org/sdgs/report/2023/progress-chart/"),
        ),
        (
            "Destatis weather",
            f"Share of the gap left open if the mean change of the last {trackers.DESTATIS_YEARS} "
            "years goes on",
            f"sun below {trackers.DESTATIS_SUN:g}, sun and cloud to "
            f"{trackers.DESTATIS_SUN_AND_CLOUD:g}, then cloud; thunderstorm if it moves away",
            Link("Destatis", "https://sustainabledevelopment-deutschland.github.io/en/status/"),
        ),
        (
            "ESCAP",
            "A line through the years that weighs recent ones more, drawn on to the target year",
            "maintain if it reaches the target, accelerate if not, reverse if it leads away",
            Link(
                "ESCAP",
                "https://data.unescap.org/resource-guides/progress-assessment-methodology",
            ),
        ),
    ]
    return pd.DataFrame(rows, columns=["Tracker", "It measures", "Verdicts", "Source"])
