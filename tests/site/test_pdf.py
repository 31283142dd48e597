"""The book on paper and as published: whole, tagged, with an outline, offered while it is current."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest
from bs4 import BeautifulSoup
from copying import ROOT, copy_book
from goalcheck.data import package
from goalcheck.show import verdict
from goalcheck.site import notebooks, pdf
from goalcheck.targets import pass_marks

PROGRAM = Path(sys.executable).with_name("jupyter-book")


@pytest.fixture(scope="module")
def root(chromium, tmp_path_factory):
    """Print a copy of the book."""
    root = copy_book(tmp_path_factory.mktemp("edition"))
    command = [PROGRAM, "build", ".", "--builder", "singlehtml", "-W", "-n", "--quiet"]
    subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL)
    pdf.make(chromium, root)
    return root


@pytest.fixture(scope="module")
def published(request, build, tmp_path_factory):
    """Build the site as it is published, at an address and with the PDF where one can be printed."""
    try:
        root = request.getfixturevalue("root")
    except pytest.skip.Exception:
        root = ROOT
    out = tmp_path_factory.mktemp("published")
    run = build(root, out, ["env", "SITE_URL=https://example.org/book"])
    assert run.returncode == 0, run.stdout + run.stderr
    return out / "_build" / "html"


@pytest.fixture(scope="module")
def paper(root):
    return pypdf.PdfReader(pdf.current(root))


def test_every_chapter_is_in_the_outline_in_reading_order_and_begins_a_page(paper, root):
    chapters = [entry for entry in paper.outline if not isinstance(entry, list)]
    expected = [_title(path) for path in notebooks.in_reading_order(root)]
    assert [entry.title for entry in chapters] == expected
    for entry in chapters:
        page = paper.pages[paper.get_destination_page_number(entry)]
        first = " ".join(page.extract_text().split())
        assert first.startswith(entry.title)


def test_a_page_that_is_read_slowly_is_printed_whole(chromium, tmp_path):
    busy = "<script>{ const end = Date.now() + 300; while (Date.now() < end); }</script>"
    last = '<p>the end and <a href="../downloads/a.csv">a table</a></p>'
    page = f"<!doctype html><body><article>{10 * (busy + '<p>words</p>')}{last}</article>"
    (tmp_path / "book.html").write_text(page, "utf-8")
    with pdf.served(tmp_path) as address:
        pdf._print(chromium, f"{address}book.html", tmp_path / "book.pdf")
    end = pypdf.PdfReader(tmp_path / "book.pdf").pages[-1]
    assert "the end and a table" in end.extract_text()
    assert "/Annots" not in end


def test_it_is_tagged_for_readers_who_do_not_see_it(paper):
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert paper.metadata.title == "Basically formed?"


def test_it_says_what_the_site_says(paper):
    text = " ".join(paper.pages[0].extract_text().split())
    assert verdict.answer_sentence(pass_marks.readings(package.load())) in text


def test_chinese_names_have_their_signs(paper):
    texts = ("".join(page.extract_text().split()) for page in paper.pages[:8])
    assert any("国际科技创新中心" in text for text in texts)


def test_links_lead_within_the_book_or_to_sources(paper):
    annotations = [note.get_object() for page in paper.pages for note in page.get("/Annots", [])]
    actions = [note["/A"].get_object() for note in annotations if "/A" in note]
    outside = {action["/URI"] for action in actions if "/URI" in action}
    sources = set(package.load().sources.url)
    assert not [address for address in outside if "127.0.0.1" in address or "file:" in address]
    assert len(outside & sources) > len(outside) / 2
    inside = {note["/Dest"] for note in annotations if "/Dest" in note}
    assert inside
    assert inside <= set(paper.named_destinations)


def test_the_site_offers_it_while_it_is_current(root, published):
    page = (published / "chapters" / "index.html").read_text("utf-8")
    foot = BeautifulSoup(page, "html.parser").select_one(".editions")
    assert foot.find("a", string="The whole book as PDF")["href"] == f"../downloads/{pdf.NAME}"
    offered = published / "downloads" / pdf.NAME
    assert offered.read_bytes() == pdf.current(root).read_bytes()


def test_a_changed_chapter_makes_it_outdated(root, tmp_path):
    copy = Path(shutil.copytree(root, tmp_path / "copy"))
    assert pdf.current(copy) is not None
    chapter = copy / "chapters" / "goal.ipynb"
    chapter.write_text(chapter.read_text("utf-8").replace("# The goal", "# The aim"), "utf-8")
    assert pdf.current(copy) is None


def test_without_the_single_page_nothing_is_printed(tmp_path):
    with pytest.raises(FileNotFoundError, match="index.html is missing; `goalcheck pdf` builds it"):
        pdf.make("chromium", tmp_path)


def test_a_published_site_names_itself_in_full(published):
    site = published
    page = BeautifulSoup((site / "chapters" / "claims.html").read_text("utf-8"), "html.parser")
    address = "https://example.org/book/chapters/claims.html"
    assert page.select_one("link[rel=canonical]")["href"] == address
    assert page.select_one("meta[property='og:url']")["content"] == address
    image = page.select_one("meta[property='og:image']")["content"]
    assert image.startswith("https://example.org/book/")
    assert (site / image.removeprefix("https://example.org/book/")).is_file()
    embedded = json.loads(page.select_one("script[type='application/ld+json']").string)
    stored = json.loads((site / "downloads" / "claimreview.json").read_text("utf-8"))
    for reviews in (embedded, stored):
        assert {review["url"].partition("#")[0] for review in reviews} == {address}
    assert f"<loc>{address}</loc>" in (site / "sitemap.xml").read_text("utf-8")


def _title(path):
    """Return the heading of a notebook."""
    text = "".join(notebooks.read(path).cells[0].source)
    return text.split("\n")[0].removeprefix("# ").strip()
