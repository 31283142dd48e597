"""The numbers of an alternative text."""

import pandas as pd
from goalcheck.show.alt import drawn_words


def test_results_are_counted():
    rows = pd.DataFrame({"series": "Plan", "at": [0, 1, 2], "value": ["met", "missed", "met"]})
    assert drawn_words(rows) == "Plan: 2 met, 1 missed."


def test_a_table_is_told_by_its_labels_with_spans_and_result():
    rows = pd.DataFrame(
        {
            "label": ["R&D\nmoney", "R&D\nmoney", "Papers"],
            "lower_80": [0.5, 0.8, None],
            "known": [120.0, 120.0, 7.0],
            "result": ["met", "met", "missed"],
        }
    )
    assert drawn_words(rows) == (
        "R&D money: lower 80 0.50 to 0.80, known 120, met. Papers: known 7, missed."
    )


def test_a_table_without_labels_tells_nothing():
    assert drawn_words(pd.DataFrame({"announced": ["2023-05-17"], "set_value": [1.0]})) == ""


def test_names_are_words():
    rows = pd.DataFrame(
        {"series": ["ols", "published_since"], "at": ["High-\ntech", 2023], "value": [1.0, 2.0]}
    )
    assert drawn_words(rows) == "straight line: 1 (High-tech). published since: 2 in 2023."
