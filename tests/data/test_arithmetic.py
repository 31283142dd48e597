"""What can be worked out of a series: places, rests, changes, and growth undone."""

import pandas as pd
import pytest
from goalcheck.data import package
from goalcheck.data.arithmetic import after_growth, before_growth, changes
from goalcheck.data.panel import panel_of
from goalcheck.data.points import Point, UnitMismatch
from goalcheck.data.series import of


def series(values, unit="t", source="a"):
    rows = pd.DataFrame({"value": values, "source_id": source}, index=list(values))
    return of(rows, name="Amount", unit=unit)


FLOW = series({2021: 80.0, 2023: 200.0, 2024: 300.0})
RATES = series({2023: 100.0, 2024: 25.0}, "percent", "b")


def test_equal_values_share_the_better_place():
    places = series({"a": 5.0, "b": 7.0, "c": 5.0, "d": 1.0})
    assert [places.rank_of(name) for name in "bacd"] == [1, 2, 2, 4]


def test_a_lower_bound_is_rounded_down_and_stays_one():
    assert series({2020: 260.8, 2021: -0.5}).floored().values.to_list() == [260.0, -1.0]


def test_the_rest_of_a_sum_is_what_its_parts_leave():
    total = series({"2021-2023": 350.0})
    assert total.rest("2021-2023", FLOW.between(2021, 2023)) == Point("2021-2023", 70.0, "t")
    with pytest.raises(UnitMismatch, match="'percent'"):
        total.rest("2021-2023", RATES)


def test_the_head_is_what_stands_first():
    assert FLOW.sorted().head(2).periods == [2024, 2023]


def test_points_of_one_unit_can_be_added():
    assert (FLOW.first + FLOW.last).value == 380.0
    with pytest.raises(UnitMismatch, match="cannot add 'percent' to 't'"):
        FLOW.first + RATES.last


def test_a_change_needs_the_year_before():
    assert changes(FLOW).values.to_dict() == {2024: 100.0}


def test_growth_leads_on_from_the_year_before_and_back_to_it():
    forward, backward = after_growth(FLOW, RATES), before_growth(FLOW, RATES)
    assert forward.values.to_dict() == {2024: 250.0}
    assert backward.values.to_dict() == {2022: 100.0, 2023: 240.0}
    assert forward.unit == backward.unit == "t"
    assert forward.sources == ("a", "b")


def test_the_largest_regions_come_by_name_and_without_their_country(small_package):
    with open(small_package / "panel" / "panel.csv", "a", encoding="utf-8") as table:
        table.write("contract_count,rivertown,2022,700,yearbook-2023,2023\n")
    contracts = panel_of(package.load(small_package), "contract_count")
    assert list(contracts.largest(2022, 5)) == ["Rivertown", "Hilltown"]
    assert contracts.largest(2022, 1)["Rivertown"].last.value == 700
