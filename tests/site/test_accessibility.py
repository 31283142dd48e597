"""No page keeps anybody out: axe-core on every page, on each screen and in each mode."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from goalcheck.site import notebooks

PAGES = [*(f"chapters/{path.stem}.html" for path in notebooks.in_reading_order()), "search.html"]
# Every screen and every scheme once: what axe finds depends on one or the other, not on the pair.
MODES = [("desktop", "light"), ("phone", "dark")]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.mark.parametrize(("screen", "scheme"), MODES)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_the_way_of_anybody(visit, name, screen, scheme):
    page = visit(name, screen, scheme)
    # Without preloading: axe would ask for the style sheets again, by wrong addresses.
    options = {"runOnly": WCAG, "resultTypes": ["violations"], "preload": False}
    found = Axe().run(page, options=options)
    assert found.violations_count == 0, found.generate_report()
