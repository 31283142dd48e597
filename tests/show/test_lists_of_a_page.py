"""What a page draws and lists in one call."""

import pandas as pd
import pytest
from goalcheck.data import package
from goalcheck.data.series import of
from goalcheck.show import page as page_module
from goalcheck.show.page import Page
from goalcheck.show.prints import beside, check_cells, print_columns, value_cell
from rows import publish


@pytest.fixture
def page(small_package, monkeypatch):
    monkeypatch.setattr(page_module.asked, "asked_of", lambda _: ())
    publish(small_package, "count", "2024-05-01", "research_share,hilltown,2023,7.5")
    return Page("contracts", package.load(small_package))


@pytest.fixture
def shown(monkeypatch):
    """Return what pages display, in order."""
    seen = []
    monkeypatch.setattr(page_module.html, "table", lambda frame, **_: seen.append(frame))
    monkeypatch.setattr(
        page_module.base, "show", lambda chart, **words: seen.append((chart.plotted, words))
    )
    return seen


def test_the_newest_figures_are_listed_with_what_can_be_said_of_them(page, shown):
    remarks = {"city_rank": "a rank", "research_share": "a share"}
    places = {"research_share": "hilltown"}
    page.newest(remarks, ("What", "Note"), caption="C", name="tab-x", places=places)
    assert shown[0].to_dict("records") == [
        {"What": "City rank, 2025", "Printed": "4", "Note": "a rank"},
        {"What": "Research share, 2023", "Printed": "7.5%", "Note": "a share"},
    ]


def test_lines_are_drawn_in_the_unit_of_the_figure(page, shown):
    money = page.series("contract_turnover").between(2021, 2022)
    page.lines({"Money": money}, unit="billion yuan", factor=0.1, name="fig-x", caption="C")
    drawn, words = shown[0]
    assert drawn.value.to_list() == pytest.approx([7.0, 7.9])
    assert "Money: 7 in 2021, 8 in 2022." in words["alt"]
    assert words["source"].startswith("Sources:")


def test_a_trend_is_drawn_without_a_target(page, shown):
    one = page.trend("contract_turnover")
    page.projection(one, unit="100 million", name="fig-x", caption="C")
    assert not shown[0][0].series.str.contains("target").any()


def test_first_estimates_are_those_that_say_so(page):
    found = page.first_prints("contract_turnover", quality="preliminary")
    assert found.values.to_dict() == {2022: 78.5, 2023: 85.4}


def test_editions_can_be_those_of_one_basis(page):
    assert page.editions("city_rank", basis="").periods == [2025]
    assert not len(page.editions("city_rank", basis="band"))


def test_an_inexact_figure_keeps_the_decimals_it_was_printed_with():
    rows = pd.DataFrame(
        {"value": [20.0, 24.07], "quality": ["at_least", "reported"]}, index=["2018", "2020"]
    )
    assert print_columns("Year", {"A": rows}, digits=1)["A"] == ["more than 20", "24.1"]
    assert value_cell(rows.loc["2020"], "percent") == "24.07%"


def test_a_gap_is_a_dash_in_each_column():
    one = of(pd.DataFrame({"value": [1.0], "source_id": "a"}, index=[2020]), name="A", unit="t")
    cells = beside("Year", {2020: "then", 2021: "now"}, {"A": (one, 0), "B": ["x", "y"]})
    assert cells == {"Year": ["then", "now"], "A": ["1", "–"], "B": ["x", "y"]}
    assert beside("Year", [2020, 2021], {"A": (one, 1, {2020: ">"})})["A"] == [">1.0", "–"]


@pytest.mark.parametrize(
    ("worked_out", "least", "fits"),
    [(99.95, False, "yes"), (99.0, False, "no"), (150.0, True, "yes")],
)
def test_a_printed_bound_is_met_by_more_and_a_value_only_by_itself(worked_out, least, fits):
    one = of(
        pd.DataFrame({"value": [100.0, worked_out], "source_id": "a"}, index=[1, 2]),
        name="A",
        unit="t",
    )
    assert check_cells(one.last, one.first, least=least)["Fits"] == fits
