"""How the pages look, compared with stored pictures; `make screens` renews them.

The pictures are small and grey, and the text is set in a typeface that comes with Matplotlib, so
that another machine draws the same. The parts shown do not change with new data.
"""

import io
import os
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from PIL import Image

STORED = Path(__file__).parents[1] / "screens"
TYPEFACE = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
STYLE = "@font-face{font-family:Stored;src:url(/typeface.ttf)} *{font-family:Stored!important}"
CELL = 20  # points a side; one grey value each
NOTICED, ALLOWED = 15, 0.0012  # grey levels, and the share of cells that may differ by more

VIEWS = [
    ("method", "h1", "desktop", "light"),
    ("method", "figure", "phone", "dark"),
    ("claims", ".ledger", "desktop", "dark"),
    ("reuse", "details", "phone", "light"),
]
FAULTS = {
    "no bar above the text": ".bd-header-article{visibility:hidden}",
    "no sidebar": ".bd-sidebar-primary{visibility:hidden}",
    "smaller headings": "h1{font-size:1.4rem!important}",
    "a dark page by day": "body{background:#222!important}",
}


@pytest.fixture
def look(visit):
    """Return what takes a picture of a part of a page, as grey cells."""

    def take(name, part, screen, scheme, style=""):
        page = visit(f"chapters/{name}.html", screen, scheme, bypass_csp=True)
        page.route("**/typeface.ttf", lambda route: route.fulfill(path=TYPEFACE))
        page.add_style_tag(content=STYLE + style)
        page.evaluate("document.fonts.ready")
        page.locator(f"article {part}").first.evaluate("part => part.scrollIntoView()")
        page.wait_for_timeout(300)
        picture = Image.open(io.BytesIO(page.screenshot())).convert("L")
        size = (picture.width // CELL, picture.height // CELL)
        return picture.resize(size, Image.Resampling.BOX)

    return take


def differing(one, two):
    """Return the share of cells that differ visibly."""
    if one.size != two.size:
        return 1.0
    gap = np.abs(np.asarray(one, float) - np.asarray(two, float))
    return float((gap > NOTICED).mean())


@pytest.mark.parametrize(("name", "part", "screen", "scheme"), VIEWS)
def test_it_looks_as_it_did(look, name, part, screen, scheme):
    stored = STORED / f"{name}-{screen}-{scheme}.png"
    seen = look(name, part, screen, scheme)
    if os.environ.get("RENEW_SCREENS"):
        seen.save(stored)
    assert differing(seen, Image.open(stored)) <= ALLOWED, "look at it; if right: make screens"


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_style_is_seen(look, fault):
    name, part, screen, scheme = VIEWS[0]
    seen = look(name, part, screen, scheme, FAULTS[fault])
    stored = Image.open(STORED / f"{name}-{screen}-{scheme}.png")
    assert differing(seen, stored) > ALLOWED
