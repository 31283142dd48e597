import fcntl
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from copying import copy_book
from goalcheck.site import pdf

ROOT = Path(__file__).parents[1]
SMALL_PACKAGE = Path(__file__).parent / "small_package"
SCREENS = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
ONLY_LOOPBACK = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
ALLOWED_REQUESTS = ("http://127.0.0.1:", "data:")
# They run what other tests have run again and again; measured, they would take twice the time.
UNMEASURED = {
    "test_browser",
    "test_data",
    "test_every_page",
    "test_faults_in_the_books_data",
    "test_faults_in_notebooks",
    "test_hostile",
    "test_readme_example",
    "test_reproducible",
    "test_screens",
}


# The files that take longest, in this order before all others: so all workers end together.
FIRST = (
    "test_every_page",
    "test_pdf",
    "test_readme_example",
    "test_reproducible",
    "test_site",
    "test_study",
    "test_browser",
)


def pytest_collection_modifyitems(items):
    """Begin with what takes longest, then the notebooks; measure coverage in some tests only."""
    for item in items:
        if item.path.stem in UNMEASURED:
            item.add_marker("no_cover")

    def turn(item):
        if item.path.stem in FIRST:
            return FIRST.index(item.path.stem)
        return len(FIRST) + (item.path.suffix != ".ipynb")

    items.sort(key=turn)


@pytest.fixture
def small_package(tmp_path):
    """Copy the invented data package of `tests/small_package` to a folder the test may change."""
    return Path(shutil.copytree(SMALL_PACKAGE, tmp_path / "package"))


@pytest.fixture
def book_copy(tmp_path):
    """Copy what the book is built from to a folder the test may change."""
    return copy_book(tmp_path / "book")


@pytest.fixture(scope="session")
def build():
    """Return what builds the book of a folder, warnings as errors, into another.

    `prefix` is a command that runs the build, as `env` does.
    """
    program = Path(sys.executable).with_name("jupyter-book")
    options = ["-W", "-n", "--keep-going", "--quiet", "--path-output"]

    def run(folder, out, prefix=()):
        command = [*prefix, str(program), "build", ".", *options, str(out)]
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)

    return run


@pytest.fixture(scope="session")
def site(build, tmp_path_factory, worker_id):
    """Build the book once, for all workers, and return the folder of its pages."""
    folder = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        folder = folder.parent
    pages = folder / "site" / "_build" / "html"
    with (folder / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "site.ready").exists():
            run = build(ROOT, folder / "site")
            assert run.returncode == 0, run.stdout + run.stderr
            (folder / "site.ready").touch()
    return pages


@pytest.fixture(scope="session")
def chromium():
    """Return the path of the installed Chromium; skip the test where there is none."""
    command = ["bash", str(ROOT / ".ci" / "install-chromium"), "--find"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        pytest.skip("no Chromium on this machine; get it with: sudo bash .ci/install-chromium")
    return run.stdout.strip()


@pytest.fixture(scope="module")
def address(site):
    """Serve the site on the loopback interface and return its address."""
    with pdf.served(site) as address:
        yield address


# For each module: the loop that drives the browser must not meet those of the notebooks.
@pytest.fixture(scope="module")
def browser(chromium):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[ONLY_LOOPBACK])
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, address):
    """Return what opens a page; at the end no page may have complained or left the site."""
    contexts, complaints = [], []

    def open_page(name, screen="desktop", scheme="light", **options):
        context = browser.new_context(
            viewport=SCREENS[screen],
            color_scheme=scheme,
            reduced_motion="reduce",
            base_url=address,
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda message: note(message.type, f"{message.text} {message.location['url']}"),
        )
        page.on("pageerror", lambda error: note("error", str(error)))
        page.on("request", lambda request: check(request.url))
        page.goto(name, wait_until="load")
        return page

    def note(kind, text):
        # A bare image cannot name its icon, so the browser guesses an address.
        if kind in ("error", "warning") and not text.endswith("/favicon.ico"):
            complaints.append(text)

    def check(url):
        if not url.startswith(ALLOWED_REQUESTS):
            complaints.append(f"a request left the site: {url}")

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def execute_in():
    """Return what executes a notebook of a copy of the book with the package beside it."""
    code = "import sys; from goalcheck.site import notebooks; from pathlib import Path; "
    code += "notebooks.execute(Path(sys.argv[1]))"

    def run(path, prefix=()):
        command = [*prefix, sys.executable, "-c", code, str(path)]
        done = subprocess.run(command, cwd=path.parent, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    return run
