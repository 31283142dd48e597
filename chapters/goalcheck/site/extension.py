"""The Sphinx extension of the book: checks before a page is built, polish and safety after.

Nothing is built from invalid data, nor from stored outputs that are not current. The finished pages lose the scripts they do not need, defer the others, get a
strict Content-Security-Policy and what search engines and social networks read.
"""

from __future__ import annotations

import re
import shutil
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from goalcheck.data import package, schema
from goalcheck.site import notebooks, pages, pdf

if TYPE_CHECKING:
    from docutils.nodes import document
    from sphinx.application import Sphinx
    from sphinx.config import Config

# The theme's icons come as a script of 1.5 MB and as fonts; book.css draws the dozen that are shown.
UNUSED_FILES = ("scripts/fontawesome.js", "scripts/fontawesome.js.LICENSE.txt")
CARD = "preview.png"
HOW_TO_CITE = "chapters/reuse"
SEARCH = "Search all pages of the book for a word."


def setup(app: Sphinx) -> dict:
    """Register the steps with Sphinx."""
    app.add_config_value("book_pdf", "", "html")
    app.add_config_value("book_citation", "", "html")
    app.connect("config-inited", _set_address)
    app.connect("config-inited", _find_pdf)
    app.connect("config-inited", _note_citation)
    app.connect("builder-inited", _check_inputs)
    app.connect("doctree-resolved", _put_code_below)
    app.connect("html-page-context", _describe)
    app.connect("html-page-context", _add_footer)
    # After the theme, which writes its colours of code when the build is finished.
    app.connect("build-finished", _finish, priority=900)
    return {"version": "2", "parallel_read_safe": True, "parallel_write_safe": True}


# --- before ---------------------------------------------------------------------------------------


def _set_address(app: Sphinx, config: Config) -> None:
    """Take the address of the site from SITE_URL, else from `html_baseurl` in _config.yml."""
    config.html_baseurl = pages.site_address() or config.html_baseurl


def _find_pdf(app: Sphinx, config: Config) -> None:
    """Note which PDF can be offered; with another, all pages are written again."""
    printed = pdf.current(Path(app.srcdir))
    config.book_pdf = printed.with_suffix(".inputs").read_text("utf-8") if printed else ""


def _note_citation(app: Sphinx, config: Config) -> None:
    """Read once how to cite the book, for the foot of every page."""
    import yaml

    about = yaml.safe_load((Path(app.srcdir) / "CITATION.cff").read_text("utf-8"))
    config.book_citation = pages.citation(about)


def _check_inputs(app: Sphinx) -> None:
    """Stop on invalid data and on stored outputs that are not those of today's code and data."""
    from sphinx.errors import ExtensionError

    try:
        old = notebooks.why_old(Path(app.srcdir))
        package.load(Path(app.srcdir) / "data")
    except schema.InvalidPackage as faults:
        raise ExtensionError("\n".join(map(str, faults.faults))) from None
    if old:
        reasons = "\n".join(old.values())
        raise ExtensionError(f"{reasons}\n`goalcheck run` (`make book`) executes them") from None


# --- each page ------------------------------------------------------------------------------------


def _put_code_below(app: Sphinx, doctree: document, docname: str) -> None:
    """Show what a cell gives first and its folded code after it."""
    from docutils import nodes

    for cell in doctree.findall(nodes.container):
        if "tag_hide-input" in cell["classes"]:
            cell.children.sort(key=lambda part: "cell_output" not in part.get("classes", []))


def _describe(
    app: Sphinx, pagename: str, templatename: str, context: dict, doctree: document | None
) -> None:
    """Add what search engines and social networks read: description, title, kind."""
    from docutils import nodes

    if doctree is None and pagename != "search":
        return
    first = next(doctree.findall(nodes.paragraph), None) if doctree else None
    text = pages.shortened(" ".join((first.astext() if first else SEARCH).split()))
    title = escape(re.sub("<[^>]*>", "", context.get("title", "Search")))
    tags = {
        "name": {"description": text, "author": app.config.author, "dcterms.language": "en"},
        "property": {"og:title": title, "og:description": text, "og:type": "article"},
    }
    if app.config.html_baseurl:
        tags["property"]["og:url"] = f"{app.config.html_baseurl}{pagename}.html"
        tags["property"]["og:image"] = f"{app.config.html_baseurl}_static/{CARD}"
        tags["name"]["twitter:card"] = "summary_large_image"
    context["metatags"] = context.get("metatags", "") + "".join(
        f'<meta {kind}="{name}" content="{escape(content)}" />\n'
        for kind, pairs in tags.items()
        for name, content in pairs.items()
    )


