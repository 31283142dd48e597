"""Three readings of the promise: which numbers count, and when each reading says yes."""

import math

import pandas as pd
import pytest
from goalcheck.data import package
from goalcheck.data.package import UnknownKey
from goalcheck.targets.grades import tally
from goalcheck.targets.pass_marks import (
    Reading,
    among_hubs,
    core_plan,
    counts_words,
    every_target,
    hub_places,
    known_targets,
    most_targets,
    plan_targets,
    readings,
    statements,
)
from rows import add_row, announce, publish


def with_core_ranking(directory, *rows):
    """Make the ranking of the city a core indicator; rows are "period,value,basis" by day."""
    path = directory / "indicators.csv"
    path.write_text(path.read_text("utf-8").replace("supporting", "core"), "utf-8")
    for number, (day, row) in enumerate(rows):
        publish(directory, f"r{number}", day, f"city_rank,rivertown,{row}")
    return package.load(directory)


# --- which targets -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("targets", "plan"),
    [
        ([], "plan-2021"),
        (["contract_turnover,rivertown,2025,>,95"], "plan-2021"),  # fewer
        (["contract_turnover,rivertown,2025,>,95", "research_share,rivertown,2025,~,6"], "new"),
        (["contract_turnover,rivertown,2025,>,95", "city_rank,rivertown,2025,<=,3"], "plan-2021"),
        (
            ["contract_turnover,rivertown,2026,>,95", "research_share,rivertown,2026,~,6"],
            "plan-2021",
        ),
        (["contract_turnover,hilltown,2025,>,95", "research_share,hilltown,2025,~,6"], "plan-2021"),
    ],
)
def test_the_plan_is_the_newest_source_with_most_core_targets(small_package, targets, plan):
    if targets:
        announce(small_package, "new", "2024-08-14", *targets)
    assert core_plan(package.load(small_package)) == plan


def test_a_plan_announced_after_the_article_does_not_count(small_package):
    both = ["contract_turnover,rivertown,2025,>,95", "research_share,rivertown,2025,~,6"]
    announce(small_package, "new", "2024-08-15", *both)
    assert core_plan(package.load(small_package)) == "plan-2021"


def test_without_a_plan_it_is_said_whose_and_by_when(small_package):
    book = package.load(small_package).as_if(as_of="2021-03-30")
    message = "no source known on 2021-03-30 set rivertown a core target for 2025"
    with pytest.raises(LookupError, match=message):
        core_plan(book)


def test_targets_that_the_plan_repeats_are_the_plans_too(small_package):
    announce(
        small_package,
        "new",
        "2024-02-01",
        "contract_turnover,rivertown,2025,>,90",
        "research_share,rivertown,2025,~,6.5",
    )
    add_row(small_package, "targets.csv", "research_share,rivertown,2025,~,6.5,2024-01,new,")
    # An oral repetition after the article asks for less, but is not the plan.
    announce(small_package, "talk", "2024-11-01", "contract_turnover,rivertown,2025,>,86")
    found = plan_targets(package.load(small_package))
    columns = ["indicator", "value", "source_id", "result"]
    assert list(found[columns].itertuples(index=False, name=None)) == [
        ("contract_turnover", 90.0, "plan-2021", "below_target_earlier"),
        ("research_share", 6.5, "new", "below_target_earlier"),
    ]


def test_of_several_targets_for_one_indicator_the_newest_known_counts(small_package):
    announce(small_package, "new", "2024-08-14", "contract_turnover,rivertown,2025,>,80")
    announce(small_package, "late", "2024-08-15", "contract_turnover,rivertown,2025,>,70")
    announce(small_package, "far", "2024-01-01", "contract_turnover,hilltown,2025,>,10")
    found = known_targets(package.load(small_package))
    assert dict(zip(found.indicator, found.value, strict=True)) == {
        "research_share": 6.0,
        "contract_turnover": 80.0,
    }
    assert list(found.index) == [0, 1]


# --- which rankings ------------------------------------------------------------------------------


def test_a_ranking_is_told_as_known_then_and_as_newest_for_the_year(small_package):
    book = with_core_ranking(
        small_package,
        ("2020-09-01", "2020,12,old"),
        ("2023-09-01", "2023,9,old"),
        ("2024-08-14", "2024,8,old"),
        ("2025-09-01", "2024,5,new"),  # worked out again: not what was known then
        ("2025-09-01", "2025,3,new"),
        ("2026-09-01", "2026,2,new"),  # after the promised year
    )
    expected = {
        "indicator": ["city_rank"],
        "name": ["City rank"],
        "set_edition": [2020.0],
        "set_rank": [12.0],
        "then_edition": [2024],
        "then_rank": [8.0],
        "edition": [2025],
        "rank": [3.0],
        "new_method": [True],
        "source_id": ["r4"],
    }
    assert hub_places(book).to_dict("list") == expected


def test_a_ranking_on_one_basis_has_no_new_method(small_package):
    book = with_core_ranking(small_package, ("2024-08-14", "2024,8,"))
    found = hub_places(book).iloc[0]
    assert (found.then_rank, found["rank"], found.new_method) == (8.0, 4.0, False)


def test_without_an_edition_known_then_there_is_no_row_but_every_column(small_package):
    with_row = with_core_ranking(small_package, ("2024-08-14", "2024,8,"))
    without = hub_places(with_row.as_if(as_of="2024-08-13"))
    assert without.empty
    assert list(without.columns) == list(hub_places(with_row).columns)


