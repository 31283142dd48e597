"""What a reader does with the built site in a real browser, the network cut off."""

import re

import pytest
from conftest import SCREENS
from goalcheck.site import notebooks
from playwright.sync_api import expect

CHAPTERS = [f"chapters/{path.stem}.html" for path in notebooks.in_reading_order()]


def test_the_front_door_opens_the_book(visit):
    page = visit("index.html")
    page.wait_for_url("**/chapters/index.html")


def test_the_colour_mode_is_chosen_and_kept(visit):
    page = visit(CHAPTERS[0])
    chosen = set()
    for _ in range(3):
        page.get_by_role("button", name="Color mode").click()
        chosen.add(page.locator("html").get_attribute("data-mode"))
    assert chosen == {"light", "dark", "auto"}
    while page.locator("html").get_attribute("data-mode") != "dark":
        page.get_by_role("button", name="Color mode").click()
    page.goto(CHAPTERS[1])
    assert page.locator("html").get_attribute("data-theme") == "dark"
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(map(int, re.findall(r"\d+", background)[:3])) < 64


def test_the_keyboard_opens_the_search_and_a_word_is_found(visit):
    page = visit(CHAPTERS[1])
    page.keyboard.press("Control+k")
    page.keyboard.type("patents")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=patents")
    found = page.locator("#search-results a[href*='original_achievements']")
    expect(found.first).to_be_visible()


def test_the_keyboard_skips_to_the_text(visit):
    page = visit(CHAPTERS[1])
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main-content$"))


@pytest.mark.parametrize("screen", SCREENS)
def test_a_figure_can_be_enlarged(visit, screen):
    page = visit("chapters/digital_economy.html", screen)
    with page.expect_response("**/*.svg") as response:
        page.locator("article figure a").first.click()
    assert response.value.ok
    assert response.value.headers["content-type"] == "image/svg+xml"


def test_the_code_is_shown_on_demand(visit):
    page = visit("chapters/digital_economy.html")
    cell = page.locator("article details").first
    expect(cell.locator("pre")).to_be_hidden()
    cell.locator("summary").click()
    expect(cell.locator("pre")).to_be_visible()


def test_the_numbers_of_a_figure_are_a_click_away(visit):
    page = visit("chapters/digital_economy.html")
    with page.expect_download() as download:
        page.locator("figcaption").first.get_by_role("link", name="Data of this figure").click()
    assert download.value.suggested_filename == "fig-digital-share.csv"


def test_on_paper_there_is_only_the_text(visit):
    page = visit("chapters/digital_economy.html")
    page.emulate_media(media="print")
    for part in ("#pst-primary-sidebar", "#pst-secondary-sidebar", ".bd-header-article"):
        expect(page.locator(part)).to_be_hidden()
    for part in (*page.locator("details").all(), *page.locator("footer").all()):
        expect(part).to_be_hidden()
    expect(page.locator("h1:visible").first).to_be_visible()
    expect(page.locator("article figure img").first).to_be_visible()


def test_the_long_table_is_searched_filtered_and_sorted(visit):
    page = visit("chapters/claims.html")
    ledger = page.locator(".ledger").first
    count, rows = ledger.get_by_role("status"), ledger.locator("tbody tr:visible")
    everything = rows.count()
    expect(count).to_contain_text(f"{everything} of {everything}")

    ledger.get_by_label("Search").fill("unicorn")
    assert 0 < rows.count() < everything
    for row in rows.all():
        assert "unicorn" in row.text_content().lower()
    ledger.get_by_role("button", name="Show all").click()
    assert rows.count() == everything

    ledger.get_by_label("Finding").select_option("confirmed")
    expect(count).to_contain_text(f"{rows.count()} of {everything}")
    assert 0 < rows.count() < everything
    ledger.get_by_role("button", name="Show all").click()

    head = ledger.locator("thead th").first
    head.get_by_role("button").click()
    first = rows.first.text_content()
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert rows.last.text_content() == first
