"""Series worked out from two others, the basis that is read, editions, and the panel by place."""

import pandas as pd
import pytest
from goalcheck.data import package
from goalcheck.data.histories import (
    by_last_day,
    editions,
    frame_ratio,
    history,
    newest_basis,
    series_of,
    source_ids,
)
from goalcheck.data.package import AmbiguousBasis, UnknownKey
from goalcheck.data.panel import panel_of
from goalcheck.data.points import Point, UnitMismatch
from goalcheck.data.series import of
from rows import add_row, add_share, publish


def part(values, days, source):
    rows = {"value": values, "published": pd.to_datetime(days), "source_id": source}
    return pd.DataFrame(rows, index=pd.Index([2021, 2022, 2023], name="year")).dropna(
        subset="value"
    )


# --- ratios --------------------------------------------------------------------------------------


def test_a_ratio_has_the_years_of_both_parts_and_is_known_from_the_later_day():
    above = part([3.0, 5.0, None], ["2022-01-01", "2023-06-01", "2024-01-01"], "up")
    below = part([4.0, 20.0, 9.0], ["2022-03-01", "2023-02-01", "2024-01-01"], "down")
    expected = pd.DataFrame(
        {
            "value": [75.0, 25.0],
            "published": pd.to_datetime(["2022-03-01", "2023-06-01"]),
            "source_id": "up",
            "denominator_source_id": "down",
        },
        index=pd.Index([2021, 2022], name="year"),
    )
    pd.testing.assert_frame_equal(frame_ratio(above, below, factor=100), expected)


@pytest.mark.parametrize(("above", "below"), [(None, "2022-01-01"), ("2022-01-01", None)])
def test_a_part_of_an_unknown_day_leaves_the_day_of_the_ratio_unknown(above, below):
    found = frame_ratio(
        part([3.0, None, None], [above] * 3, "up"), part([4.0, None, None], [below] * 3, "down")
    )
    assert found.value.to_dict() == {2021: 0.75}
    assert found.published.isna().all()


def test_parts_without_a_common_year_give_no_ratio():
    days = ["2024-01-01"] * 3
    found = frame_ratio(part([3.0, None, None], days, "up"), part([None, 4.0, None], days, "down"))
    assert list(found.columns) == ["value", "published", "source_id", "denominator_source_id"]
    assert found.empty


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2022-12-30", {}),
        ("2022-12-31", {2021: 50.0}),
        ("2024-08-14", {2021: 50.0, 2022: 50.0}),
        (None, {2021: 50.0, 2022: 50.0, 2023: 42.95}),  # 85.9 as corrected
    ],
)
def test_an_indicator_of_the_calculations_is_worked_out_as_known_on_a_day(
    small_package, as_of, expected
):
    found = history(package.load(add_share(small_package)), "contract_share", as_of=as_of)
    assert found.value.to_dict() == pytest.approx(expected)


def test_a_worked_out_series_names_the_sources_of_both_parts(small_package):
    found = history(package.load(add_share(small_package)), "contract_share", as_of="2024-08-14")
    assert source_ids(found) == ["a", "b", "yearbook-2022", "yearbook-2023"]
    other = pd.DataFrame({"denominator_source_id": ["z", "z"], "source_id": ["a", "b"]})
    assert source_ids(other, other[:1]) == ["a", "b", "z"]
    assert source_ids(pd.DataFrame({"value": [1.0]})) == source_ids() == []


# --- the basis -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "basis", "values"),
    [
        ("2022-12-30", None, {}),
        ("2024-08-14", "old-product", {2021: 6.1, 2022: 6.2}),
        (None, "new-product", {2022: 5.8}),
    ],
)
def test_the_basis_is_that_of_the_newest_year_known(small_package, as_of, basis, values):
    book = package.load(small_package)
    assert newest_basis(book, "research_share", as_of=as_of) == basis
    assert history(book, "research_share", as_of=as_of).value.to_dict() == values


@pytest.mark.parametrize(
    "row",
    [
        "2022,6,speech-2024-09-30,rounded,third,",  # rounded beside an exact one
        "2021-2025,6,speech-2024-09-30,preliminary,third,",  # no calendar year
        "2024-06-30,6,speech-2024-09-30,reported,third,",
    ],
)
def test_the_basis_is_not_that_of_a_rounded_figure_nor_of_another_period(small_package, row):
    add_row(small_package, "observations.csv", f"research_share,rivertown,{row}")
    assert newest_basis(package.load(small_package), "research_share") == "new-product"


