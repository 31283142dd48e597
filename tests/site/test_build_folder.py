"""The folder of the site after a build: one style sheet, nothing left of an earlier book."""

from types import SimpleNamespace

import pytest
from goalcheck.site import extension, pdf

PAGE = '<link rel="stylesheet" href="../_static/sheet-1.css" data-parts="a.css b.css" />'


@pytest.fixture
def finish(tmp_path, monkeypatch):
    """Return what finishes a site of one chapter whose folder holds some files."""
    monkeypatch.setattr(
        extension, "_write_downloads", lambda app, folder: folder.mkdir(exist_ok=True)
    )

    def run(folder, files, address=""):
        out = tmp_path / folder
        for name in files:
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (out / name).write_text(PAGE, "utf-8")
        for name, sheet in {"a": "a{b:c}", "b": "d{e:f}"}.items():
            (out / "_static").mkdir(exist_ok=True)
            (out / "_static" / f"{name}.css").write_text(sheet, "utf-8")
        app = SimpleNamespace(
            builder=SimpleNamespace(name="html", format="html"),
            config=SimpleNamespace(html_baseurl=address, book_pdf=""),
            env=SimpleNamespace(found_docs={"chapters/goal"}),
            outdir=out,
            srcdir=tmp_path,
        )
        extension._finish(app, None)
        return out

    return run


def test_the_style_sheets_that_pages_ask_for_are_put_together(finish):
    out = finish("_static/site", ["chapters/goal.html"])
    assert (out / "_static" / "sheet-1.css").read_text("utf-8") == "a{b:c}\nd{e:f}"


def test_the_page_of_a_chapter_that_is_no_more_is_removed(finish):
    out = finish("site", ["chapters/goal.html", "chapters/renamed.html", "search.html"])
    left = sorted(path.relative_to(out).as_posix() for path in out.rglob("*.html"))
    assert left == ["chapters/goal.html", "search.html"]


def test_an_edition_on_paper_that_is_no_longer_offered_is_removed(finish):
    out = finish("site", ["chapters/goal.html", f"downloads/{pdf.NAME}"])
    assert not (out / "downloads" / pdf.NAME).exists()
