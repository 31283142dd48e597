"""The Sphinx extension of the book: checks before a page is built, polish and safety after.

Nothing is built from invalid data, nor from stored outputs that are not current. What a page says to
browsers, search engines and social networks is in `head`, how it shows pictures in `pictures`.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from goalcheck.data import package, schema
from goalcheck.site import head, notebooks, pages, pdf, pictures

if TYPE_CHECKING:
    from docutils.nodes import document
    from sphinx.application import Sphinx
    from sphinx.config import Config

# The theme's icons come as a script of 1.5 MB and as fonts; book.css draws the dozen that are shown.
UNUSED_FILES = ("scripts/fontawesome.js", "scripts/fontawesome.js.LICENSE.txt")
HOW_TO_CITE = "chapters/reuse"


def setup(app: Sphinx) -> dict:
    """Register the steps with Sphinx."""
    head.setup(app)
    pictures.setup(app)
    app.add_config_value("book_pdf", "", "html")
    app.add_config_value("book_citation", "", "html")
    app.connect("config-inited", _find_pdf)
    app.connect("config-inited", _note_citation)
    app.connect("builder-inited", _check_inputs)
    app.connect("doctree-resolved", _put_code_below)
    app.connect("html-page-context", _add_footer)
    # After the theme, which writes its colours of code when the build is finished.
    app.connect("build-finished", _finish, priority=900)
    return {"version": "3", "parallel_read_safe": True, "parallel_write_safe": True}


# --- before ---------------------------------------------------------------------------------------


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
    """Put the style sheets together, drop files nobody asks for, write the downloads."""
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir)
    if app.builder.name == "html":
        _remove_old(app, out)
    _write_sheets(out)
    for file in [
        *(out / "_static").rglob("*.map"),
        *(out / "_static" / file for file in UNUSED_FILES),
    ]:
        file.unlink(missing_ok=True)
    if app.builder.name == "html":
        _write_beside(app, out)


def _write_beside(app: Sphinx, out: Path) -> None:
    """Write what lies beside the pages: downloads, the PDF, the card for social networks."""
    _write_downloads(app, out / "downloads")
    if app.config.book_pdf:
        shutil.copy(Path(app.srcdir) / pdf.FOLDER / pdf.NAME, out / "downloads")
    if app.config.html_baseurl:
        from goalcheck.site import preview

        preview.draw(package.load(Path(app.srcdir) / "data"), out / "_static" / head.CARD)


def _remove_old(app: Sphinx, out: Path) -> None:
    """Remove what an earlier build left: pages of chapters that are no more, an old PDF."""
    pages_of_today = {out / f"{name}.html" for name in app.env.found_docs}
    old = set((out / "chapters").glob("*.html")) - pages_of_today
    for path in [*old, out / "downloads" / pdf.NAME]:
        path.unlink(missing_ok=True)


def _write_sheets(out: Path) -> None:
    """Put the style sheets that pages ask for together, those of the theme without its icon font."""
    static = out / "_static"
    sheets: dict[str, list[str]] = {}
    for page in [*out.glob("*.html"), *out.glob("chapters/*.html")]:
        sheets |= pages.sheet_parts(page.read_text("utf-8"))
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
