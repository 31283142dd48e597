"""The Sphinx extension of the book: checks before a page is built, polish and safety after.

Nothing is built from invalid data; a notebook whose stored outputs are not current is a warning
(an error with `-W`). The finished pages lose the scripts they do not need, defer the others, get a
strict Content-Security-Policy and what search engines and social networks read.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Callable
from html import escape
from pathlib import Path

from goalcheck import notebooks, tables

# The theme's icons come as a script of 1.5 MB; book.css draws the dozen that are shown. Only the
# search page needs the search index.
UNUSED_FILES = ("scripts/fontawesome.js", "scripts/fontawesome.js.LICENSE.txt")
SEARCH_SCRIPTS = r"searchtools\.js|language_data\.js|searchindex\.js"
DESCRIPTION_LENGTH = 155

# Everything comes from the site itself; the few inline scripts are allowed by their hashes.
POLICY = (
    "default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'self'"
)
POLISHED = "<!-- polished -->"

# A tag with an attribute `on...`; the same letters within the value of another one are only words.
HANDLER = r"""<[a-z][^\s>]*(\s+[\w:-]+(=("[^"]*"|'[^']*'|[^\s"'>]+))?)*?\s+on[a-z]+=[^>]*"""


class PageChanged(ValueError):
    """The theme writes its pages in another way than this module knows."""


def setup(app) -> dict:
    """Register the steps with Sphinx."""
    app.connect("config-inited", _set_address)
    app.connect("builder-inited", _check_inputs)
    app.connect("html-page-context", _describe)
    app.connect("build-finished", _finish)
    return {"version": "2", "parallel_read_safe": True, "parallel_write_safe": True}


# --- before ---------------------------------------------------------------------------------------


def _set_address(app, config) -> None:
    """Take the address of the site, which the publishing workflow knows, from SITE_URL."""
    address = os.environ.get("SITE_URL", "")
    config.html_baseurl = f"{address.rstrip('/')}/" if address else ""


def _check_inputs(app) -> None:
    """Stop on invalid data; warn of every notebook whose stored outputs are not current."""
    from sphinx.errors import ExtensionError
    from sphinx.util import logging

    root = Path(app.srcdir)
    try:
        tables.load(root / "data")
    except tables.InvalidPackage as faults:
        raise ExtensionError(str(faults)) from None
    for path in notebooks.stale(root):
        name = path.relative_to(root).as_posix()
        logging.getLogger(__name__).warning(
            "%s: the stored outputs are not current; run `make notebooks`", name, type="goalcheck"
        )


# --- each page ------------------------------------------------------------------------------------


def _describe(app, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Add what search engines and social networks read: description, title, kind."""
    from docutils import nodes

    if doctree is None:
        return
    paragraphs = (node.astext() for node in doctree.findall(nodes.paragraph))
    text = shortened(" ".join(next(paragraphs, "").split()))
    title = escape(re.sub("<[^>]*>", "", context["title"]))
    tags = {
        "name": {"description": text, "author": app.config.author, "dcterms.language": "en"},
        "property": {"og:title": title, "og:description": text, "og:type": "article"},
    }
    if app.config.html_baseurl:
        tags["property"]["og:url"] = f"{app.config.html_baseurl}{pagename}.html"
    context["metatags"] = context.get("metatags", "") + "".join(
        f'<meta {kind}="{name}" content="{escape(content)}" />\n'
        for kind, pairs in tags.items()
        for name, content in pairs.items()
    )


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
    page = re.sub(r"<img (?=[^>]*_images/)(?![^>]*loading=)", '<img decoding="async" ', page)
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


# --- after ----------------------------------------------------------------------------------------


def _finish(app, exception) -> None:
    """Polish the pages that were written, drop files nobody asks for, write the downloads."""
    if exception or app.builder.name != "html":
        return
    out = Path(app.outdir)
    for path in sorted(out.rglob("*.html")):
        if "_static" not in path.parts and "refresh" not in path.read_text("utf-8")[:300].lower():
            _rewrite(path, lambda page, path=path: polished(page, is_search=path.stem == "search"))
    for file in [
        *(out / "_static").rglob("*.map"),
        *(out / "_static" / file for file in UNUSED_FILES),
    ]:
        file.unlink(missing_ok=True)
    _write_downloads(app, out / "downloads")
    if app.config.html_baseurl:
        _write_sitemap(out, app.config.html_baseurl)


def _rewrite(path: Path, change: Callable[[str], str]) -> None:
    before = path.read_text("utf-8")
    after = change(before)
    if after != before:
        path.write_text(after, "utf-8")


def _write_downloads(app, folder: Path) -> None:
    """Write the results of the book as files beside its pages, unless they are there already."""
    from goalcheck import downloads

    root, stamp = Path(app.srcdir), Path(app.doctreedir) / "downloads.inputs"
    inputs = notebooks.shared_inputs(root)
    if folder.is_dir() and stamp.is_file() and stamp.read_text("utf-8") == inputs:
        return
    downloads.write(tables.load(root / "data"), folder)
    stamp.write_text(inputs, "utf-8")


def _write_sitemap(out: Path, address: str) -> None:
    """List every chapter for search engines."""
    pages = sorted(path.relative_to(out).as_posix() for path in (out / "chapters").glob("*.html"))
    urls = "".join(f"<url><loc>{escape(address + page)}</loc></url>\n" for page in pages)
    (out / "sitemap.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n',
        "utf-8",
    )
