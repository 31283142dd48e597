"""Rows of the scorecard as text: each cell, and each table whole."""

import math
from types import SimpleNamespace

import pandas as pd
import pytest
from goalcheck.show.cells import (
    chance_words,
    changes_table,
    expected_table,
    goals_cells,
    hardness_table,
    lights_table,
    pace_table,
    projected_words,
    readings_table,
    since_words,
    target_words,
    value_words,
    with_period,
)
from goalcheck.show.html import Badge, Link
from goalcheck.targets.pass_marks import Reading

NAN = math.nan
MET = Badge("met", "met")

# A target of money that was met and one of a share that no figure decides.
ROWS = pd.DataFrame(
    {
        "name": ["Contracts", "Research"],
        "place_name": ["Rivertown", "Hilltown"],
        "unit": ["100 million CNY", "percent of GDP"],
        "comparator": [">", "="],
        "value": [8000.0, 6.5],
        "announced": pd.to_datetime(["2023-05-17", "2021-03-31"]),
        "set_value": [7947.5, NAN],
        "set_period": ["2022", ""],
        "hardness": ["a slower pace was enough", "start not found"],
        "needed": [17.5, -0.25],
        "past": [NAN, 0.5],
        "known_value": [8536.9, 6.83],
        "known_period": ["2023", "2022"],
        "probability": [0.84, NAN],
        "since": [True, False],
        "outcome_value": [9061.3, NAN],
        "outcome_period": ["2024", ""],
        "evidence": ["measured", "none"],
        "result": ["met", "not_decided"],
        "words": ["met", "not decided"],
        "stale": [False, False],
        "eurostat": ["on track", ""],
        "escap": ["maintain", "reverse"],
        "reading": ["exact", "one basis"],
        "then": ["missed", "met"],
    }
)
CONTRACTS, RESEARCH = "Contracts: more than 800 billion yuan", "Research: 6.5%"


def things(rows):
    """Return rows as things with these fields; what a change is about are its own fields too."""
    found = [SimpleNamespace(**row, lights=row) for row in rows.to_dict("records")]
    for one in found:
        one.target = one
    return found


# --- cells ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (9990.0, "100 million CNY", "999 billion yuan"),
        (9999.0, "100 million CNY", "999.9 billion yuan"),
        (10000.0, "100 million CNY", "1 trillion yuan"),
        (10250.0, "100 million CNY", "1.02 trillion yuan"),
        (-853.7, "100 million CNY", "−85.4 billion yuan"),
        (9.994, "percent", "9.99%"),
        (10.04, "percent of GDP", "10%"),
        (-6.5, "percent", "−6.5%"),
        (99.94, "count", "99.9"),
        (100.0, "count", "100"),
        (12345.4, "count", "12,345"),
        (0.0, "count", "0"),
        (NAN, "count", "not found"),
    ],
)
def test_a_value_has_the_digits_that_its_size_deserves(value, unit, words):
    assert value_words(value, unit) == words


@pytest.mark.parametrize(
    ("value", "period", "words"),
    [
        (15.0, "2023", "15 (2023)"),
        (15.0, "2021-2025", "15 (2021–2025)"),
        (15.0, "2024-06-30", "15 (30 June 2024)"),
        (15.0, "", "15 (date not known)"),
        (NAN, "2023", "not found"),
    ],
)
def test_a_value_names_its_period(value, period, words):
    assert with_period(value, "count", period) == words


@pytest.mark.parametrize(
    ("comparator", "words"),
    [(">", "more than 4"), (">=", "at least 4"), ("=", "4"), ("~", "about 4")],
)
def test_a_target_says_what_it_asks_for(comparator, words):
    assert target_words(SimpleNamespace(comparator=comparator, value=4.0, unit="rank")) == words


@pytest.mark.parametrize(
    ("since", "evidence", "words"),
    [
        (False, "measured", "not found"),
        (True, "measured", "6% (2025)"),
        (True, "earlier", "6% (2025)"),
        (True, "phrase", "6% (2025), set phrase"),
    ],
)
def test_what_was_published_since_is_marked_if_it_is_a_set_phrase(since, evidence, words):
    row = {"since": since, "evidence": evidence, "outcome_value": 6.0, "unit": "percent"}
    assert since_words(SimpleNamespace(**row, outcome_period="2025")) == words


@pytest.mark.parametrize(
    ("projected", "reason", "words"),
    [
        (6.5, "", "6.5% (6% to 7.25%)"),
        (NAN, "too short to project: 2 years", "too short"),
        (NAN, "bases must not be joined", "bases must not be joined"),
    ],
)
def test_a_projection_has_its_interval_or_the_reason_why_not(projected, reason, words):
    row = {"projected": projected, "lower_80": 6.0, "upper_80": 7.25, "unit": "percent"}
    assert projected_words(SimpleNamespace(**row, reason=reason)) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [(NAN, "–"), (0.0, "at most 3%"), (0.5, "about 50%"), (0.99, "at least 97%")],
)
def test_a_chance_is_rounded_and_its_ends_are_open(share, words):
    assert chance_words(share) == words


