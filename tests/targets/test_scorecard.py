"""The scorecard: one row a target, how hard it was, whether it was moved, what was to be expected."""

import math
from dataclasses import replace

import pandas as pd
import pytest
from conftest import SMALL_PACKAGE
from goalcheck.data import package
from goalcheck.data.records import Target
from goalcheck.targets.grades import grade_targets
from goalcheck.targets.scorecard import (
    Moved,
    chance_when_set,
    hardness,
    moved,
    places,
    scorecard,
    scored,
    share_of,
)
from rows import add_row, announce, publish

CONTRACTS = "contract_turnover,rivertown"
LIGHTS = ["eurostat", "un", "destatis", "escap"]
NAN = math.nan


def same(found, expected):
    """Compare two rows or lists of rows, a missing value being equal to another."""
    pd.testing.assert_frame_equal(
        pd.DataFrame(found).reset_index(drop=True), pd.DataFrame(expected), check_dtype=False
    )


# --- whether it was moved ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ([], ""),
        ([("2025", 45, "2025-01-16")], ("lowered", 45, "2025-01-16")),
        ([("2025", 55, "2025-12-31")], ("raised", 55, "2025-12-31")),
        ([("2025", 45, "2026-01-01")], ""),  # the year was over
        ([("2025", 45, "2021-12-31")], ""),  # of the same day
        ([("2025", 50, "2023-01-01")], ""),  # repeated
        ([("2027", 50, "2023-01-01")], ("lowered", 50, "2023-01-01")),  # the same, later
        ([("2027", 45, "2023-01-01")], ("lowered", 45, "2023-01-01")),
        ([("2027", 60, "2023-01-01")], ""),  # more, but later
        ([("2024", 45, "2023-01-01")], ""),  # a step on the way
        ([("2021-2025", 45, "2023-01-01")], ""),  # a sum of years
        (
            [("2025", 45, "2023-01-01"), ("2025", 55, "2024-01-01")],
            ("raised", 55, "2024-01-01"),
        ),
        (
            [("2025", 55, "2024-01-01"), ("2025", 50, "2024-06-01")],
            ("raised", 55, "2024-01-01"),
        ),
    ],
)
def test_a_target_was_moved_by_the_newest_announcement_that_asks_for_less_or_more(later, expected):
    first, *others = (
        Target("a", "p", period, ">", value, pd.Timestamp(day), "plan", "")
        for period, value, day in [("2025", 50, "2021-12-31"), *later]
    )
    found = moved(first, [first, *others])
    if expected:
        word, value, day = expected
        assert found == Moved(word, value, pd.Timestamp(day))
        assert moved(first, [replace(one, place="q") for one in others]) == Moved()
        assert moved(first, [replace(one, indicator="b") for one in others]) == Moved()
        turned = moved(first, others, higher_is_better=False)
        assert turned.word != word or value == 50
    else:
        assert found == Moved()


# --- how far and how hard ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "target", "higher", "share"),
    [
        (45, 90, True, 0.5),
        (8, 4, False, 0.5),
        (2, 4, False, 2.0),
        (5, 0, True, NAN),
        (0, 4, False, NAN),
        (NAN, 90, True, NAN),
        (NAN, 90, False, NAN),
    ],
)
def test_a_share_of_the_target_is_one_when_it_is_reached(value, target, higher, share):
    assert share_of(value, target, higher_is_better=higher) == pytest.approx(share, nan_ok=True)


