"""Figures: what is drawn is what is kept for the download."""

import pandas as pd
from goalcheck.show.figures import base, compare, over_time, targets

RISING = pd.Series({2021: 5.0, 2023: 7.0})


def test_a_target_of_lines_is_drawn_and_kept():
    figure = over_time.lines({"Beijing": RISING}, unit="percent", targets={"plan": (2025, 8.0)})
    mark = figure.axes[0].lines[1]
    assert (mark.get_marker(), mark.get_color()) == ("D", base.TARGET)
    assert mark.get_xydata().tolist() == [[2025.0, 8.0]]
    assert figure.plotted.to_dict("list") == {
        "series": ["Beijing", "Beijing", "plan"],
        "at": [2021, 2023, 2025],
        "value": [5.0, 7.0, 8.0],
        "unit": ["percent"] * 3,
    }


def test_a_ranking_may_have_any_name():
    places = pd.DataFrame(
        {"value": [4.0], "basis": "", "published": pd.Timestamp("2024-01-01")}, [2024]
    )
    figure = compare.rank_panels({"unit": places, "name": places}, as_of=pd.Timestamp("2024-08-14"))
    assert figure.plotted.series.to_list() == ["unit", "name"]


def test_plans_of_one_day_are_all_named():
    day = pd.Timestamp("2023-05-17")
    rows = pd.DataFrame({"announced": day, "source_id": ["one", "two"], "set_value": [1.0, 2.0]})
    labels = {"one": "Work plan", "two": "City plan"}
    figure = targets.announcements(rows, labels=labels, as_of=pd.Timestamp("2024-08-14"), year=2025)
    texts = [text.get_text() for text in figure.axes[0].texts]
    assert texts == ["article", "2025", "Work plan\nCity plan"]
