"""The long tables of indicators and sources: complete, anchored, escaped."""

import re

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from goalcheck.data import package
from goalcheck.show import catalogue, claimtable, listing
from goalcheck.show.listing import Cell, Column, Row, listing_html
from goalcheck.site import notebooks

BOOK = package.load()


@pytest.fixture
def shown(monkeypatch):
    """Catch what a table displays."""
    caught = []
    monkeypatch.setattr(listing, "display", lambda data, raw: caught.append(data["text/html"]))
    return caught


def anchors(html):
    return re.findall(r'<tr id="([^"]+)">', html)


def test_every_indicator_is_listed_once_core_first(shown):
    catalogue.indicators_table(BOOK, name="tab-indicators")
    found = anchors(shown[0])
    assert sorted(found) == sorted(BOOK.indicators.index)
    roles = [catalogue.ROLES.index(BOOK.indicators.role[key]) for key in found]
    assert roles == sorted(roles)
    assert len(shown[0].encode()) < 400_000


def test_every_source_is_listed_once_grouped_by_access(shown):
    catalogue.sources_table(BOOK, name="tab-sources")
    found = anchors(shown[0])
    assert sorted(found) == sorted(BOOK.sources.index)
    access = [list(catalogue.ACCESS).index(BOOK.sources.access[key]) for key in found]
    assert access == sorted(access)


def test_only_safe_addresses_are_linked(shown):
    catalogue.sources_table(BOOK, name="tab-sources")
    linked = set(re.findall(r'href="([^"]+)"', shown[0])) - {"../_static/ledger.css"}
    assert len(linked) == BOOK.sources.url[BOOK.sources.url != ""].nunique()


def test_every_claim_has_a_row_and_leads_to_its_chapter(shown):
    claimtable.claims_table(BOOK, name="tab-claims")
    html = shown[0]
    assert anchors(html) == list(BOOK.claims.index)
    for claim, row in zip(BOOK.claims.index, html.split("<tr id=")[1:], strict=True):
        assert f'href="{BOOK.claims.chapter[claim]}.html"' in row


def test_every_local_link_of_the_ledger_has_a_target(shown):
    claimtable.claims_table(BOOK, name="tab-claims")
    sources = set(re.findall(r'href="sources\.html#([^"]+)"', shown[0]))
    assert sources and sources <= set(BOOK.sources.index)


def test_languages_and_ways_of_access_have_words():
    assert set(BOOK.sources.language) <= set(catalogue.LANGUAGES)
    assert set(BOOK.sources.access) == set(catalogue.ACCESS)


def test_the_line_is_scaled_by_time_not_by_order():
    values = pd.Series([0.0, 0.0, 1.0], index=[2010, 2019, 2020])
    assert 'points="0,24 90,24 100,0"' in catalogue.sparkline(values)


def test_a_flat_line_lies_on_one_height():
    assert 'points="0,0 100,0"' in catalogue.sparkline(pd.Series([3.0, 3.0], index=[2020, 2021]))


def test_text_is_escaped():
    row = Row('a"b', (Cell(listing.link('x"y', "<b>"), word='"w"'),))
    html = listing_html([row], [Column("<C>")], caption="<i>", name="t", noun="rows")
    assert "<b>" not in html and "<C>" not in html and "<i>" not in html
    assert '<tr id="a&quot;b">' in html and 'data-word="&quot;w&quot;"' in html


def test_two_rows_with_one_anchor_are_refused():
    rows = [Row("a", (Cell("1"),)), Row("a", (Cell("2"),))]
    with pytest.raises(ValueError, match="two rows have the anchor 'a'"):
        listing_html(rows, [Column("C")], caption="c", name="t", noun="rows")


def test_a_missing_cell_is_refused():
    with pytest.raises(ValueError, match="zip"):
        listing_html([Row("a", ())], [Column("C")], caption="c", name="t", noun="rows")


def named_in(chapter):
    """Return the indicators that the code of a chapter names, with the parts of worked out ones."""
    code = "\n".join(c.source for c in notebooks.read(chapter).cells if c.cell_type == "code")
    named = {indicator for indicator in BOOK.indicators.index if f'"{indicator}"' in code}
    parts = BOOK.calculations.loc[BOOK.calculations.index.isin(named)]
    return named | set(parts.numerator) | set(parts.denominator)


def test_every_core_indicator_is_shown_in_a_chapter_and_linked_from_the_catalogue(shown):
    lists = ("data_catalogue", "sources", "claims", "reuse")
    chapters = [path for path in notebooks.in_reading_order() if path.stem not in lists]
    named = {path.stem: named_in(path) for path in chapters}
    catalogue.indicators_table(BOOK, name="tab-indicators")
    rows = BeautifulSoup(shown[0], "html.parser")
    for indicator in BOOK.indicators.index[BOOK.indicators.role == "core"]:
        row = rows.find(id=indicator)
        chapter = row.select_one("td a[href$='.html']")["href"].removesuffix(".html")
        assert indicator in named[chapter], f"{indicator} is not shown in {chapter}"
        assert row.select_one(f"a[href$='/{indicator}.csv']")
