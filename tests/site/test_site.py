"""The built site: complete, described, self-contained."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from bs4 import BeautifulSoup
from goalcheck.site import notebooks
from goalcheck.words.numbers import cardinal
from rows import publish


@pytest.fixture(scope="session")
def pages(site):
    """Return every page of the site, parsed, by its path."""
    return {
        path.relative_to(site).as_posix(): BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in sorted(site.rglob("*.html"))
        if "_static" not in path.parts
    }


def chapters(pages):
    return {name: page for name, page in pages.items() if name.startswith("chapters/")}


def test_every_chapter_has_its_page(pages):
    wanted = {f"chapters/{path.stem}.html" for path in notebooks.in_reading_order()}
    assert wanted == set(chapters(pages))


def test_the_front_door_leads_to_the_verdict(site):
    assert "chapters/index.html" in (site / "index.html").read_text("utf-8")


def test_every_figure_has_an_image_a_caption_and_an_alt_text(site, pages):
    for name, page in chapters(pages).items():
        for figure in page.select("article figure"):
            image = figure.find("img")
            assert len(image["alt"]) >= 40, name
            assert (site / name).parent.joinpath(unquote(image["src"])).is_file(), name
            assert figure.find("figcaption").get_text(strip=True), name
        assert not page.select("article img:not(figure img)"), f"{name}: an image without caption"


def test_every_table_has_a_caption_and_headers_with_scope(pages):
    for name, page in chapters(pages).items():
        for table in page.select("article table"):
            assert table.caption and table.caption.get_text(strip=True), name
            assert all(head.get("scope") for head in table.find_all("th")), name


def test_every_link_within_the_site_leads_somewhere(site, pages):
    anchors = {name: {tag["id"] for tag in page.find_all(id=True)} for name, page in pages.items()}
    for name, page in pages.items():
        for tag in page.select("a[href]"):
            target, anchor = urldefrag(unquote(tag["href"]))
            if re.match(r"[a-z]+:", target):
                continue
            path = (site / name).parent / target if target else site / name
            assert path.resolve().is_file(), f"{name}: {tag['href']}"
            other = path.resolve().relative_to(site.resolve()).as_posix()
            if anchor and other in anchors:
                assert anchor in anchors[other], f"{name}: {tag['href']}"


def test_nothing_from_another_site_is_fetched_on_load(pages):
    for name, page in pages.items():
        loaded = [tag["src"] for tag in page.select("script[src], img[src], iframe[src]")]
        loaded += [tag["href"] for tag in page.select("link[rel~=stylesheet], link[rel~=preload]")]
        assert [url for url in loaded if re.match(r"([a-z]+:)?//", url)] == [], name
        inline = " ".join(script.get_text() for script in page.select("script:not([src])"))
        assert not re.search(r"cdn|unpkg|jsdelivr", inline), name


def test_no_page_shows_a_traceback_or_an_unresolved_reference(pages):
    for name, page in chapters(pages).items():
        text = page.get_text()
        for sign in ("Traceback (most recent call last)", "{glue", "No key ", "nan%"):
            assert sign not in text, name


def test_the_book_does_not_build_on_invalid_data(book_copy, build, tmp_path):
    observations = book_copy / "data" / "observations.csv"
    lines = observations.read_text("utf-8").splitlines(keepends=True)
    fields = lines[1].split(",")
    lines[1] = ",".join([*fields[:3], "many", *fields[4:]])
    observations.write_text("".join(lines), "utf-8")
    run = build(book_copy, tmp_path)
    assert run.returncode != 0
    assert "observations.csv: row 2: value: expected a number in plain digits, found 'many'" in (
        run.stdout + run.stderr
    )


def test_the_book_does_not_build_on_outputs_that_are_not_current(book_copy, build, tmp_path):
    (book_copy / "requirements.txt").write_text("pandas==0.1\n", "utf-8")
    run = build(book_copy, tmp_path)
    assert run.returncode != 0
    assert "original_achievements.ipynb: the stored outputs are not current" in (
        run.stdout + run.stderr
    )


def test_one_new_figure_changes_every_page_that_uses_it_with_no_other_edit(site, book_copy):
    # Newer than all that is known, so that it counts whatever has been published.
    publish(
        book_copy / "data", "of-tomorrow", "2098-01-31", "tech_contract_turnover,beijing,2025,7000"
    )
    reached, missed = counts(site / "chapters" / "index.html")
    (book_copy / "_toc.yml").write_text(
        "format: jb-book\nroot: chapters/index\nchapters:\n"
        "- file: chapters/original_achievements\n- file: chapters/scorecard\n",
        "utf-8",
    )
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    # What `make book` does, without its environment.
    commands = "cd chapters && python -m goalcheck run && cd .. && jupyter-book build . -q"
    subprocess.run(commands, shell=True, cwd=book_copy, env=environment, check=True)
    site = book_copy / "_build" / "html"
    names = ("index", "original_achievements", "scorecard")
    texts = {name: words(site / "chapters" / f"{name}.html") for name in names}
    row = "Technology contract turnover: more than 800 billion yuan"
    assert counts(site / "chapters" / "index.html") == (reached - 1, missed + 1)
    assert re.search(r"Original achievements missed 0, 1, 0", texts["index"])
    assert (
        "Official targets for 2025, by their newest figures: 1 not at target."
        in texts["original_achievements"]
    )
    assert re.search(rf"{row} .{{0,60}}700 billion yuan \(2025\) missed", texts["scorecard"])
    card = (site / "downloads" / "scorecard.csv").read_text("utf-8")
    assert re.search(r"tech_contract_turnover,.*,7000,", card)


def words(path):
    """Return the text of a page."""
    page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    return " ".join(page.find("article").get_text(" ").split())


def counts(path):
    """Return how many numbers of the plan the title page says are at target and missed."""
    sentence = r"(\w+) of the \w+ official numbers stood at or above target in [^;.]*([^.]*)\."
    found = re.search(sentence, words(path))
    number = [cardinal(number) for number in range(10)].index(found[1].lower())
    return number, found[2].count("missed")
