"""The folder of the site after a build: all pages finished, nothing left of an earlier book."""

from types import SimpleNamespace

import pytest
from goalcheck.site import extension, pages, pdf

PAGE = '<head><meta charset="utf-8" /></head><body></body>'


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
        app = SimpleNamespace(
            builder=SimpleNamespace(name="html"),
            config=SimpleNamespace(html_baseurl=address, book_pdf=""),
            env=SimpleNamespace(found_docs={"chapters/goal"}),
            outdir=out,
            srcdir=tmp_path,
        )
        extension._finish(app, None)
        return out

    return run


def test_a_site_below_a_folder_of_any_name_is_finished(finish):
    out = finish("_static/site", ["chapters/goal.html", "_static/part.html"])
    assert pages.POLISHED in (out / "chapters" / "goal.html").read_text("utf-8")
    assert (out / "_static" / "part.html").read_text("utf-8") == PAGE


def test_the_page_of_a_chapter_that_is_no_more_is_removed(finish):
    out = finish("site", ["chapters/goal.html", "chapters/renamed.html", "search.html"])
    left = sorted(path.relative_to(out).as_posix() for path in out.rglob("*.html"))
    assert left == ["chapters/goal.html", "search.html"]


def test_an_edition_on_paper_that_is_no_longer_offered_is_removed(finish):
    out = finish("site", ["chapters/goal.html", f"downloads/{pdf.NAME}"])
    assert not (out / "downloads" / pdf.NAME).exists()
