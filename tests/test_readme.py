"""The README tells what the site tells, and its commands exist."""

import re

from goalcheck import readme, tables
from goalcheck.notebooks import ROOT


def test_the_readme_says_what_the_data_say_today():
    text = (ROOT / "README.md").read_text("utf-8")
    assert readme.filled(text, readme.results(tables.load())) == text, "run `make readme`"


def test_its_picture_is_drawn_from_the_data_of_today():
    drawn = (ROOT / readme.PICTURE).read_text("utf-8")
    assert drawn == readme.picture(tables.load()), "run `make readme`"


def test_every_make_target_it_names_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for name in ("README.md", "CONTRIBUTING.md", "data/README.md"):
        named = set(re.findall(r"`?make ([a-z-]+)", (ROOT / name).read_text("utf-8")))
        named -= {"and", "sure", "it"}  # words, not targets
        assert named <= targets, name
