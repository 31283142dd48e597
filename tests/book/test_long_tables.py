"""The long tables of the book: every indicator, source and claim is in them and linked."""

import re

import pytest
from bs4 import BeautifulSoup
from goalcheck.data import package
from goalcheck.show import catalogue, claimtable, html
from goalcheck.site import notebooks, outputs_lock

BOOK = package.load()


@pytest.fixture
def shown(monkeypatch):
    """Catch what a table displays."""
    caught = []
    monkeypatch.setattr(html, "display", lambda data, raw: caught.append(data["text/html"]))
    return caught


def anchors(page):
    return re.findall(r'<tr id="([^"]+)">', page)


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
    page = shown[0]
    assert anchors(page) == list(BOOK.claims.index)
    for claim, row in zip(BOOK.claims.index, page.split("<tr id=")[1:], strict=True):
        assert f'href="{BOOK.claims.chapter[claim]}.html"' in row


def test_every_local_link_of_the_ledger_has_a_target(shown):
    claimtable.claims_table(BOOK, name="tab-claims")
    sources = set(re.findall(r'href="sources\.html#([^"]+)"', shown[0]))
    assert sources and sources <= set(BOOK.sources.index)


def test_languages_and_ways_of_access_have_words():
    assert set(BOOK.sources.language) <= set(catalogue.LANGUAGES)
    assert set(BOOK.sources.access) == set(catalogue.ACCESS)


def named_in(chapter):
    """Return the indicators whose figures a chapter asked for when it was executed."""
    (line,) = outputs_lock.read(notebooks.ROOT)[f"chapters/{chapter.name}"]
    rows = {key for folder, table, key in line.reads if table == "observations"}
    return {key.split("@")[0] for key in rows}


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
