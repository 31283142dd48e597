"""The README tells what the site tells, and its commands exist."""

import re

from goalcheck.data import package
from goalcheck.site import readme
from goalcheck.site.notebooks import ROOT


def test_the_readme_says_what_the_data_say_today():
    text = (ROOT / "README.md").read_text("utf-8")
    assert readme.filled(text, readme.results(package.load())) == text, "run `make readme`"


def test_its_picture_is_drawn_from_the_data_of_today():
    drawn = (ROOT / readme.PICTURE).read_text("utf-8")
    assert drawn == readme.picture(package.load()), "run `make readme`"


def test_every_make_target_it_names_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for name in ("README.md", "CONTRIBUTING.md", "data/README.md"):
        named = set(re.findall(r"`?make ([a-z-]+)", (ROOT / name).read_text("utf-8")))
        named -= {"and", "sure", "it"}  # words, not targets
        assert named <= targets, name


def test_the_command_renews_what_is_old(tmp_path):
    (tmp_path / "data").symlink_to(ROOT / "data")
    for name in ("README.md", readme.PICTURE):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"{readme.OPENING}\nold\n{readme.CLOSING}\n", "utf-8")
    assert readme.write(tmp_path) == [tmp_path / "README.md", tmp_path / readme.PICTURE]
    expected = f"{readme.OPENING}\n{readme.results(package.load())}\n{readme.CLOSING}\n"
    assert (tmp_path / "README.md").read_text("utf-8") == expected
    assert (tmp_path / readme.PICTURE).read_text("utf-8") == readme.picture(package.load())
