"""What is done to a finished page."""

import pytest
from bs4 import BeautifulSoup
from goalcheck.site import pages


def test_style_sheets_in_the_text_stay_where_they_are():
    body = '</head><link rel="stylesheet" href="../_static/ledger.css">'
    assert pages.one_sheet(body) == body


def test_a_page_is_polished_once():
    page = '<head><meta charset="utf-8" /><link rel="stylesheet" href="_static/a.css" /></head>'
    once = pages.one_sheet(pages.polished(page))
    assert pages.one_sheet(pages.polished(once)) == once


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("<head></head>", "expected a <meta charset>"),
        ('<meta charset="utf-8" /><a onclick="go()">', r'silenced: <a onclick="go\(\)"'),
    ],
)
def test_a_page_of_another_make_is_refused(page, message):
    with pytest.raises(pages.PageChanged, match=message):
        pages.polished(page)


def test_figures_far_down_wait_until_a_reader_comes():
    page = '<meta charset="utf-8" />' + '<img src="../_images/a.svg" />' * 3
    loading = [
        image.get("loading")
        for image in BeautifulSoup(pages.polished(page), "html.parser").find_all("img")
    ]
    assert loading == [None, None, "lazy"]


def test_an_image_without_a_known_size_stays_as_it_is(tmp_path):
    (tmp_path / "odd.svg").write_text("<svg viewBox='0 0 1 1'>")
    for page in ('<img src="odd.svg" />', '<img src="missing.svg" />', '<img src="photo.png" />'):
        assert pages.sized(page, tmp_path) == page


def test_the_foot_of_a_page_offers_the_pdf_only_where_there_is_one():
    assert "PDF" not in pages.footer("A book.", "reuse.html")
    assert '<a href="book.pdf">The whole book as PDF</a>' in pages.footer(
        "A.", "r.html", "book.pdf"
    )
