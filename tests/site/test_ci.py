"""The scripts of `.ci/`, and what all workflows must keep to."""

import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from threading import Thread

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def script(name):
    loader = SourceFileLoader(name.replace("-", "_"), str(ROOT / ".ci" / name))
    module = module_from_spec(spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def links():
    return script("check-links")


@pytest.fixture(scope="module")
def fresh():
    return script("fresh")


class Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        code = int(self.path.strip("/"))
        self.send_response(code)
        if code == 301:
            self.send_header("Location", "/200")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def host():
    """Return the address of a server on this machine that answers with the code asked for."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_links_are_reported_by_result(links, host, tmp_path):
    table = tmp_path / "sources.csv"
    urls = [f"{host}/{code}" for code in (200, 301, 403, 404)]
    urls += ["http://127.0.0.1:1/closed", "javascript:alert(1)", "file:///etc/hosts", ""]
    rows = [f"source-{number},{url}\n" for number, url in enumerate(urls)]
    table.write_text("source_id,url\n" + "".join(rows), "utf-8")
    found = links.addresses(table)
    text = "\n".join(links.report(found, links.check(found)))
    assert f"#### Gone\n\n- source-3: <{host}/404> 404\n" in text
    assert f"- source-1: <{host}/301> {host}/200" in text
    assert f"- source-2: <{host}/403> 403" in text
    assert "- source-4: <http://127.0.0.1:1/closed> URLError" in text
    assert "- answers: 1\n" in text and "script" not in text and "file:" not in text


def test_a_pin_is_loosened_up_to_its_bound(fresh):
    assert fresh.loosened("sphinx==7.4.7    # <8: the builder") == "sphinx>=7.4.7,<8"
    assert fresh.loosened("pytest==9.2.0") == "pytest>=9.2.0"
    marked = 'fake==1.0 ; sys_platform == "linux"  # built for it'
    assert fresh.loosened(marked) == 'fake>=1.0 ; sys_platform == "linux"'
    assert fresh.loosened("# The tests") == "# The tests"


def test_every_pin_can_be_loosened_and_the_old_line_of_the_builder_is_kept(fresh):
    lines = (ROOT / "requirements.in").read_text("utf-8").splitlines()
    loosened = [fresh.loosened(line) for line in lines if line and not line.startswith("#")]
    assert all(re.match(r"[\w-]+>=", line) for line in loosened)
    assert {"jupyter-book>=1.0.4.post1,<2", "sphinx>=7.4.7,<8"} <= set(loosened)


def test_changed_packages_are_listed(fresh):
    before = fresh.versions("a==1 \\\n    --hash=x\nb==2 ; python_version < '3.12'\n")
    after = fresh.versions("b==2 ; python_version < '3.12'\nb==3 ; python_version > '3.11'\nc==1")
    changed = ["| a | 1 | none |", "| b | 2 | 2, 3 |", "| c | none | 1 |"]
    assert list(fresh.changes(before, after)) == changed


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_has_least_rights_and_pinned_actions(path):
    workflow = yaml.safe_load(path.read_text("utf-8"))
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert job["permissions"]["contents"] == "read"
        assert job["timeout-minutes"] <= 60
        for step in job["steps"]:
            assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step.get("uses", "a@" + "0" * 40))
            if step.get("uses", "").startswith("actions/checkout"):
                assert step["with"]["persist-credentials"] is False