def _add_footer(
    app: Sphinx, pagename: str, templatename: str, context: dict, doctree: document | None
) -> None:
    """Say at the foot of every page how to cite the book, and offer it as PDF where there is one."""
    to = context["pathto"]
    paper = to(f"downloads/{pdf.NAME}", 1) if app.config.book_pdf else ""
    how = "#how-to-cite" if pagename == HOW_TO_CITE else f"{to(HOW_TO_CITE)}#how-to-cite"
    context["theme_extra_footer"] = pages.footer(app.config.book_citation, how, paper)


# --- after ----------------------------------------------------------------------------------------


def _finish(app: Sphinx, exception: Exception | None) -> None:
    """Polish the pages that were written, drop files nobody asks for, write the downloads."""
    if exception or app.builder.name != "html":
        return
    out = Path(app.outdir)
    sheets: dict[str, list[str]] = {}
    _remove_old(app, out)
    for path in sorted(out.rglob("*.html")):
        page = path.read_text("utf-8")
        if "_static" in path.relative_to(out).parts or "refresh" in page[:300].lower():
            continue
        finished = _finished(page, path, app.config.html_baseurl)
        if finished != page:
            path.write_text(finished, "utf-8")
        sheets |= pages.sheet_parts(finished)
    _write_sheets(out / "_static", sheets)
    for file in [
        *(out / "_static").rglob("*.map"),
        *(out / "_static" / file for file in UNUSED_FILES),
    ]:
        file.unlink(missing_ok=True)
    _write_downloads(app, out / "downloads")
    if app.config.book_pdf:
        shutil.copy(Path(app.srcdir) / pdf.FOLDER / pdf.NAME, out / "downloads")
    if app.config.html_baseurl:
        _write_sitemap(out, app.config.html_baseurl)
        from goalcheck.site import preview

        preview.draw(package.load(Path(app.srcdir) / "data"), out / "_static" / CARD)


def _remove_old(app: Sphinx, out: Path) -> None:
    """Remove what an earlier build left: pages of chapters that are no more, an old PDF."""
    pages_of_today = {out / f"{name}.html" for name in app.env.found_docs}
    old = set((out / "chapters").glob("*.html")) - pages_of_today
    for path in [*old, out / "downloads" / pdf.NAME]:
        path.unlink(missing_ok=True)


def _finished(page: str, path: Path, address: str) -> str:
    """Return a page as it is published."""
    if address:
        page = pages.with_review_addresses(page, address)
    page = pages.polished(page, is_search=path.stem == "search")
    return pages.one_sheet(pages.sized(page, path.parent))


def _write_sheets(static: Path, sheets: dict[str, list[str]]) -> None:
    """Put the style sheets of the pages together, those of the theme without its icon font."""
    for name, parts in sheets.items():
        sheet = pages.joined([static / part for part in parts], static)
        (static / name).write_text(sheet, "utf-8")


def _write_downloads(app: Sphinx, folder: Path) -> None:
    """Write the results of the book as files beside its pages, unless they are there already."""
    from goalcheck.show import exports

    root, stamp = Path(app.srcdir), Path(app.doctreedir) / "downloads.inputs"
    inputs = f"{notebooks.shared_inputs(root)} {app.config.html_baseurl}"
    written = folder.is_dir() and stamp.is_file() and stamp.read_text("utf-8") == inputs
    if not written:
        ledger = f"{app.config.html_baseurl or '../'}chapters/claims.html"
        exports.write(package.load(root / "data"), folder, ledger=ledger)
        stamp.write_text(inputs, "utf-8")
    exports.write_figures(notebooks.in_full(root), folder)


def _write_sitemap(out: Path, address: str) -> None:
    """List every chapter for search engines."""
    names = sorted(path.relative_to(out).as_posix() for path in (out / "chapters").glob("*.html"))
    urls = "".join(f"<url><loc>{escape(address + name)}</loc></url>\n" for name in names)
    (out / "sitemap.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n',
        "utf-8",
    )
