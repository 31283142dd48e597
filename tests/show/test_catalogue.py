"""The long tables of indicators, sources and claims: complete, anchored, linked safely."""

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from goalcheck.data import package
from goalcheck.show import catalogue, claimtable, html


@pytest.fixture
def shown(monkeypatch, small_package):
    """Return what shows a table of the small package and reads it."""

    def show(table):
        caught = []
        monkeypatch.setattr(html, "display", lambda data, raw: caught.append(data["text/html"]))
        table(package.load(small_package), name="tab-long")
        return BeautifulSoup(caught[0], "html.parser")

    return show


def anchors(page):
    return [row["id"] for row in page.select("tbody tr")]


def words_of(row):
    return [cell.get_text(" ", strip=True) for cell in row]


def test_every_indicator_is_listed_once_core_first(shown):
    page = shown(catalogue.indicators_table)
    assert anchors(page) == ["contract_turnover", "research_share", "city_rank"]
    assert words_of(page.find(id="contract_turnover")) == [
        "Contract turnover 合同成交额 ; 100 million CNY Value of the contracts registered in the year.",
        "Contracts",
        "core",
        "9 figures 2019–2023; 7 sources; 2 places CSV",
        "60 (2019) to 85.9 (2023)",
    ]


def test_every_source_is_listed_once_grouped_by_access(shown):
    page = shown(catalogue.sources_table)
    official, press = ["plan-2021", "press-2024-01-19"], ["speech-2024-09-30", "article"]
    copies = ["undated-note", *(f"yearbook-{year}" for year in range(2021, 2025))]
    assert anchors(page) == [*official, *press, *copies]
    linked = [link["href"] for link in page.select("tbody a")]
    assert all(address.startswith("https://") for address in linked) and len(linked) == 4
    words = ["A note news, English", "City Hall", "date not known", "copy only", "1"]
    assert words_of(page.find(id="undated-note")) == words


def test_every_claim_has_a_row_that_leads_to_its_chapter_and_its_sources(shown):
    page = shown(claimtable.claims_table)
    assert anchors(page) == ["c001", "c002"]
    row = page.find(id="c001")
    assert words_of(row) == [
        "c001 Turnover was 85.4 in 2023 number",
        "Contracts",
        "confirmed rule: same number; a source says the same",
        "Published for 2023: 8.54 billion yuan. City Hall, 19 January 2024 "
        "Same figure. City Hall, 19 January 2024",
    ]
    source = "https://city.example.org/contracts"
    assert [link["href"] for link in row.select("a")] == ["#c001", "contracts.html", source, source]


def test_the_line_is_scaled_by_time_not_by_order():
    values = pd.Series([0.0, 0.0, 1.0], index=[2010, 2019, 2020])
    assert catalogue.sparkline(values).points == "0,24 90,24 100,0"


def test_a_flat_line_lies_on_one_height():
    flat = pd.Series([3.0, 3.0], index=[2020, 2021])
    assert catalogue.sparkline(flat).points == "0,0 100,0"
