"""What `goalcheck doctor` says of a machine that lacks something."""

import shutil
import socket
from types import SimpleNamespace

import pytest
from goalcheck.site import build, doctor


def test_line_ends_of_windows_are_a_fault_that_names_the_file(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_bytes(b"id\n1\n")
    assert not doctor._line_ends(tmp_path).fault
    (tmp_path / "data" / "b.csv").write_bytes(b"id\r\n1\r\n")
    found = doctor._line_ends(tmp_path)
    assert found.fault and found.found.startswith("data/b.csv has those of Windows")


def test_a_full_disk_is_a_fault(monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=1e9))
    assert doctor._disk(tmp_path).text() == (
        "fault  disk: 1 GB free, 2 are wanted [make book, make test]"
    )


def test_a_machine_that_may_not_call_itself_is_told_so(monkeypatch):
    def refuse(*args, **options):
        raise PermissionError("not permitted")

    assert doctor._loopback().found == "answers"
    monkeypatch.setattr(socket, "create_server", refuse)
    found = doctor._loopback()
    assert found.fault and "127.0.0.1 does not answer (not permitted)" in found.found


@pytest.mark.parametrize(
    ("browser", "words"),
    [(None, "none; `sudo bash .ci/install-chromium`"), ("/no/browser", "does not start")],
)
def test_a_browser_is_missed_and_no_fault(monkeypatch, tmp_path, browser, words):
    monkeypatch.setattr(build, "find_chromium", lambda root: browser)
    found = doctor._browser(tmp_path)
    assert words in found.found and not found.fault


@pytest.mark.parametrize(
    ("asked", "families", "words"),
    [
        (None, "", "not known"),
        ("fc-list", "", "none, names would be boxes"),
        ("fc-list", "B\nA,other name", "A"),
    ],
)
def test_a_typeface_for_chinese_is_looked_for(monkeypatch, asked, families, words):
    monkeypatch.setattr(shutil, "which", lambda name: asked)
    monkeypatch.setattr(doctor, "_said", lambda *command: families)
    assert doctor._typeface().found.startswith(words)
