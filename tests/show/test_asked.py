"""Words that the prose asks for by a path."""

import math
from types import SimpleNamespace

import nbformat
import pandas as pd
import pytest
from goalcheck.data import package
from goalcheck.data.points import Point
from goalcheck.data.series import of
from goalcheck.show.asked import answers, asked_of, picked
from goalcheck.targets.expected import Outlook
from goalcheck.targets.first_outcome import FirstOutcome
from goalcheck.targets.trend import trend
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

MONEY = of(
    pd.DataFrame({"value": [80.0, 100.0, 90.0], "source_id": "a"}, index=[2021, 2022, 2023]),
    name="Money",
    unit="100 million CNY",
)
SHARE = of(
    pd.DataFrame({"value": [5.5, 16.55], "source_id": "a"}, index=[2022, 2023]),
    name="Share",
    unit="percent of GDP",
)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("2023", "9 billion yuan"),
        ("last", "9 billion yuan"),
        ("last.year", "2023"),
        ("highest.year", "2022"),
        ("growth.2022", "25.0%"),
        ("growth.2021.2023", "12.5%"),
        ("growth.2021.2023.d0", "12%"),
        ("times.2021.2022", "1.2 times"),
        ("change.2022.2023", "−10.0"),
        ("pace.2021.2023", "5.00"),
        ("second.year", "2023"),
        ("second.name", "2023"),
        ("lead", "1.1 times"),
    ],
)
def test_a_path_into_a_series_picks_one_value(path, words):
    assert picked(MONEY, path) == words


def test_decimals_are_those_of_the_size_or_those_asked_for():
    assert [picked(SHARE, path) for path in ("2022", "2023", "2022.d1", "2023.d0")] == [
        "5.5%",
        "16.6%",
        "5.5%",
        "17%",
    ]


def test_a_period_in_words_and_a_place_in_a_ranking():
    assert picked(Point("2024-07", 3.0, "rank"), "year") == "July 2024"
    assert picked(Point(2024, 3.0, "rank"), "ordinal") == "third"


def test_a_first_outcome_says_whether_it_lay_inside():
    came = FirstOutcome(2023, 8.8, 7.0, 9.0, 8.0, "percent")
    paths = ("year", "expected", "actual", "inside", "miss")
    assert [picked(came, path) for path in paths] == ["2023", "8.8%", "8%", "inside", "10.0%"]


def test_an_unknown_year_names_the_series_and_its_years():
    with pytest.raises(KeyError, match="Money has no value for 2030; it has 2021 to 2023"):
        picked(MONEY, "2030")


def test_only_what_the_prose_asks_for_is_given():
    asked = ("money.2023", "money.last.year", "share.2022", "day")
    assert answers(asked, {"money": MONEY, "day": "Monday"}) == {
        "money.2023": "9 billion yuan",
        "money.last.year": "2023",
        "day": "Monday",
    }


def test_a_thing_that_the_prose_never_asks_for_is_an_error():
    with pytest.raises(KeyError, match="the prose asks for nothing of 'share'"):
        answers(("money.2023",), {"share": SHARE})


def test_the_names_are_read_from_the_prose_of_the_notebook(tmp_path):
    cells = [
        new_markdown_cell("It was {glue:text}`money.2023` ({glue:text}`money.last.year`)."),
        new_code_cell("print('{glue:text}`not.this`')"),
        new_markdown_cell("Again {glue:text}`money.2023`."),
    ]
    nbformat.write(new_notebook(cells=cells), tmp_path / "one.ipynb")
    assert asked_of(tmp_path / "one.ipynb") == ("money.2023", "money.last.year")


def test_amounts_keep_their_unit_with_other_decimals():
    assert picked(MONEY, "2023.d2") == "9.00 billion yuan"


def test_the_place_of_a_value_among_all():
    places = of(
        pd.DataFrame({"value": [5.0, 9.0, 7.0], "source_id": "a"}, index=["X", "Y", "Z"]),
        name="Places",
        unit="count",
    )
    assert [picked(places, f"rank.{name}") for name in "XYZ"] == ["third", "first", "second"]


def test_counts_are_picked_by_name():
    asked = ("counts.all", "counts.rare cases")
    found = answers(asked, {"counts": {"all": 1234, "rare cases": 2}})
    assert found == {"counts.all": "1,234", "counts.rare cases": "2"}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("speed.2021.2023", "6.1%"),
        ("count", "3"),
        ("place.2023", "2"),
        ("2023.d2", "9.00 billion yuan"),
    ],
)
def test_a_path_into_a_series_picks_a_pace_a_count_or_a_place(path, words):
    assert picked(MONEY, path) == words


def test_a_first_outcome_says_on_which_side_the_projection_lay():
    came = FirstOutcome(2023, 7.5, 7.0, 9.0, 8.0, "percent")
    assert [picked(came, path) for path in ("side", "miss")] == ["less", "6.2%"]


def test_a_trend_has_what_was_known_and_what_was_projected(small_package):
    one = trend(package.load(small_package), "contract_turnover")
    assert [picked(one, path) for path in ("known", "known.year")] == ["8.5 billion yuan", "2023"]
    assert picked(one, "projected") == Point("", one.projection.centre.iloc[-1], one.unit).words()
    with pytest.raises(KeyError, match="trend of contract_turnover has no 'chance'"):
        picked(one, "chance")


def test_a_value_of_a_target_is_told_as_a_share_of_it_and_with_its_period():
    values = {
        f"{when}_{what}": one
        for when in ("set", "known", "outcome")
        for what, one in (("value", 6.0), ("period", "2023"))
    }
    told = {"comparator": "~", "evidence": "phrase"}
    grade = SimpleNamespace(value=8.0, unit="percent", target_period="2025", **told, **values)
    one = Outlook(grade, pd.DataFrame(), pd.DataFrame(), None, "too short", math.nan, {})
    assert [picked(one, path) for path in ("set", "set.share", "set.share.d0")] == [
        "6%",
        "75.0%",
        "75%",
    ]
    assert picked(one, "known.dated") == "6% (2023)"
    assert picked(one, "outcome.dated") == "6% (2023), set phrase"
    assert picked(one, "asks") == "about 8%"


def test_a_count_is_a_number():
    assert picked(pd.Series([True, True]).sum(), "") == "2"


def test_a_mapping_takes_its_key_first():
    both = {"money": MONEY, "share": SHARE}
    assert picked(both, "money.growth.2022") == "25.0%"
    assert answers(("all.share.2022",), {"all": both}) == {"all.share.2022": "5.5%"}
    with pytest.raises(KeyError, match="there is no 'cash.2022'; there are money, share"):
        picked(both, "cash.2022")


def test_a_value_tells_how_it_was_printed_when_and_of_which_year():
    one = Point("2023-06", 120.0, "count", "at_least", pd.Timestamp("2023-07-04"))
    paths = ("printed", "published", "calendar")
    assert [picked(one, path) for path in paths] == ["more than 120", "4 July 2023", "2023"]


def test_a_day_that_is_not_known_has_no_words():
    with pytest.raises(KeyError, match="a value has no 'published'"):
        picked(Point(2023, 120.0, "count"), "published")
