"""The pictures of a page: sized, opened alone by a click, loaded when a reader comes near them."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FIRST = 2  # pictures of a page that a reader may see at once
TITLE = "Open the figure alone, enlarged"


def setup(app: Sphinx) -> None:
    """Let Sphinx write pictures as this module does."""
    from docutils import nodes

    app.add_node(nodes.image, override=True, html=(_visit, _depart))


def svg_size(file: Path) -> tuple[int, int] | None:
    """Return width and height of a figure in points, or None where the file does not tell.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "a.svg")
    ...     _ = file.write_text('<svg width="388.8pt" height="237.6pt" ...>')
    ...     svg_size(file), svg_size(Path(folder, "missing.svg"))
    ((389, 238), None)
    """
    if file.suffix != ".svg" or not file.is_file():
        return None
    with file.open(encoding="utf-8") as text:
        found = re.search(r'width="([\d.]+)pt" height="([\d.]+)pt"', text.read(1000))
    return (round(float(found[1])), round(float(found[2]))) if found else None


def attributes(size: tuple[int, int] | None, place: int) -> dict[str, str]:
    """Return what a picture's tag says beside its address.

    Parameters
    ----------
    size : tuple of int
        With it the text does not jump when the picture arrives.
    place : int
        How many pictures stand above it on the page.

    Examples
    --------
    >>> attributes((389, 238), 0)
    {'width': '389', 'height': '238', 'decoding': 'async'}
    >>> attributes(None, 7)
    {'decoding': 'async', 'loading': 'lazy'}
    """
    said = {"width": str(size[0]), "height": str(size[1])} if size else {}
    return said | {"decoding": "async"} | ({"loading": "lazy"} if place >= FIRST else {})


def _visit(writer: Any, node: Any) -> None:
    """Write a figure's picture, which opens it alone; any other and a book on paper as Sphinx does."""
    from docutils import nodes

    name = writer.builder.images.get(node["uri"])
    if not name or not isinstance(node.parent, nodes.figure) or writer.builder.name != "html":
        type(writer).visit_image(writer, node)
        return
    size = svg_size(Path(writer.builder.srcdir) / node["uri"])
    place = writer.pictures_above = getattr(writer, "pictures_above", -1) + 1
    node["uri"] = address = posixpath.join(writer.builder.imgpath, quote(name))
    link = writer.starttag({}, "a", "", CLASS="enlarge", href=address, title=TITLE)
    said = {"src": address, "alt": node.get("alt", address)} | attributes(size, place)
    writer.body.append(link + writer.emptytag(node, "img", "", **said) + "</a>")


def _depart(writer: Any, node: Any) -> None:
    """Sphinx closes what it opened."""
    type(writer).depart_image(writer, node)
