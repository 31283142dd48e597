"""Tell what is ready to work on the book and what is not (`goalcheck doctor`)."""

from __future__ import annotations

import platform
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from goalcheck.data import schema
from goalcheck.site import build, notebooks

OLDEST = (3, 11)
GIGABYTE = 1_000_000_000
WANTED = 2  # gigabytes: the environment takes most of them when it is renewed
# Files whose bytes count: a fingerprint, or a comparison with what is stored, sees their line ends.
BYTES_COUNT = ("data/**/*.csv", "chapters/*.ipynb", "chapters/*.lock", ".ci/*", "requirements.txt")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: its name, what was found, what needs it, and whether to mend it."""

    name: str
    found: str
    needed_by: str
    fault: bool = False

    def text(self) -> str:
        """Return the finding as a line."""
        state = "fault" if self.fault else "ok"
        return f"{state:5}  {self.name}: {self.found} [{self.needed_by}]"


def findings(root: Path) -> Iterator[Finding]:
    """Look at all that the book needs, one after the other.

    What only some targets need is told, and is no fault where it is missing.

    Parameters
    ----------
    root : path
        Top folder of the book.
    """
    version = platform.python_version()
    old = sys.version_info < OLDEST
    found = f"{version}, 3.11 or newer is needed" if old else version
    yield Finding("Python", found, "everything", old)
    yield _packages((root / "requirements.txt").read_text("utf-8"))
    yield _line_ends(root)
    yield _disk(root)
    yield _loopback()
    faults = schema.read_package(root / "data")[2]
    words = f"{schema.counted(faults)}; `goalcheck check` lists them" if faults else "sound"
    yield Finding("data", words, "everything", bool(faults))
    if not faults:
        yield _notebooks(root)
    yield _browser(root)
    yield _typeface()
    node = shutil.which("node")
    yield Finding("Node.js", node or "none", "make audit")


def _line_ends(root: Path) -> Finding:
    """Find a file that Git gave the line ends of Windows."""
    files = (path for pattern in BYTES_COUNT for path in sorted(root.glob(pattern)))
    for path in files:
        if path.is_file() and b"\r\n" in path.read_bytes():
            name = path.relative_to(root).as_posix()
            found = f"{name} has those of Windows; clone with `git clone -c core.autocrlf=false`"
            return Finding("line ends", found, "everything", True)
    return Finding("line ends", "as committed", "everything")


def _disk(root: Path) -> Finding:
    free = shutil.disk_usage(root).free / GIGABYTE
    short = f", {WANTED} are wanted" if free < WANTED else ""
    return Finding("disk", f"{free:.0f} GB free{short}", "make book, make test", free < WANTED)


def _loopback() -> Finding:
    """Send a byte to this machine itself, as notebooks and the browser's pages are sent."""
    needed_by = "make notebooks, make pdf, make test"
    try:
        with socket.create_server(("127.0.0.1", 0)) as server:
            with socket.create_connection(server.getsockname(), timeout=5) as client:
                client.sendall(b"1")
            server.settimeout(5)
            server.accept()[0].close()
    except OSError as error:
        found = f"127.0.0.1 does not answer ({error}); a firewall or a sandbox may forbid it"
        return Finding("loopback", found, needed_by, True)
    return Finding("loopback", "answers", needed_by)


def _browser(root: Path) -> Finding:
    needed_by = "make pdf, make audit; tests of pages are left out without it"
    browser = build.find_chromium(root)
    if not browser:
        return Finding("Chromium", "none; `sudo bash .ci/install-chromium`", needed_by)
    version = _said(browser, "--version")
    return Finding("Chromium", f"{version or 'does not start'} ({browser})", needed_by)


def _typeface() -> Finding:
    """Find a typeface with Chinese characters, where the system can be asked."""
    name = "Chinese typeface"
    if not shutil.which("fc-list"):
        return Finding(name, "not known, there is no fc-list to ask", "make pdf")
    families = _said("fc-list", ":lang=zh", "family").splitlines()
    found = min(families).split(",")[0] if families else ""
    advice = "none, names would be boxes; `sudo apt install fonts-wqy-microhei`"
    return Finding(name, found or advice, "make pdf")


def _said(*command: str) -> str:
    """Return what a command prints, or nothing if it fails."""
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=20)
    except (OSError, subprocess.SubprocessError):
        return ""
    return run.stdout.strip()


def _packages(pins: str) -> Finding:
    """Compare the pinned packages with those that are installed."""
    from packaging.requirements import Requirement

    lines = (line.partition("#")[0].rstrip(" \\") for line in pins.splitlines())
    wanted = (Requirement(line) for line in lines if "==" in line)
    wrong = []
    for pin in wanted:
        found, version = _installed(pin.name), str(pin.specifier).removeprefix("==")
        if found != version and (pin.marker is None or pin.marker.evaluate()):
            wrong.append(f"{pin.name} {found or 'missing'} instead of {version}")
    if not wrong:
        return Finding("packages", "as pinned", "everything")
    more = f" and {len(wrong) - 3} more" if len(wrong) > 3 else ""
    found = f"{', '.join(wrong[:3])}{more}; `make book` renews them"
    return Finding("packages", found, "everything", True)


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _notebooks(root: Path) -> Finding:
    old = notebooks.why_old(root)
    if not old:
        return Finding("notebooks", "current", "make book")
    first = next(iter(old.values()))
    more = f", and {len(old) - 1} more" if len(old) > 1 else ""
    found = f"{first}{more}; `goalcheck run` executes them"
    return Finding("notebooks", found, "make book", True)
