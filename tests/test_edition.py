"""The book on paper: whole, tagged, with an outline, and offered only while it is current."""

import shutil
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest
from bs4 import BeautifulSoup
from copying import copy_book
from goalcheck import edition, notebooks, readings, tables, verdict

PROGRAM = Path(sys.executable).with_name("jupyter-book")


@pytest.fixture(scope="module")
def root(chromium, tmp_path_factory):
    """Print a copy of the book."""
    root = copy_book(tmp_path_factory.mktemp("edition"))
    command = [PROGRAM, "build", ".", "--builder", "singlehtml", "-W", "-n", "--quiet"]
    subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL)
    edition.make(chromium, root)
    return root


@pytest.fixture(scope="module")
def pdf(root):
    return pypdf.PdfReader(edition.current(root))


def test_every_chapter_is_in_the_outline_in_reading_order_and_begins_a_page(pdf, root):
    chapters = [entry for entry in pdf.outline if not isinstance(entry, list)]
    expected = [_title(path) for path in notebooks.in_reading_order(root)]
    assert [entry.title for entry in chapters] == expected
    for entry in chapters:
        page = pdf.pages[pdf.get_destination_page_number(entry)]
        first = " ".join(page.extract_text().split())
        assert first.startswith(entry.title)


def test_a_page_that_is_read_slowly_is_printed_whole(chromium, tmp_path):
    busy = "<script>{ const end = Date.now() + 300; while (Date.now() < end); }</script>"
    last = '<p>the end and <a href="../downloads/a.csv">a table</a></p>'
    page = f"<!doctype html><body><article>{10 * (busy + '<p>words</p>')}{last}</article>"
    (tmp_path / "book.html").write_text(page, "utf-8")
    with edition.served(tmp_path) as address:
        edition._print(chromium, f"{address}book.html", tmp_path / "book.pdf")
    end = pypdf.PdfReader(tmp_path / "book.pdf").pages[-1]
    assert "the end and a table" in end.extract_text()
    assert "/Annots" not in end


def test_it_is_tagged_for_readers_who_do_not_see_it(pdf):
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert pdf.metadata.title == "Basically formed?"


def test_it_says_what_the_site_says(pdf):
    text = " ".join(pdf.pages[0].extract_text().split())
    assert verdict.answer_sentence(readings.readings(tables.load())) in text


def test_chinese_names_have_their_signs(pdf):
    texts = ("".join(page.extract_text().split()) for page in pdf.pages[:8])
    assert any("国际科技创新中心" in text for text in texts)


def test_links_lead_within_the_book_or_to_sources(pdf):
    annotations = [note.get_object() for page in pdf.pages for note in page.get("/Annots", [])]
    actions = [note["/A"].get_object() for note in annotations if "/A" in note]
    outside = {action["/URI"] for action in actions if "/URI" in action}
    sources = set(tables.load().sources.url)
    assert not [address for address in outside if "127.0.0.1" in address or "file:" in address]
    assert len(outside & sources) > len(outside) / 2
    inside = {note["/Dest"] for note in annotations if "/Dest" in note}
    assert inside
    assert inside <= set(pdf.named_destinations)


def test_the_site_offers_it_while_it_is_current(root, build, tmp_path):
    assert build(root, tmp_path / "one").returncode == 0
    foot = _foot(tmp_path / "one")
    assert foot.find("a", string="The whole book as PDF")["href"] == f"../downloads/{edition.NAME}"
    offered = tmp_path / "one" / "_build" / "html" / "downloads" / edition.NAME
    assert offered.read_bytes() == edition.current(root).read_bytes()


def test_a_changed_chapter_makes_it_outdated(root, tmp_path):
    copy = Path(shutil.copytree(root, tmp_path / "copy"))
    assert edition.current(copy) is not None
    chapter = copy / "chapters" / "goal.ipynb"
    chapter.write_text(chapter.read_text("utf-8").replace("# The goal", "# The aim"), "utf-8")
    assert edition.current(copy) is None


def test_without_the_single_page_nothing_is_printed(tmp_path):
    with pytest.raises(FileNotFoundError, match="index.html is missing; `make pdf` builds it"):
        edition.make("chromium", tmp_path)


def _title(path):
    """Return the heading of a notebook."""
    text = "".join(notebooks.read(path).cells[0].source)
    return text.split("\n")[0].removeprefix("# ").strip()


def _foot(out):
    page = (out / "_build" / "html" / "chapters" / "index.html").read_text("utf-8")
    return BeautifulSoup(page, "html.parser").select_one(".editions")