@pytest.mark.parametrize(
    ("start", "needed", "past", "comparator", "higher", "words"),
    [
        (NAN, NAN, NAN, ">", True, "start not found"),
        (10, NAN, 1, ">", True, "past pace not known"),
        (10, 1, NAN, ">", True, "past pace not known"),
        (10, 1, 1, ">", True, "a slower pace was enough"),
        (10, 1.1, 1, ">", True, "a faster pace was needed"),
        (20, NAN, NAN, ">=", True, "reached when set"),
        (20, 1, 1, ">", True, "a slower pace was enough"),
        (19.5, 1, 0, "~", True, "reached when set"),
        (30, -1, -1.1, "<=", False, "a slower pace was enough"),
        (30, -1, -0.9, "<=", False, "a faster pace was needed"),
        (19, -1, -0.9, "<=", False, "reached when set"),
    ],
)
def test_a_target_is_hard_if_it_needs_more_than_the_years_before_brought(
    start, needed, past, comparator, higher, words
):
    book = package.load(SMALL_PACKAGE)
    grade = grade_targets(book)[0]
    grade = replace(
        grade,
        target=replace(grade.target, comparator=comparator, value=20.0),
        indicator=replace(grade.indicator, higher_is_better=higher),
        start=None if math.isnan(start) else replace(grade.known, value=start),
        needed=needed,
        past=past,
    )
    assert hardness(grade) == words


@pytest.mark.parametrize(
    ("target", "day", "expected"),
    [
        # 98.1 was to be expected; see test_outlook for the errors.
        ("2025,>,90", "2024-01-19", 1 - (0.1 + 0.4 * (4 - 8.1 / 6.35) / 4)),
        ("2025,>,90", "2024-01-18", NAN),  # four years were known
        ("2026,>,90", "2024-01-19", NAN),  # three years ahead, errors are known for two
    ],
)
def test_the_chance_when_set_knows_what_was_published_that_day(
    small_package, target, day, expected
):
    add_row(small_package, "targets.csv", f"{CONTRACTS},{target},{day},yearbook-2024,")
    book = package.load(small_package)
    graded = grade_targets(book, target_year=int(target[:4]))
    assert chance_when_set(book, graded[-1]) == pytest.approx(expected, abs=1e-6, nan_ok=True)


# --- the whole table -----------------------------------------------------------------------------


def test_the_place_of_the_promise_comes_first_then_cities_then_countries(small_package):
    add_row(small_package, "places.csv", "atoll,Atoll,,country,")
    add_row(small_package, "places.csv", "ville,Ville,,city,land")
    rows = [f"contract_turnover,{place},2025,>,9" for place in ("atoll", "ville", "hilltown")]
    announce(small_package, "a", "2024-01-01", *rows, "contract_turnover,land,2026,>,9")
    book = package.load(small_package)
    assert places(book) == ["rivertown", "hilltown", "ville", "atoll"]
    assert places(book.as_if(place="atoll")) == ["atoll", "hilltown", "rivertown", "ville"]


@pytest.fixture
def card(small_package):
    """Load a scorecard with a repeated, a lowered, a late, a ranked and a growing target."""
    add_row(
        small_package,
        "indicators.csv",
        "contract_growth,Growth,,percent,contracts,growth,,elapsed,yes,,,Change over a year.,,core,contracts",
    )
    announce(
        small_package,
        "plan-new",
        "2024-02-01",
        f"{CONTRACTS},2025,>,90",
        "city_rank,rivertown,2025,<=,4",
        "contract_growth,rivertown,2025,=,8",
        "contract_turnover,land,2025,>=,500",
    )
    announce(small_package, "late", "2024-11-01", f"{CONTRACTS},2025,>=,86")
    publish(small_package, "n", "2024-01-31", "contract_growth,rivertown,2023,6")
    publish(small_package, "r", "2024-01-31", "city_rank,rivertown,2024,8")
    publish(small_package, "z", "2026-02-01", f"{CONTRACTS},2025,88")
    publish(small_package, "u", "", "contract_growth,rivertown,2025,7")
    return scorecard(package.load(small_package))


def test_a_repeated_target_is_one_row_and_a_moved_one_two(card):
    columns = ["place_name", "indicator", "value", "moved", "moved_to", "moved_on", "repeated"]
    late, repeated = pd.Timestamp("2024-11-01"), pd.Timestamp("2024-02-01")
    expected = [
        ("Rivertown", "contract_turnover", 90.0, "lowered", 86.0, late, repeated),
        ("Rivertown", "research_share", 6.0, "", NAN, pd.NaT, pd.NaT),
        ("Rivertown", "city_rank", 4.0, "", NAN, pd.NaT, pd.NaT),
        ("Rivertown", "contract_growth", 8.0, "", NAN, pd.NaT, pd.NaT),
        ("Rivertown", "contract_turnover", 86.0, "", NAN, pd.NaT, pd.NaT),
        ("The Land", "contract_turnover", 500.0, "", NAN, pd.NaT, pd.NaT),
    ]
    same(card[columns], pd.DataFrame(expected, columns=columns))


