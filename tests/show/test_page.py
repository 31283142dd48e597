"""A page collects the sources of what it showed, and only of that."""

from types import SimpleNamespace

import pandas as pd
import pytest
from goalcheck.data import package
from goalcheck.data.arithmetic import ratio
from goalcheck.show import page as page_module
from goalcheck.show.figures import over_time
from goalcheck.show.page import Page
from goalcheck.targets.announcements import announcements
from goalcheck.targets.expected import Outlook


@pytest.fixture
def page(small_package, monkeypatch):
    """Return a page of the small package whose prose asks for two numbers."""
    monkeypatch.setattr(page_module.asked, "asked_of", lambda _: ("money.2023", "money.last.year"))
    return Page("contracts", package.load(small_package))


@pytest.fixture
def shown(monkeypatch):
    """Return what pages display, in order."""
    seen = []
    monkeypatch.setattr(page_module.html, "glue", lambda **words: seen.append(words))
    monkeypatch.setattr(page_module.html, "table", lambda frame, **_: seen.append(frame))
    monkeypatch.setattr(page_module.base, "show", lambda chart, **words: seen.append(words))
    monkeypatch.setattr(
        page_module.html, "sources_table", lambda book, ids, name: seen.append(sorted(ids))
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


def test_a_figure_of_what_the_book_counted_names_its_own_source(page, shown):
    counted = over_time.lines({"Claims": pd.Series({2023: 3.0})}, unit="claims")
    page.figure(counted, name="fig-a", caption="C", source="Source: our ledger.")
    assert shown[0]["source"] == "Source: our ledger."
    assert page.cited == ()


def test_the_mark_of_a_target_in_a_figure_names_its_source(page):
    target = page.announced("contract_turnover")[0]
    year, value = page.aim(target, 0.1)
    assert (year, value) == (target.year, 0.1 * target.value)
    assert target.source_id in page.cited


def test_publications_of_one_source_cite_no_other(page):
    rows = page.book.vintages("contract_turnover")
    source = rows.source_id.iloc[-1]
    assert set(page.prints("contract_turnover", source=source).source_id) == {source}
    assert page.cited == (source,)


def test_lines_name_the_sources_of_what_they_draw_and_of_their_target(page, shown, monkeypatch):
    monkeypatch.setattr(page_module.html, "source_line", lambda _, ids: sorted(ids))
    money, target = page.series("contract_turnover"), page.announced("contract_turnover")[0]
    page._read.clear()
    page.lines({"Money": money}, unit="t", targets={"t": page.aim(target)}, name="a", caption="C")
    assert set(shown[0]["source"]) == {*money.sources, target.source_id}


def test_lines_are_drawn_in_the_unit_and_on_the_axis_that_was_asked_for(page, monkeypatch):
    drawn = []
    monkeypatch.setattr(page, "figure", lambda chart, **_: drawn.append(chart))
    money = page.series("contract_turnover")
    page.lines({"Money": money}, unit="t", factor=0.1, limits=(0, 7), name="a", caption="C")
    assert drawn[0].plotted.value.to_list() == pytest.approx([0.1 * v for v in money.values])
    assert drawn[0].axes[0].get_ylim() == (0, 7)


def test_a_table_takes_rows_with_their_headings(page, shown):
    page.table([("2023", "5%")], columns=("Year", "Share"), caption="C", name="tab-a")
    assert shown[0].to_dict("list") == {"Year": ["2023"], "Share": ["5%"]}


def test_series_on_several_bases_come_in_the_order_asked_for(page):
    (only,) = page.on_bases("contract_turnover", "")
    assert only.values.to_dict() == page.series("contract_turnover").values.to_dict()


def test_the_figure_of_all_methods_draws_the_target_and_what_came_in_its_unit(
    page, shown, monkeypatch
):
    rows = page.book.yearly("contract_turnover")
    ahead = pd.DataFrame({"year": [2025], "centre": [90.0], "method": ["drift"]})
    monkeypatch.setattr(page_module.expected, "project_all", lambda *_: {"drift": ahead})
    drawn = {}
    monkeypatch.setattr(
        page_module.over_time,
        "methods_fan",
        lambda history, projected, **parts: drawn.update(parts),
    )
    monkeypatch.setattr(page, "figure", lambda chart, **words: None)
    grade = SimpleNamespace(
        key="contract_turnover",
        value=100.0,
        target_period="2025",
        year=2025,
        source_id="plan",
        outcome_source="",
    )
    one = Outlook(grade, rows.iloc[:-1], rows.iloc[-1:], None, "", 0.5, {})
    page.methods(one, unit="billion", factor=0.1, name="fig-ways", caption="Ways.")
    assert drawn["target"] == (2025, 10.0, "target 10")
    assert drawn["outcome"] == (rows.index[-1], pytest.approx(0.1 * rows.value.iloc[-1]))


def test_a_target_is_shown_with_the_sources_of_all_its_figures(page, shown):
    rows = announcements(page.book)
    page.graded(rows)
    page.sources()
    assert {*rows.source_id, *rows.outcome_source} - {""} < set(shown[-1])
    known = rows.iloc[0]
    prints = page.book.vintages(known.indicator)
    prints = prints[(prints.period == known.known_period) & (prints.value == known.known_value)]
    assert prints.source_id.iloc[0] in shown[-1]


def test_a_projected_series_is_shown_with_the_sources_of_what_was_known_and_what_came(page, shown):
    rows = pd.DataFrame({"indicator": ["contract_turnover"], "actual_source": "yearbook-2024"})
    page.compared(rows)
    page.sources()
    known = page.series("contract_turnover", as_of=page.book.as_of)
    assert set(shown[-1]) == {"yearbook-2024", *known.sources}


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
    monkeypatch.setattr(page_module.asked, "asked_of", lambda _: asked)
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
