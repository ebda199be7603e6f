"""A JupyterLab in a real browser with a real kernel: how it is started, and how a test runs a notebook in it."""

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time

import pytest
from browsing import ROOT, watched_page
from playwright.sync_api import expect

from backprop_lessons.exercises.points import SWITCH
from run import LAB_SETTINGS

START_SECONDS, RUN_SECONDS = 120, 240
SCREEN = {"width": 1300, "height": 2000}
OPTIONS = {
    "ServerApp.open_browser": False,
    "ServerApp.allow_root": True,
    "LabApp.expose_app_in_browser": True,
    "LabApp.app_settings_dir": LAB_SETTINGS,
    "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    "LabApp.extension_manager": "readonly",
}
UNREPEATABLE = "nbval-ignore-output"
# A slider that stands at its right end can only go left
KEY = "node => node.tagName === 'BUTTON' ? 'Enter' : node.max && node.value === node.max ? 'ArrowLeft' : 'ArrowRight'"
FIRST = "input[type=range], .bl-body input[type=radio]:checked, select, button"


@contextlib.contextmanager
def server(home, python=sys.executable):
    """The address of a JupyterLab on a copy of the lessons, and its token; at home in an empty folder. `python` runs it."""
    lessons = shutil.copytree(ROOT / "lessons", home / "lessons")
    places = {name: str(home / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    environment = {**os.environ, "HOME": str(home), "OMP_NUM_THREADS": "1", **places}
    environment.pop(SWITCH, None)  # points are kept, as with a learner; the folder is a copy
    options = OPTIONS | {"ServerApp.root_dir": lessons, "ServerApp.port": free_port()}
    command = [python, "-m", "jupyterlab", *(f"--{key}={value}" for key, value in options.items())]
    with open(home / "log.txt", "w+", encoding="utf-8") as log:
        process = subprocess.Popen(command, cwd=home, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            yield running(process, home)
        except TimeoutError:
            pytest.fail("JupyterLab did not start:\n" + (home / "log.txt").read_text(encoding="utf-8")[-2000:], pytrace=False)
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()
            process.wait()


def free_port():
    """A port that nobody listens at. Given port 0, an older server says that it listens at 0."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def running(process, home):
    """(address, token) once the server has written where it listens."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        for path in home.glob("jupyter_runtime_dir/jpserver-*.json"):
            with contextlib.suppress(json.JSONDecodeError):  # half written
                found = json.loads(path.read_text(encoding="utf-8"))
                return found["url"], found["token"]
        time.sleep(0.1)
    raise TimeoutError


@contextlib.contextmanager
def opened(browser, lab, notebook):
    """A notebook in JupyterLab, its kernel connected."""
    address, token = lab
    with watched_page(browser, viewport=SCREEN) as page:
        page.set_default_timeout(30_000)
        page.goto(f"{address}doc/tree/{notebook}?token={token}&reset")
        page.wait_for_function(
            """() => {
                const context = window.jupyterapp?.shell.currentWidget?.context?.sessionContext;
                return context?.isReady && context.session?.kernel?.connectionStatus === "connected";
            }""",
            timeout=START_SECONDS * 1000,
        )
        yield page
        # the next test that opens this notebook begins with a fresh kernel
        page.evaluate("() => window.jupyterapp.shell.currentWidget.context.sessionContext.shutdown()")
        assert [fault for fault in page.faults if "leaves the site" in fault] == []


def run_all(page):
    """Run every cell; return the code cells as they are then stored."""
    ended = page.evaluate(
        """async (limit) => {
            const tooLate = new Promise((resolve) => setTimeout(resolve, limit, "too late"));
            const run = window.jupyterapp.commands.execute("notebook:run-all-cells").then(() => "run");
            return Promise.race([run, tooLate]);
        }""",
        RUN_SECONDS * 1000,
    )
    assert ended == "run", f"the notebook did not end within {RUN_SECONDS} seconds"
    cells = page.evaluate("() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells")
    return [cell for cell in cells if cell["cell_type"] == "code"]


def complaints(cells):
    """Errors and warnings that the cells put out."""
    outputs = [(number, output) for number, cell in enumerate(cells, start=1) for output in cell["outputs"]]
    return [
        (f"In [{number}]", output.get("ename"), output.get("evalue") or output.get("text"))
        for number, output in outputs
        if output["output_type"] == "error" or output.get("name") == "stderr"
    ]


def in_kernel(page, code):
    """Run a line in the notebook's kernel, as a further cell would; return what it prints."""
    return page.evaluate(
        """async (code) => {
            const request = window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel.requestExecute({ code });
            let said = "";
            request.onIOPub = ({ content }) => { said += content.text ?? (content.ename ? content.ename + ": " + content.evalue : ""); };
            await request.done;
            return said.trim();
        }""",
        code,
    )


def printed(cell):
    return "".join("".join(output["text"]) for output in cell["outputs"] if output["output_type"] == "stream")


def stored(notebook):
    """The code cells of a notebook as they are stored."""
    cells = json.loads((ROOT / "lessons" / notebook).read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def scroll_to(page, text):
    """Bring the cell that holds this text onto the screen: JupyterLab draws what is looked at."""
    page.evaluate(
        """(text) => {
            const notebook = window.jupyterapp.shell.currentWidget.content;
            const cell = notebook.widgets.find((cell) => cell.model.sharedModel.getSource().includes(text));
            return notebook.scrollToCell(cell, "start");
        }""",
        text,
    )


def assert_alive(browser, lab, notebook):
    """The notebook runs from top to bottom, prints what is stored, and each of its widgets answers."""
    with opened(browser, lab, notebook) as page:
        cells = run_all(page)
        assert complaints(cells) == []
        pairs = zip(cells, stored(notebook), strict=True)
        differ = [there["source"] for here, there in pairs if printed(here) != printed(there)]
        assert not [source for source in differ if source not in unrepeatable(notebook)]
        for cell in stored(notebook):
            html = "".join("".join(output.get("data", {}).get("text/html", "")) for output in cell["outputs"])
            title = re.search(r'data-widget="(?!quiz)[\w-]+".*?"title":\s*"((?:[^"\\]|\\.)*)"', html, re.S)
            if title:
                scroll_to(page, "".join(cell["source"]))
                answers(page, title.group(1))


def unrepeatable(notebook):
    return [cell["source"] for cell in stored(notebook) if UNREPEATABLE in cell["metadata"].get("tags", [])]


def answers(page, title):
    """Make the prediction, press a key on the first control that moves, and see the widget change."""
    widget = page.locator("section.bl-explorer").filter(has=page.get_by_text(title, exact=True)).first
    question = widget.locator(".bl-question")
    if question.locator("input").count():
        question.locator("input").first.check()
        question.get_by_role("button").press("Enter")
        expect(question).to_contain_text("You predicted")
    body = widget.locator(".bl-body")
    for control in body.locator(FIRST).all():
        before = body.inner_text()
        control.press(control.evaluate(KEY))
        try:
            expect(body).not_to_have_text(before, use_inner_text=True, timeout=5000)
            return
        except AssertionError:
            continue
    pytest.fail(f"no control of {title!r} answers")