def test_a_supporting_ranking_does_not_count(small_package):
    publish(small_package, "a", "2024-08-14", "city_rank,rivertown,2024,8")
    assert hub_places(package.load(small_package)).empty


# --- statements ----------------------------------------------------------------------------------


def test_a_statement_is_told_with_the_targets_and_ranks_it_gives_numbers_for(small_package):
    add_row(
        small_package,
        "observations.csv",
        "contract_turnover,hilltown,2023,13,article,reported,,",  # of another place
    )
    found = statements(
        package.load(small_package), ["speech-2024-09-30", "article", "yearbook-2023"]
    )
    assert found.to_dict("index") == {
        "yearbook-2023": {
            "published": "2023",
            "publisher": "Statistics Office",
            "title": "Yearbook 2023",
            "targets": ["contract_turnover", "research_share"],
            "ranks": [],
        },
        "article": {
            "published": "2024-08-14",
            "publisher": "The Daily",
            "title": "A promise kept",
            "targets": [],
            "ranks": [],
        },
        "speech-2024-09-30": {
            "published": "2024-09-30",
            "publisher": "City Hall",
            "title": "A speech",
            "targets": ["contract_turnover"],
            "ranks": ["city_rank"],
        },
    }
    assert list(found.index) == ["yearbook-2023", "article", "speech-2024-09-30"]


def test_an_unknown_statement_is_named(small_package):
    with pytest.raises(UnknownKey, match="no source 'speech-2024-09-31'; did you mean"):
        statements(package.load(small_package), ["speech-2024-09-31"])


# --- answers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("results", "every", "most", "words"),
    [
        ("met", "yes", "yes", "1 of 1 at target"),
        ("met, at_target_earlier", "probably yes", "probably yes", "2 of 2 at target"),
        ("probably_met", "probably yes", "probably yes", "1 of 1 at target"),
        ("met, missed", "no", "no", "1 of 2 at target, 1 not"),
        ("met, met, missed", "no", "yes", "2 of 3 at target, 1 not"),
        ("met, probably_missed", "probably not", "probably not", "1 of 2 at target, 1 not"),
        ("met, met, below_target_earlier", "probably not", "yes", "2 of 3 at target, 1 not"),
        (
            "met, not_decided",
            "cannot be said",
            "cannot be said",
            "1 of 2 at target, 1 not decided",
        ),
        (
            "met, met, not_decided",
            "cannot be said",
            "yes",
            "2 of 3 at target, 1 not decided",
        ),
        (
            "met, missed, missed, not_decided",
            "no",
            "no",  # not even the open one would make it more than half
            "1 of 4 at target, 2 not, 1 not decided",
        ),
        (
            "met, missed, not_decided",
            "no",
            "cannot be said",
            "1 of 3 at target, 1 not, 1 not decided",
        ),
        ("", "cannot be said", "cannot be said", "0 of 0 at target"),
    ],
)
def test_every_and_most_of_the_targets(results, every, most, words):
    results = pd.Series([result for result in results.split(", ") if result], dtype=object)
    assert (every_target(results), most_targets(results)) == (every, most)
    assert counts_words(results) == words


def test_an_earlier_year_counts_and_a_target_without_a_figure_counts_for_neither_side():
    results = pd.Series(
        ["met", "at_target_earlier", "probably_missed", "not_decided", "not_decided"]
    )
    assert tally(results) == {"all": 5, "reached": 2, "missed": 1, "not decided": 2}


@pytest.mark.parametrize(
    ("ranks", "first", "answer"),
    [
        ([1, 10], 10, "yes"),
        ([1, 11], 10, "no"),
        ([1, 2], 1, "no"),
        ([], 10, "cannot be said"),
        ([1, math.nan], 10, "no"),
    ],
)
def test_a_hub_is_among_the_first_of_every_ranking(ranks, first, answer):
    assert among_hubs(pd.Series(ranks, dtype=float), first) == answer


def test_the_three_readings_answer_from_targets_and_rankings(small_package):
    publish(small_package, "last", "2026-02-01", "contract_turnover,rivertown,2025,90")
    book = with_core_ranking(small_package, ("2024-08-14", "2024,8,"))
    # "More than 90" is missed by 90; the share was below its target in 2022.
    assert readings(book) == [
        Reading(
            "every number of the plan must be reached",
            "Was every number of the plan reached?",
            "no",
            "0 of 2 at target, 2 not",
        ),
        Reading(
            "most numbers of the plan are enough",
            "Were more than half of them reached?",
            "no",
            "0 of 2 at target, 2 not",
        ),
        Reading(
            "a top-10 place in the world rankings of innovation hubs is enough",
            "Is the city among the first 10 in each of the 1 world rankings of science or innovation?",
            "yes",
            "newest places: fourth (City, not known before the plan)",
        ),
    ]


def test_without_rankings_the_third_reading_stays_open(small_package):
    third = readings(package.load(small_package))[2]
    assert (third.answer, third.because) == ("cannot be said", "newest places: none")


def test_a_place_that_was_there_before_the_plan_tests_nothing(small_package):
    book = with_core_ranking(small_package, ("2020-09-01", "2020,4,"), ("2024-08-14", "2024,8,"))
    third = readings(book)[2]
    assert third.answer == "no test"
    assert third.because == (
        "passed before the plan was set, so it tests nothing; newest places: fourth (City, fourth "
        "when the plan was set)"
    )
