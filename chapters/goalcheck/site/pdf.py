"""The book as one PDF, printed by Chromium (`goalcheck pdf`).

The single page is built first. The PDF is tagged and has an outline; its links lead within
it, or to the published site where one is named (SITE_URL). The site offers it as long as it is
current (`goalcheck.site`).
"""

from __future__ import annotations

import functools
import hashlib
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from goalcheck.site import notebooks
from goalcheck.site.pages import site_address

NAME = "basically-formed.pdf"
FOLDER = Path("_build") / "pdf"
SINGLE_PAGE = Path("_build") / "singlehtml"

PAPER: dict[str, Any] = {
    "format": "A4",
    "tagged": True,
    "outline": True,
    "display_header_footer": True,
    "header_template": "<span></span>",
    "footer_template": '<div style="font: 8px sans-serif; width: 100%; text-align: center">'
    '<span class="title"></span> · <span class="pageNumber"></span></div>',
    "margin": {"top": "16mm", "bottom": "18mm", "left": "20mm", "right": "20mm"},
}

# What the browser does to the single page before it prints it.
ONE_TEXT = Path(__file__).with_name("one_text.js").read_text("utf-8")


def inputs(root: Path = notebooks.ROOT) -> str:
    """Return a hash of what the PDF is made from: the notebooks and all that they depend on."""
    content = hashlib.sha256(notebooks.shared_inputs(root).encode())
    files = [*notebooks.in_reading_order(root), *(root / "chapters" / "_static").glob("*.css")]
    for path in files:
        content.update(path.read_bytes())
    return content.hexdigest()


def current(root: Path = notebooks.ROOT) -> Path | None:
    """Return the path of the PDF, or None where there is none of today's book."""
    path = root / FOLDER / NAME
    stamp = path.with_suffix(".inputs")
    is_current = path.is_file() and stamp.is_file() and stamp.read_text("utf-8") == inputs(root)
    return path if is_current else None


def make(chromium: str, root: Path = notebooks.ROOT) -> Path:
    """Print the single page of the book and return the path of the PDF.

    Parameters
    ----------
    chromium : str
        Path of the browser.
    root : path
        Top folder of the book, with the single page built in `_build/singlehtml`.

    Raises
    ------
    FileNotFoundError
        If the single page was not built.
    """
    page = root / SINGLE_PAGE / "chapters" / "index.html"
    if not page.is_file():
        raise FileNotFoundError(f"{page} is missing; `goalcheck pdf` builds it")
    path = root / FOLDER / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    # Its addresses are relative to the top of the site.
    (root / SINGLE_PAGE / "book.html").write_bytes(page.read_bytes())
    with served(root / SINGLE_PAGE) as address:
        _print(chromium, f"{address}book.html", path)
    _tidy(path)
    path.with_suffix(".inputs").write_text(inputs(root), "utf-8")
    return path


def _print(chromium: str, address: str, path: Path) -> None:
    """Open a page and print it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        page = browser.new_page(color_scheme="light", reduced_motion="reduce")
        page.goto(address)
        # Pictures that come late; alone it would not wait until the page is read to its end.
        page.wait_for_load_state("networkidle")
        page.evaluate(ONE_TEXT, site_address())
        page.pdf(path=path, **PAPER)
        browser.close()


def _tidy(path: Path) -> None:
    """Pack the many small objects of a tagged PDF to a third; drop what tells when it was printed."""
    import pikepdf

    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        del pdf.docinfo["/CreationDate"], pdf.docinfo["/ModDate"]
        with pdf.open_outline() as outline:
            _name_once(outline.root)
        modes = pikepdf.ObjectStreamMode
        pdf.save(path, object_stream_mode=modes.generate, deterministic_id=True)


def _name_once(entries: list) -> None:
    """Repair the outline: Chromium names a heading twice that it moved to the next page."""
    for entry in entries:
        half = len(entry.title) // 2
        if entry.title == 2 * entry.title[:half]:
            entry.title = entry.title[:half]
        _name_once(entry.children)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on the loopback interface and give its address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