def test_a_series_without_a_calendar_year_has_an_empty_history(small_package):
    rows = ("2022-06-30,44,old", "2023-06-30,45,new")
    publish(small_package, "a", "2024", *(f"city_rank,hilltown,{row}" for row in rows))
    assert history(package.load(small_package), "city_rank", "hilltown").empty


def test_another_place_has_its_own_history(small_package):
    book = package.load(small_package)
    assert history(book, "contract_turnover", "hilltown").value.to_dict() == {2022: 12.0}
    with pytest.raises(UnknownKey, match="no place 'hiltown'; did you mean 'hilltown'"):
        history(book, "contract_turnover", "hiltown")


# --- editions and days ---------------------------------------------------------------------------


def test_an_edition_is_read_as_it_was_first_published(small_package):
    for source, day, row in (
        ("a", "2024-01-19", "2024,7,old"),
        ("b", "2024-09-30", "2024,6,old"),  # recalculated
        ("c", "2024-12-31", "2025,9,new"),
        ("d", "2023-10-01", "2023-03-31,8,old"),
        ("e", "2023-10-01", "2023-09-30,5,old"),
    ):
        publish(small_package, source, day, f"city_rank,rivertown,{row}")
    found = editions(package.load(small_package), "city_rank")
    assert found.index.name == "year"
    # Of several periods of a year the last, of several bases of a period the newest.
    expected = [
        (2023, "2023-09-30", 5.0, "old"),
        (2024, "2024", 7.0, "old"),
        (2025, "2025", 9.0, "new"),
    ]
    assert list(found[["period", "value", "basis"]].itertuples(name=None)) == expected


def test_a_series_stands_in_the_order_of_the_last_days_of_its_periods(small_package):
    rows = ("2024-06-30,44", "2023-12-30,84", "2023,85")
    publish(small_package, "a", "2024-07", *(f"contract_turnover,hilltown,{row}" for row in rows))
    found = by_last_day(package.load(small_package), "contract_turnover", "hilltown")
    assert list(found.value.items()) == [
        ("2022-12-31", 12.0),
        ("2023-12-30", 84.0),
        ("2023-12-31", 85.0),
        ("2024-06-30", 44.0),
    ]
    with pytest.raises(AmbiguousBasis, match="research_share in rivertown"):
        by_last_day(package.load(small_package), "research_share")


# --- the panel -----------------------------------------------------------------------------------


def test_the_panel_has_a_series_a_place(small_package):
    book = package.load(small_package)
    panel = panel_of(book, "contract_count")
    assert panel["hilltown"].values.to_dict() == {2020: 10.0, 2021: 11.0, 2022: 120.0}
    assert panel["land"].values.to_dict() == {2022: 900.0}
    assert source_ids(panel["hilltown"], panel["land"]) == [
        "yearbook-2021",
        "yearbook-2022",
        "yearbook-2023",
    ]


def test_an_unknown_indicator_of_the_panel_is_named(small_package):
    with pytest.raises(UnknownKey, match="no panel indicator 'contract_cont'"):
        panel_of(package.load(small_package), "contract_cont")


def test_exact_figures_only(small_package):
    publish(small_package, "late", "2031", "contract_turnover,rivertown,2029,9")
    row = "contract_turnover,rivertown,2030,9,late,rounded,,"
    add_row(small_package, "observations.csv", row)
    book = package.load(small_package)
    every = series_of(book, "contract_turnover")
    exact = series_of(book, "contract_turnover", exact=True)
    assert every.periods[-2:] == [2029, 2030]
    assert exact.periods == every.periods[:-1]


def test_an_amount_is_added_to_each_value_and_a_place_counts_from_the_largest():
    rows = pd.DataFrame({"value": [5.0, 9.0], "source_id": "a"}, index=[2022, 2023])
    one = of(rows, name="A", unit="t").plus(0.5)
    assert one.values.to_list() == [5.5, 9.5]
    assert (one.rank_of(2022), one.rank_of(2023)) == (2, 1)


# --- series that carry their sources -------------------------------------------------------------