def test_values_are_shares_of_the_target_but_of_a_growth_rate_only_the_outcome_is(card):
    columns = ["set_share", "known_share", "outcome_share", "result", "reached_then", "since"]
    expected = [
        (NAN, 85.4 / 90, 88 / 90, "missed", False, True),
        (NAN, 6.2 / 6, 5.8 / 6, "below_target_earlier", True, True),
        (0.5, 0.5, 1.0, "met", False, True),
        (NAN, NAN, 7 / 8, "missed", False, True),  # undated, but 2025 was not over that day
        (85.4 / 86, 85.4 / 86, 88 / 86, "met", False, True),
        (NAN, NAN, NAN, "not_decided", False, False),
    ]
    same(card[columns], pd.DataFrame(expected, columns=columns))


def test_a_target_announced_after_the_article_is_not_projected(card):
    columns = ["projected", "lower_80", "upper_80", "probability", "reason", *LIGHTS]
    short = "too short to project: {} years without a gap ({}), 5 are needed".format
    unable = ["unable to assess"] * 4
    chance = 1 - (0.1 + 0.4 * (4 - 8.1 / 6.35) / 4)
    none = [NAN] * 4
    # From 60 to 85.4 in four years: the lights see 90 within reach on every way.
    expected = [
        [98.1, 98.1 - 25.4, 98.1 + 25.4, chance, "", "on track", "on track", "sun", "maintain"],
        [*none, short(2, "2021-2022"), "target achieved", "target met", "sun", "maintain"],
        [*none, short(1, "2024"), *unable],
        [*none, short(1, "2023"), *unable],
        [*none, "announced after the article", "", "", "", ""],
        [*none, "too short to project: nothing was known", *unable],
    ]
    same(card[columns], pd.DataFrame(expected, columns=columns))


def test_how_hard_and_how_likely_each_target_was_when_it_was_set(card):
    # Known by November 2024: 60, 64, 70, 79, 85.4, with 6.35 a year; 86 needs 0.3 a year.
    chance = 1 - (0.1 + 0.4 * (4 - 12.1 / 6.35) / 4)
    expected = [
        ("start not found", NAN),
        ("start not found", NAN),
        ("past pace not known", NAN),
        ("past pace not known", NAN),
        ("a slower pace was enough", chance),
        ("start not found", NAN),
    ]
    columns = ["hardness", "chance_when_set"]
    same(card[columns], pd.DataFrame(expected, columns=columns))


@pytest.mark.parametrize(
    ("published", "as_of", "since"),
    [
        ("2026-03-01", "2026-02-28", True),
        ("2026-03-01", "2026-03-01", False),
        ("", "2025-12-30", True),  # undated, but its year was not over
        ("", "2025-12-31", False),
    ],
)
def test_an_outcome_is_new_if_it_was_not_public_on_the_day(small_package, published, as_of, since):
    publish(small_package, "a", published, f"{CONTRACTS},2025,88")
    found = scorecard(package.load(small_package).as_if(as_of=as_of)).set_index("indicator")
    assert found.since["contract_turnover"] == since


def test_who_changes_the_table_changes_it_for_nobody_else(small_package):
    book = package.load(small_package)
    before = scorecard(book).result.to_list()
    mine = scorecard(book)
    mine.loc[0, "result"] = "x"
    assert mine.result[0] == "x"
    assert scorecard(book).result.to_list() == before == [one.result for one in scored(book)]


def test_a_record_cannot_be_changed(small_package):
    one = scored(package.load(small_package))[0]
    with pytest.raises(AttributeError):
        one.result = "met"
    with pytest.raises(TypeError):
        one.lights["eurostat"] = "target achieved"
