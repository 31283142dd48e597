"""The book's own data: complete, of one shape, and true to its rules."""

import json
import subprocess
import sys

import pandas as pd
import pytest
from goalcheck.data import package

ARTICLE_DAY = "2024-08-14"


@pytest.fixture(scope="module")
def book():
    return package.load()


def known_years(book, indicator, basis=None):
    return book.yearly(indicator, as_of=ARTICLE_DAY, basis=basis).index


# --- the descriptor ---


@pytest.mark.slow
def test_frictionless_finds_the_package_valid():
    result = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "--json", "datapackage.json"],
        cwd=package.BOOK_DATA,
        capture_output=True,
        text=True,
    )
    assert json.loads(result.stdout)["valid"], result.stdout


def test_every_table_of_the_package_is_described(book):
    descriptor = json.loads((package.BOOK_DATA / "datapackage.json").read_text("utf-8"))
    described = {resource["path"] for resource in descriptor["resources"]}
    files = {p.relative_to(package.BOOK_DATA).as_posix() for p in package.BOOK_DATA.rglob("*.csv")}
    beside = ("derived/", "reference/", "examples/")
    assert {f for f in files if not f.startswith(beside)} == described


# --- completeness ---


def test_all_claims_of_the_article_are_in_the_ledger(book):
    assert len(book.claims) == 100
    assert set(book.claims.index) == {f"c{number:03}" for number in range(1, 101)}


def test_the_panel_covers_all_regions_and_the_nation(book):
    assert book.panel.place.nunique() == 32
    assert book.panel.indicator.nunique() == 42
    assert (book.panel.year.min(), book.panel.year.max()) == (2010, 2023)


def test_core_indicators_all_belong_to_beijing(book):
    core = book.indicators.index[book.indicators.role == "core"]
    observed = book.observations[book.observations.place == "beijing"].indicator
    assert set(core) <= set(observed)


# --- what was known on the article's day ---


def test_the_newest_research_year_known_to_the_article_is_2022(book):
    for indicator in ("rd_expenditure", "rd_personnel_fte", "basic_research_expenditure"):
        assert known_years(book, indicator).max() == 2022
    assert known_years(book, "rd_intensity", "post-census-2018").max() == 2022


def test_the_newest_contract_year_known_to_the_article_is_2023(book):
    assert known_years(book, "tech_contract_turnover").max() == 2023


@pytest.mark.slow
def test_nothing_published_after_the_day_is_known_on_it(book):
    day = pd.Timestamp(ARTICLE_DAY)
    for indicator, place in book.observations.groupby(["indicator", "place"]).groups:
        assert (book.vintages(indicator, place, as_of=day).published <= day).all()


# --- figures that two publications share ---


def test_the_article_quotes_the_published_contract_figures(book):
    claims = book.claims
    turnover = book.series("tech_contract_turnover", as_of=ARTICLE_DAY).value["2023"]
    count = book.series("tech_contract_count", as_of=ARTICLE_DAY).value["2023"]
    assert (claims.value["c032"], claims.value["c029"]) == (turnover, count)


def test_the_transposed_flow_to_the_neighbours_is_corrected(book):
    flow = book.vintages("tech_contract_flow_tianjin_hebei")
    assert set(flow.value[flow.period == "2024"]) == {843.7}


def test_yearbook_and_city_agree_on_turnover_within_one_in_a_thousand(book):
    yearbook = book.panel[book.panel.indicator == "tech_contract_turnover"]
    yearbook = yearbook[yearbook.place == "beijing"].set_index("year").value
    city = book.yearly("tech_contract_turnover").value
    both = yearbook.index.intersection(city.index)
    assert len(both) >= 12
    assert ((city[both] / yearbook[both] - 1).abs() < 0.001).all()


def test_the_example_of_another_promise_is_sound():
    assert package.load(package.BOOK_DATA / "examples" / "shanghai-2025").place == "shanghai"


def test_every_reference_table_names_its_source():
    for path in (package.BOOK_DATA / "reference").glob("*.csv"):
        assert package.load().reference(path.stem).source.str.len().min() > 20
