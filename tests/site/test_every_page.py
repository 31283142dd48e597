"""Every page in a real browser, network cut off: whole, as wide as the screen, open to everybody.

A page is opened once a screen, and all that is asked of it there is asked at once.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from goalcheck.site import notebooks
from playwright.sync_api import expect

CHAPTERS = [f"chapters/{path.stem}.html" for path in notebooks.in_reading_order()]
PAGES = [*CHAPTERS, "search.html"]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
FILES = "a[download], a[href*='_sources'], a[href*='_downloads'], a[href*='downloads/']"

# Rows of one shape have the same colours: a few of each are enough for the slowest of the rules.
FEW_ROWS_OF_A_SHAPE = """
() => {
  const seen = new Map();
  const shape = part => [part.tagName, part.className, part.getAttribute("style")].join(" ");
  for (const row of document.querySelectorAll("tbody tr")) {
    const all = [row.closest("table"), row, ...row.querySelectorAll("*")].map(shape).join();
    seen.set(all, (seen.get(all) ?? 0) + 1);
    if (seen.get(all) > 4) row.remove();
  }
}
"""


def assert_open_to_everybody(page):
    """Let axe look for what keeps anybody out; this takes rows from the page."""
    # Without preloading: axe would ask for the style sheets again, by wrong addresses.
    options = {"resultTypes": ["violations"], "preload": False}
    colours = {"color-contrast": {"enabled": False}}
    found = Axe().run(page, options=options | {"runOnly": WCAG, "rules": colours})
    assert found.violations_count == 0, found.generate_report()
    page.evaluate(FEW_ROWS_OF_A_SHAPE)
    found = Axe().run(page, options=options | {"runOnly": ["color-contrast"]})
    assert found.violations_count == 0, found.generate_report()


# Every screen and every scheme once: what axe finds depends on one or the other, not on the pair.


@pytest.mark.parametrize("name", PAGES)
def test_on_a_phone_by_night_it_fits_and_keeps_nobody_out(visit, name):
    page = visit(name, "phone", "dark")
    expect(page.locator("h1:visible").first).to_be_visible()
    too_wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert too_wide <= 0
    assert_open_to_everybody(page)


@pytest.mark.parametrize("name", PAGES)
def test_on_a_desk_by_day_its_downloads_answer_and_it_keeps_nobody_out(visit, name):
    page = visit(name)
    links = page.locator(FILES).evaluate_all("links => links.map(link => link.href)")
    assert name not in CHAPTERS or any(link.endswith(".ipynb") for link in links)
    for link in set(links):
        assert page.request.head(link).ok, link
    assert_open_to_everybody(page)


@pytest.mark.parametrize("name", CHAPTERS)
def test_without_scripts_everything_is_there_to_read(visit, name):
    page = visit(name, java_script_enabled=False)
    for part in page.locator("article figure img, article table").all():
        expect(part).to_be_visible()


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ("table => table.rows[table.rows.length - 1].cells[0].style.color = '#ddd'", "contrast"),
        (
            "table => table.rows[table.rows.length - 1].innerHTML += '<td><img src=x></td>'",
            "image-alt",
        ),
    ],
)
def test_a_fault_in_the_last_row_of_a_long_table_is_found(visit, fault, rule):
    page = visit("chapters/claims.html", bypass_csp=True)
    page.route("**/x", lambda route: route.fulfill(body=""))
    page.locator("article table").last.evaluate(fault)
    with pytest.raises(AssertionError, match=rule):
        assert_open_to_everybody(page)
