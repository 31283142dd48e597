"""What is done to a finished page: no script it does not need, a strict policy, sized images."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from html import escape
from itertools import count
from os.path import relpath
from pathlib import Path

# Only the search page needs the search index.
SEARCH_SCRIPTS = r"searchtools\.js|language_data\.js|searchindex\.js"
DESCRIPTION_LENGTH = 155
FIRST_IMAGES = 2  # that a reader may see at once

# Everything comes from the site itself; the few inline scripts are allowed by their hashes.
POLICY = (
    "default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'self'"
)
SHEET = r'\s*<link (?=[^>]*rel="stylesheet")(?![^>]*data-parts)[^>]*href="(?P<top>[./]*)_static/(?P<file>[^"?]+\.css)[^>]*>'
# A tag with an attribute `on...`; the same letters within the value of another one are only words.
HANDLER = r"""<[a-z][^\s>]*(\s+[\w:-]+(=("[^"]*"|'[^']*'|[^\s"'>]+))?)*?\s+on[a-z]+=[^>]*"""
POLISHED = "<!-- polished -->"


class PageChanged(ValueError):
    """The theme writes its pages in another way than this module knows."""


def shortened(text: str, length: int = DESCRIPTION_LENGTH) -> str:
    """Cut a text at a word, so that it fits a search result.

    Examples
    --------
    >>> shortened("Beijing registered more contracts", 20)
    'Beijing registered …'
    """
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0] + " …"


def polished(page: str, *, is_search: bool = False) -> str:
    """Return a page without the scripts it does not need, the others deferred, under a policy.

    Parameters
    ----------
    page : str
        A page as the theme writes it.
    is_search : bool
        The search page keeps the search index.

    Raises
    ------
    PageChanged
        If the page has no head or an inline event handler that the policy would silence.

    Examples
    --------
    >>> page = '<head><meta charset="utf-8" /><script src="a.js"></script></head><body></body>'
    >>> print(polished(page))  # doctest: +ELLIPSIS
    <head><meta charset="utf-8" /><!-- polished --><meta http-equiv="Content-Security-Policy" ...
    """
    if POLISHED in page:
        return page
    page = re.sub(r"\s*<script[^>]*scripts/fontawesome\.js[^>]*></script>", "", page)
    page = re.sub(r"\s*<!-- So that users can add custom icons -->", "", page)
    if not is_search:
        page = re.sub(rf'\s*<script src="[^"]*({SEARCH_SCRIPTS})[^"]*"></script>', "", page)
    page = re.sub(r'<div id="ethical-ad-placement".*?</div>', "", page, flags=re.DOTALL)
    page = page.replace('onclick="window.print()"', 'data-action="print"')
    page = re.sub(
        r"<script (?=[^>]*src=)(?![^>]*(defer|documentation_options))", "<script defer ", page
    )
    page = _images_when_needed(page)
    page = re.sub(
        r'(<figure[^>]*>\s*)(<img [^>]*src="([^"]+)"[^>]*>)',
        r'\1<a class="enlarge" href="\3" title="Open the figure alone, enlarged">\2</a>',
        page,
    )
    handler = re.search(HANDLER, page)
    if handler:
        raise PageChanged(f"an inline event handler would be silenced: {handler.group(0)[:120]}")
    head = re.search(r'<meta charset="utf-8" ?/?>', page)
    if not head:
        raise PageChanged("expected a <meta charset> to put the policy behind")
    policy = POLICY.format(hashes=" ".join(inline_hashes(page)))
    meta = f'{POLISHED}<meta http-equiv="Content-Security-Policy" content="{policy}" />'
    return page[: head.end()] + meta + page[head.end() :]


def _images_when_needed(page: str) -> str:
    """Let figures far down the page wait until a reader comes near them."""
    seen = count()

    def marked(_: re.Match[str]) -> str:
        waits = 'loading="lazy" ' if next(seen) >= FIRST_IMAGES else ""
        return f'<img decoding="async" {waits}'

    return re.sub(r"<img (?=[^>]*_images/)", marked, page)


def inline_hashes(page: str) -> list[str]:
    """Return the hash of each inline script, as a Content-Security-Policy names it.

    Examples
    --------
    >>> inline_hashes("<script>let a = 1</script><script src='b.js'></script>")
    ["'sha256-LAfYd7pbFUgwfQu8b4q135PeTG2z+/coPEUYCd74eCQ='"]
    """
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", page, flags=re.DOTALL)
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    return sorted({f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests})


def sized(page: str, folder: Path) -> str:
    """Give every figure its width and height, so that the text does not jump when it arrives.

    Parameters
    ----------
    page : str
        A page with images that have no size yet.
    folder : path
        Folder of the page, from which the addresses of the images lead.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.svg").write_text('<svg width="388.8pt" height="237.6pt" ...>')
    ...     print(sized('<img alt="..." src="a.svg" />', Path(folder)))
    <img width="389" height="238" alt="..." src="a.svg" />
    """

    def with_size(image: re.Match) -> str:
        size = re.search(r'width="([\d.]+)pt" height="([\d.]+)pt"', _head(folder / image["src"]))
        if not size:
            return image[0]
        width, height = (round(float(points)) for points in size.groups())
        return f'<img width="{width}" height="{height}" {image["rest"]}'

    images = r'<img (?![^>]*\bwidth=)(?P<rest>[^>]*\bsrc="(?P<src>[^":]+\.svg)")'
    return re.sub(images, with_size, page)


def _head(file: Path) -> str:
    """Return the beginning of a file, or nothing where there is none."""
    if not file.is_file():
        return ""
    with file.open(encoding="utf-8") as text:
        return text.read(1000)


def one_sheet(page: str) -> str:
    """Let a page ask for one style sheet instead of nine; `sheet_parts` tells what it is made of.

    Examples
    --------
    >>> one = '<link rel="stylesheet" href="../_static/{}.css?v=1" />'
    >>> one_sheet(one.format("a") + one.format("b") + "</head>")  # doctest: +ELLIPSIS
    '<link rel="stylesheet" href="../_static/sheet-....css" data-parts="a.css b.css" /></head>'
    """
    head, mark, body = page.partition("</head>")
    links = list(re.finditer(SHEET, head))
    if not links:
        return page
    parts = " ".join(link["file"] for link in links)
    name = f"sheet-{hashlib.sha256(parts.encode()).hexdigest()[:8]}.css"
    link = f'<link rel="stylesheet" href="{links[0]["top"]}_static/{name}" data-parts="{parts}" />'
    start = links[0].start()
    return head[:start] + link + re.sub(SHEET, "", head[start:]) + mark + body


def sheet_parts(page: str) -> dict[str, list[str]]:
    """Return the style sheets that `one_sheet` put together, by the name of the one.

    Examples
    --------
    >>> sheet_parts('<link rel="stylesheet" href="_static/sheet-1.css" data-parts="a.css b.css" />')
    {'sheet-1.css': ['a.css', 'b.css']}
    """
    found = re.findall(r'_static/(sheet-\w+\.css)" data-parts="([^"]*)"', page)
    return {name: parts.split(" ") for name, parts in found}


def joined(files: list[Path], folder: Path) -> str:
    """Return the texts of style sheets as one, with what they import and without icon fonts.

    Parameters
    ----------
    files : list of path
    folder : path
        Where the one will be: addresses of pictures are made to lead from there.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     top, one, two = Path(name), Path(name, "one.css"), Path(name, "styles", "two.css")
    ...     two.parent.mkdir()
    ...     _ = one.write_text("a{background:url(a.png)}")
    ...     _ = two.write_text("@import '../one.css';b{background:url(b.png)}")
    ...     print(joined([two], top))
    a{background:url(a.png)}b{background:url(styles/b.png)}
    """
    return without_icon_font("\n".join(_with_imports(file, folder) for file in files))


def _with_imports(file: Path, folder: Path) -> str:
    """Return the text of a style sheet with those it imports in their place."""
    text = re.sub(
        r"url\(['\"]?(?!['\"]?data:)([^)'\"]+)['\"]?\)",
        lambda match: f"url({relpath(file.parent / match[1], folder)})",
        file.read_text("utf-8"),
    )
    return re.sub(
        r"@import ['\"]([^'\"]+)['\"];",
        lambda match: _with_imports(file.parent / match[1], folder),
        text,
    )


def without_icon_font(sheet: str) -> str:
    """Return a style sheet without the thousands of rules for icons that are not shown.

    Examples
    --------
    >>> without_icon_font("a{b:c}@font-face{src:url(fa.woff2)}.fa-ad:before,.fa-x:before{--fa:1}")
    'a{b:c}'
    """
    sheet = re.sub(r"@font-face\{[^{}]*\}", "", sheet)
    return re.sub(r"(?<=[}/])(\.fa[\w-]*(:{1,2}(before|after))?,?)+\{[^{}]*\}", "", sheet)


def site_address() -> str:
    """Return the address of the published site from SITE_URL, with a slash at its end, or nothing.

    Examples
    --------
    >>> os.environ["SITE_URL"] = "https://example.org/book"
    >>> site_address()
    'https://example.org/book/'
    >>> del os.environ["SITE_URL"]
    >>> site_address()
    ''
    """
    address = os.environ.get("SITE_URL", "")
    return f"{address.rstrip('/')}/" if address else ""


def with_review_addresses(page: str, address: str) -> str:
    """Give the reviews of claims in a page the full address of the page, as other sites need it.

    Examples
    --------
    >>> with_review_addresses('{"url":"claims.html#c001"}', "https://example.org/")
    '{"url":"https://example.org/chapters/claims.html#c001"}'
    """
    return page.replace('"url":"claims.html#', f'"url":"{address}chapters/claims.html#')


def citation(about: dict) -> str:
    """Return how to cite the book, from what CITATION.cff says.

    Examples
    --------
    >>> citation({"authors": [{"name": "The authors"}], "date-released": "2026-11-24",
    ...           "title": "A book", "version": "1.0"})
    'The authors (2026). A book. Version 1.0.'
    """
    names = ", ".join(author["name"] for author in about["authors"])
    year = str(about["date-released"])[:4]
    return f"{names} ({year}). {about['title']}. Version {about['version']}."


def footer(cite: str, how: str, pdf: str = "") -> str:
    """Return the foot of every page: how to cite the book, and its edition on paper.

    Parameters
    ----------
    cite : str
        What `citation` returns.
    how : str
        Address of the page that says more.
    pdf : str, optional
        Address of the PDF.

    Examples
    --------
    >>> footer("A & B (2026).", "reuse.html")
    '<p class="editions"><a href="reuse.html">Cite this book</a>: A &amp; B (2026).</p>'
    """
    paper = f' <a href="{escape(pdf)}">The whole book as PDF</a>.' if pdf else ""
    return (
        f'<p class="editions"><a href="{escape(how)}">Cite this book</a>: {escape(cite)}{paper}</p>'
    )
