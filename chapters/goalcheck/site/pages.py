"""What pages are made of as text: the policy, the one style sheet, addresses, the foot."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Iterable
from html import escape
from os.path import relpath
from pathlib import Path

DESCRIPTION_LENGTH = 155

# Everything comes from the site itself; the few inline scripts are allowed by their hashes.
POLICY = (
    "default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'self'"
)
# A tag with an attribute `on...`; the same letters within the value of another one are only words.
HANDLER = r"""<[a-z][^\s>]*(\s+[\w:-]+(=("[^"]*"|'[^']*'|[^\s"'>]+))?)*?\s+on[a-z]+=[^>]*"""


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


def under_policy(page: str) -> str:
    """Return a page under the policy that allows no script but the site's own.

    The one rewriting of a page that is left: the hashes of its inline scripts are known when it is
    written to the end, and the print button of the theme is one of its macros, with a handler inside.

    Parameters
    ----------
    page : str
        A page as the theme writes it.

    Raises
    ------
    PageChanged
        If the page has no head or an inline event handler that the policy would silence.

    Examples
    --------
    >>> page = '<head><meta charset="utf-8" /><script src="a.js"></script></head><body></body>'
    >>> print(under_policy(page))  # doctest: +ELLIPSIS
    <head><meta charset="utf-8" /><meta http-equiv="Content-Security-Policy" ...
    """
    page = page.replace('onclick="window.print()"', 'data-action="print"')
    handler = re.search(HANDLER, page)
    if handler:
        raise PageChanged(f"an inline event handler would be silenced: {handler.group(0)[:120]}")
    head = re.search(r'<meta charset="utf-8" ?/?>', page)
    if not head:
        raise PageChanged("expected a <meta charset> to put the policy behind")
    policy = POLICY.format(hashes=" ".join(inline_hashes(page)))
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}" />'
    return page[: head.end()] + meta + page[head.end() :]


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


def sheet_name(parts: Iterable[str]) -> str:
    """Return the name of the style sheet that is put together from some.

    Examples
    --------
    >>> sheet_name(["a.css", "b.css"])
    'sheet-29873fc4.css'
    """
    return f"sheet-{hashlib.sha256(' '.join(parts).encode()).hexdigest()[:8]}.css"


def sheet_parts(page: str) -> dict[str, list[str]]:
    """Return the style sheets that are put together for a page, by the name of the one.

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