# --- tables --------------------------------------------------------------------------------------


def test_how_hard_a_target_was():
    assert hardness_table(things(ROWS)).to_dict("list") == {
        "Target": [CONTRACTS, RESEARCH],
        "Announced": ["17 May 2023", "31 March 2021"],
        "Stood at": ["794.8 billion yuan (2022)", "not found"],
        "How hard": ["a slower pace was enough", "start not found"],
    }


def test_the_pace_of_a_share_is_in_points_and_a_target_without_a_start_is_left_out():
    rows = pd.concat([ROWS, ROWS[:1].assign(needed=NAN, name="No start")])
    assert pace_table(things(rows)).to_dict("list") == {
        "Target": [CONTRACTS, RESEARCH],
        "Needed a year": ["+1.8 billion yuan", "−0.25 points"],
        "Before, a year": ["not known", "+0.5 points"],
    }


def test_known_then_expected_and_published_since():
    assert expected_table(things(ROWS)).to_dict("list") == {
        "Target": [CONTRACTS, RESEARCH],
        "Known on the article’s date": ["853.7 billion yuan (2023)", "6.83% (2022)"],
        "Chance": ["about 84%", "–"],
        "Published since": ["906.1 billion yuan (2024)", "not found"],
        "Result": [MET, Badge("not decided", "not-decided")],
    }


def test_the_lights_are_named_and_none_is_a_dash():
    assert lights_table(things(ROWS), ["escap", "eurostat"]).to_dict("list") == {
        "Target": [f"Rivertown, {CONTRACTS}", f"Hilltown, {RESEARCH}"],
        "Lights": ["ESCAP: maintain; Eurostat: on track", "ESCAP: reverse"],
        "Result": [MET, Badge("not decided", "not-decided")],
    }
    every = lights_table(things(ROWS.assign(un="", destatis="sun")))
    assert list(every.columns) == ["Target", "Lights", "Result"]
    assert every.Lights[0] == "Eurostat: on track; Destatis: sun; ESCAP: maintain"
    none = lights_table(things(ROWS.assign(escap="")), ["escap"])
    assert none.Lights.to_list() == ["–", "–"]


def test_a_changed_result_stands_beside_the_one_of_the_book():
    assert changes_table(things(ROWS)).to_dict("list") == {
        "Target": [f"Rivertown, {CONTRACTS}", f"Hilltown, {RESEARCH}"],
        "Grade here": [MET, Badge("not decided", "not-decided")],
        "If instead": [
            "“about” allows nothing less",
            "only the basis known before counts",
        ],
        # The fields of the change and of its target are one in this test, and so are the words.
        "Grade then": [Badge("met", "missed"), Badge("not decided", "met")],
    }


def test_an_answer_is_coloured_as_a_result_is():
    found = [Reading("a", f"{word}?", word, word) for word in ("yes", "no", "cannot be said")]
    assert readings_table(iter(found)).to_dict("list") == {
        "Test": ["yes?", "no?", "cannot be said?"],
        "Answer": [
            Badge("yes", "reached"),
            Badge("no", "missed"),
            Badge("cannot be said", "not-decided"),
        ],
        "Because": ["yes", "no", "cannot be said"],
    }


def test_a_goal_without_official_targets_says_so():
    goals = pd.DataFrame(
        {
            "title": ["Contracts", "Openness"],
            "chapter": ["contracts", "open"],
            "word": ["partly reached", "no official target"],
            "kind": ["partly-reached", "not-decided"],
            "reached": [1, 0],
            "missed": [1, 0],
            "not_decided": [0, 0],
            "targets": [2, 0],
            "confirmed": [3, 0],
            "claims": [4, 1],
        }
    )
    assert goals_cells(goals).to_dict("list") == {
        "Goal": [Link("Contracts", "contracts.html"), Link("Openness", "open.html")],
        "Official targets": [Badge("partly reached", "partly-reached"), "none"],
        "At target, not, not decided": ["1, 1, 0", "–"],
        "Claims confirmed": ["3 of 4", "0 of 1"],
    }


@pytest.mark.parametrize(
    "table", [hardness_table, pace_table, expected_table, lights_table, changes_table]
)
def test_without_targets_a_table_keeps_its_columns(table):
    full = table(things(ROWS.assign(un="", destatis="")))
    empty = table([])
    assert list(empty.columns) == list(full.columns)
    assert empty.empty
