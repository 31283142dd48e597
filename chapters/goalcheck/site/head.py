"""The head of a page: its address and description, one style sheet, deferred scripts, the policy."""

from __future__ import annotations

import os
from html import escape
from typing import TYPE_CHECKING, Any

from goalcheck.site import pages

if TYPE_CHECKING:
    from docutils.nodes import document
    from sphinx.application import Sphinx
    from sphinx.config import Config

CARD = "preview.png"
SEARCH = "Search all pages of the book for a word."
# What the theme loads from its own template, which chapters/_templates/static/ replaces.
THEME_SHEETS = ("styles/theme.css", "styles/pydata-sphinx-theme.css")
THEME_SCRIPTS = ("scripts/bootstrap.js", "scripts/pydata-sphinx-theme.js")
# Small, and the inline scripts of the head need what it defines.
AT_ONCE = "documentation_options.js"
BEFORE_OPENGRAPH, LAST = 400, 900  # others have 500


def setup(app: Sphinx) -> None:
    """Register the steps with Sphinx."""
    for script in THEME_SCRIPTS:
        app.add_js_file(script, priority=LAST)
    app.connect("config-inited", _set_address)
    app.connect("builder-inited", _add_filter)
    app.connect("html-page-context", _describe, priority=BEFORE_OPENGRAPH)
    app.connect("html-page-context", _drop_address_without_site, priority=LAST)
    app.connect("html-page-context", _load_little, priority=LAST)
    app.connect("html-page-context", _set_template, priority=LAST)
    app.connect("build-finished", _list_all_pages, priority=BEFORE_OPENGRAPH)


def _set_address(app: Sphinx, config: Config) -> None:
    """Take the address of the site from SITE_URL, else from `html_baseurl` in _config.yml."""
    address = config.html_baseurl = pages.site_address() or config.html_baseurl
    if address:
        config.ogp_site_url = address
        config.ogp_image = f"{address}_static/{CARD}"
        config.ogp_custom_meta_tags = ['<meta name="twitter:card" content="summary_large_image" />']


def _add_filter(app: Sphinx) -> None:
    """Let the templates put a page under the policy."""
    templates = getattr(app.builder, "templates", None)
    if templates:
        templates.environment.filters["under_policy"] = pages.under_policy


def _describe(
    app: Sphinx, pagename: str, templatename: str, context: dict, doctree: document | None
) -> None:
    """Let the first paragraph describe a page: sphinxext-opengraph would go on, and cut words."""
    from docutils import nodes

    if doctree is None and pagename != "search":
        return
    first = next(doctree.findall(nodes.paragraph), None) if doctree else None
    text = escape(pages.shortened(" ".join((first.astext() if first else SEARCH).split())))
    context["meta"] = {**(context.get("meta") or {}), "og:description": text}
    context["metatags"] = (
        context.get("metatags", "") + f'\n<meta name="description" content="{text}" />\n'
    )


def _drop_address_without_site(
    app: Sphinx, pagename: str, templatename: str, context: dict, doctree: document | None
) -> None:
    """Take out the address that sphinxext-opengraph makes up where the site has none."""
    if not app.config.html_baseurl:
        lines = context.get("metatags", "").splitlines(keepends=True)
        context["metatags"] = "".join(line for line in lines if '"og:url"' not in line)


def _load_little(
    app: Sphinx, pagename: str, templatename: str, context: dict, doctree: document | None
) -> None:
    """Let a page ask for one style sheet, and for its scripts only when its text is there."""
    sheets = (_name(sheet) for sheet in context["css_files"])
    parts = (*THEME_SHEETS, *dict.fromkeys(sheets))
    context["sheet"], context["sheet_parts"] = f"_static/{pages.sheet_name(parts)}", " ".join(parts)
    context["css_files"] = []
    context["book_author"] = app.config.author
    for script in context["script_files"]:
        if script.filename and AT_ONCE not in os.fspath(script.filename):
            script.attributes["defer"] = "defer"


def _name(sheet: Any) -> str:
    """Return the path of a style sheet in the folder `_static`."""
    return os.fspath(sheet.filename).partition("?")[0].removeprefix("_static/")


def _set_template(
    app: Sphinx, pagename: str, templatename: str, context: dict, doctree: document | None
) -> str | None:
    """Write the pages of the site by the template that puts them under the policy."""
    if app.builder.name != "html":
        return None
    context["page_template"] = templatename
    if app.config.html_baseurl and "body" in context:
        context["body"] = pages.with_review_addresses(context["body"], app.config.html_baseurl)
    return "book_page.html"


def _list_all_pages(app: Sphinx, exception: Exception | None) -> None:
    """Tell sphinx-sitemap all chapters, in order: it knows those that this build wrote, and others."""
    links = getattr(app, "sitemap_links", None)
    if exception or links is None:
        return
    while not links.empty():
        links.get()
    for name in sorted(app.env.found_docs):
        links.put((f"{name}.html", None))
