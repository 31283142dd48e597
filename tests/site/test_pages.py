"""What pages are made of: policy, addresses, pictures, the foot."""

from types import SimpleNamespace

import pytest
from docutils import nodes
from goalcheck.site import head, pages, pictures


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("<head></head>", "expected a <meta charset>"),
        ('<meta charset="utf-8" /><a onclick="go()">', r'silenced: <a onclick="go\(\)"'),
    ],
)
def test_a_page_of_another_make_is_refused(page, message):
    with pytest.raises(pages.PageChanged, match=message):
        pages.under_policy(page)


def test_the_policy_allows_what_stands_in_the_page_and_no_other_script():
    page = pages.under_policy('<meta charset="utf-8" /><script>let a = 1</script>')
    assert page.count("'sha256-") == 1
    assert "'sha256-LAfYd7pbFUgwfQu8b4q135PeTG2z+/coPEUYCd74eCQ='" in page


def test_figures_far_down_wait_until_a_reader_comes():
    said = [pictures.attributes(None, place).get("loading") for place in range(3)]
    assert said == [None, None, "lazy"]


def test_an_image_without_a_known_size_gets_none(tmp_path):
    (tmp_path / "odd.svg").write_text("<svg viewBox='0 0 1 1'>")
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")
    for name in ("odd.svg", "missing.svg", "photo.png"):
        assert pictures.svg_size(tmp_path / name) is None


# --- the head -------------------------------------------------------------------------------------


def described(text, address="", page="chapters/goal"):
    """Return the head of a page whose text is given, as this extension leaves it."""
    document = None
    if text is not None:
        document = nodes.Element("", nodes.paragraph("", text))
    opengraph = '<meta property="og:url" content="x" />\n<meta property="og:title" content="T" />\n'
    context = {"metatags": ""}
    app = SimpleNamespace(config=SimpleNamespace(html_baseurl=address))
    head._describe(app, page, "page.html", context, document)
    context["metatags"] += opengraph
    head._drop_address_without_site(app, page, "page.html", context, document)
    return context


def test_the_first_paragraph_describes_a_page():
    context = described('More than "50%"\nof <all> & others')
    wanted = "More than &quot;50%&quot; of &lt;all&gt; &amp; others"
    assert context["meta"]["og:description"] == wanted
    assert f'<meta name="description" content="{wanted}" />' in context["metatags"]


def test_the_search_page_is_described_and_others_without_text_are_not():
    assert head.SEARCH in described(None, page="search")["metatags"]
    assert "description" not in described(None, page="genindex")["metatags"]


@pytest.mark.parametrize("address", ["", "https://example.org/"])
def test_a_page_names_its_address_only_where_the_site_has_one(address):
    tags = described("A word.", address)["metatags"]
    assert ("og:url" in tags) == bool(address)
    assert "og:title" in tags


def test_the_site_map_lists_the_pages_of_an_earlier_build_too():
    links = FakeQueue(["search.html", "chapters/b.html"])
    found = SimpleNamespace(found_docs={"chapters/b", "chapters/a"})
    head._list_all_pages(SimpleNamespace(sitemap_links=links, env=found), None)
    assert links == [("chapters/a.html", None), ("chapters/b.html", None)]


class FakeQueue(list):
    """What sphinx-sitemap collects its links in."""

    put = list.append
    get = list.pop

    def empty(self):
        return not self


# --- the foot -------------------------------------------------------------------------------------


def test_the_foot_of_a_page_offers_the_pdf_only_where_there_is_one():
    assert "PDF" not in pages.footer("A book.", "reuse.html")
    assert '<a href="book.pdf">The whole book as PDF</a>' in pages.footer(
        "A.", "r.html", "book.pdf"
    )
