"""A page collects the sources of what it showed, and only of that."""

import pandas as pd
import pytest
from goalcheck.data import package
from goalcheck.data.series import ratio
from goalcheck.show import chapter
from goalcheck.show.chapter import Page
from goalcheck.show.figures import over_time


@pytest.fixture
def page(small_package, monkeypatch):
    """Return a page of the small package whose prose asks for two numbers."""
    monkeypatch.setattr(chapter.asked, "asked_of", lambda _: ("money.2023", "money.last.year"))
    return Page("contracts", package.load(small_package))


@pytest.fixture
def shown(monkeypatch):
    """Return what pages display, in order."""
    seen = []
    monkeypatch.setattr(chapter.html, "glue", lambda **words: seen.append(words))
    monkeypatch.setattr(chapter.html, "table", lambda frame, **_: seen.append(frame))
    monkeypatch.setattr(chapter.base, "show", lambda chart, **words: seen.append(words))
    monkeypatch.setattr(
        chapter.html, "sources_table", lambda book, ids, name: seen.append(sorted(ids))
    )
    return seen


def ids(book, indicator, *periods):
    rows = book.series(indicator)
    return sorted(rows.source_id[list(periods)])


def test_a_page_that_read_nothing_has_no_sources(page, shown):
    page.series("contract_turnover")
    page.sources()
    assert shown == [[]]


def test_only_the_years_that_were_read_count(page, shown):
    page.words(money=page.series("contract_turnover").between(2023))
    page.sources()
    assert shown[1] == ids(page.book, "contract_turnover", "2023")


def test_arithmetic_hands_the_sources_of_both_parts_on(page, shown):
    money, share = page.series("contract_turnover"), page.series("research_share")
    both = ratio(money, share)
    assert both.last.value == pytest.approx(money[both.last.period] / share[both.last.period])
    page.sources()
    year = str(both.last.period)
    parts = {*money.only([int(year)]).sources, *share.only([int(year)]).sources}
    assert set(shown[-1]) == parts


def test_a_figure_names_the_sources_of_what_its_cell_read(page, shown):
    money, share = page.series("contract_turnover"), page.series("research_share")
    page.table({"Share": [share.last.words()]}, caption="One", name="tab-one")
    page.figure(
        over_time.lines({"Money": money.values}, unit="million"),
        name="fig-money",
        caption="Money over the years, as the city published it, in million.",
        alt="A line.",
    )
    line = shown[1]["source"]
    publishers = {page.book.source(key).publisher_name for key in money.sources}
    assert any(name in line for name in publishers)
    others = {page.book.source(key).publisher_name for key in share.sources} - publishers
    assert not any(name in line for name in others)


def test_a_figure_of_numbers_without_a_source_is_refused(page, shown):
    drawn = over_time.lines({"A": pd.Series({2022: 1.0, 2023: 2.0})}, unit="percent")
    with pytest.raises(ValueError, match="fig-a shows numbers without a source"):
        page.figure(drawn, name="fig-a", caption="Numbers that nobody published anywhere at all.")


def test_the_numbers_of_an_alternative_text_are_those_drawn(page, shown):
    money = page.series("contract_turnover")
    page.figure(
        over_time.lines({"Money": money.values}, unit="million"),
        name="fig-money",
        caption="Money over the years, as the city published it, in million.",
        alt="A line.",
    )
    first, last = money.first, money.last
    alt = shown[0]["alt"]
    assert alt.startswith("A line. One line (million). Money")
    assert f"{first.period}" in alt and f"{last.period}" in alt


def test_a_series_by_day_and_one_by_place_tell_their_sources(page, shown):
    assert page.by_day("contract_turnover", "hilltown").last.period == "2022-12-31"
    by_place = page.by_place("contract_turnover")
    assert by_place.periods == ["Hilltown", "Rivertown"]
    page.sources()
    assert shown[-1] == ["yearbook-2023"]
    assert by_place["Rivertown"] == page.prints("contract_turnover").value.iloc[-1]


def test_the_newest_target_is_a_value_of_its_period(page, shown):
    wanted = page.wanted("contract_turnover")
    assert (wanted.period, wanted.value, wanted.unit) == ("2025", 90, "100 million CNY")
    page.sources()
    assert shown[-1] == ["plan-2021"]
    with pytest.raises(LookupError, match="no official target for city_rank in rivertown"):
        page.wanted("city_rank")


def test_the_prose_asks_indicators_by_their_key(small_package, monkeypatch, shown):
    asked = ("contract_turnover.2022", "contract_turnover.hilltown.last", "city_rank.2025.ordinal",
             "contract_turnover.target.year", "money.2023")  # fmt: skip
    monkeypatch.setattr(chapter.asked, "asked_of", lambda _: asked)
    page = Page("contracts", package.load(small_package))
    page.words_of_indicators()
    page.sources()
    assert shown == [
        {
            "contract_turnover.2022": "7.9 billion yuan",
            "contract_turnover.hilltown.last": "1.2 billion yuan",
            "city_rank.2025.ordinal": "fourth",
            "contract_turnover.target.year": "2025",
        },
        ["plan-2021", "speech-2024-09-30", "yearbook-2023"],
    ]


def test_what_was_told_of_a_period_depends_on_the_day(page, shown):
    day = pd.Timestamp("2024-08-14")
    told = page.told("contract_turnover", since=day)
    assert (told.periods, told.last.printed()) == (["2023"], "8.6 billion yuan")
    assert page.told("contract_turnover", until=day, first=True)["2023"] == 85.4
    page.sources()
    assert shown[-1] == ["press-2024-01-19", "yearbook-2024"]