def test_the_leader_is_set_against_the_next_one():
    places = of(
        pd.DataFrame({"value": [2.0, 5.0, 4.0], "source_id": "a"}, index=["Hill", "River", "Sea"]),
        name="Money",
        unit="yuan",
    )
    assert places.second.period == "Sea"
    assert places.lead == 1.25
    with pytest.raises(KeyError, match="Money has no second value"):
        assert places.only(["Hill"]).lead


def test_years_without_a_value_are_told_in_any_span():
    rows = pd.DataFrame({"value": [2.0, 5.0], "source_id": "a"}, index=[2021, 2023])
    assert of(rows, name="Money", unit="yuan").missing(2020, 2024) == [2020, 2022, 2024]


def test_the_last_values_are_at_most_all():
    rows = pd.DataFrame({"value": [2.0, 5.0, 4.0], "source_id": "a"}, index=[2021, 2022, 2023])
    series = of(rows, name="Money", unit="yuan")
    assert series.recent(2).periods == [2022, 2023]
    assert series.recent(5).periods == [2021, 2022, 2023]


# --- values as they were printed, and what was known on a day ------------------------------------


def printed(periods, values, quality="reported", days=None):
    rows = {"value": values, "quality": quality, "published": pd.to_datetime(days or periods)}
    return of(pd.DataFrame(rows | {"source_id": "a"}, index=periods), name="Centres", unit="count")


@pytest.mark.parametrize(
    ("quality", "words"),
    [
        ("reported", "120"),
        ("at_least", "more than 120"),
        ("approximate", "about 120"),
        ("rounded", "about 120"),
    ],
)
def test_a_value_that_is_not_exact_is_written_as_it_was_printed(quality, words):
    assert printed(["2023-06-30"], [120.0], quality).last.printed() == words


def test_a_value_knows_its_period_and_the_day_it_was_published():
    last = printed(["2023-06-30"], [120.0], days=["2023-07-04"]).last
    assert (last.when, last.calendar_year) == ("30 June 2023", "2023")
    assert last.published == pd.Timestamp("2023-07-04")


def test_the_values_of_one_series_may_stand_on_several_bases():
    rows = pd.DataFrame(
        {"value": [4.0, 5.0], "basis": ["old", "new"], "source_id": "a"}, index=[2022, 2023]
    )
    ranking = of(rows, name="Ranking", unit="rank")
    assert [ranking.first.basis, ranking.last.basis] == ["old", "new"]


def test_money_keeps_its_unit_with_any_number_of_decimals():
    assert Point(2023, 8536.9, "100 million CNY").words(0) == "854 billion yuan"


def test_a_value_is_so_many_times_another_of_its_unit():
    assert Point(2023, 9.0, "count").over(Point(2020, 3.0, "count")) == 3
    with pytest.raises(UnitMismatch, match="one value is in 'count', the other in 'percent'"):
        Point(2023, 9.0, "count").over(Point(2023, 3.0, "percent"))


def test_only_what_was_published_by_a_day_was_known_on_it():
    days = ["2023-07-01", "2024-09-01", None]
    one = printed([2022, 2023, 2024], [3.0, 4.0, 5.0], days=days)
    assert one.known_on("2024-08-14").periods == [2022]
    assert one.known_on("2024-08-14", editions=True).periods == [2022, 2023]


def test_stocks_on_uneven_days_have_a_pace_a_year():
    one = printed(["2020-12-31", "2021-02-28", "2022-12-31"], [100.0, 130.0, 120.0])
    assert one.moved == 20
    assert one.yearly_pace == pytest.approx(10.0, rel=0.01)
    assert one.at_least(120).periods == ["2021-02-28", "2022-12-31"]
    assert one.by_year().values.to_dict() == {2020: 100, 2021: 130, 2022: 120}
    assert printed(["2021-02-28", "2021-09-30"], [1.0, 2.0]).by_year().values.to_dict() == {2021: 2}


def test_periods_are_gathered_by_the_words_they_were_printed_with():
    qualities = ["approximate", "at_least", "reported", "rounded"]
    one = printed([2021, 2022, 2023, 2024], [1.0, 2.0, 3.0, 4.0], qualities)
    assert one.hedged == {"more than": [2022], "about": [2021, 2024]}
