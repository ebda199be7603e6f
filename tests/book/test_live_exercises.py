"""Exercise notebooks in JupyterLab as a learner works on them: wrong answers first, then right ones, then handed in."""

import json
from dataclasses import dataclass
from urllib.request import Request, urlopen

import pytest
from live import in_kernel, opened, stored
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@dataclass
class Work:
    """One question: a wrong answer, what its check says at the attempts, and the right answer. {cell: what is typed into it}"""

    notebook: str
    question: str
    wrong: dict
    says: list  # words that come with attempt 1, 2 and 3, and stay
    right: dict
    earned: int
    claims: str  # of the points of this notebook
    total: str  # of those of its chapter


WORKS = [
    Work(
        "01_neuron",
        "1.2",
        {"stub-1-2": "def sigmoid(z):\nreturn 1 / (1 + np.exp(z))"},  # the editor indents the second line
        ["wrong for z < 0 and z > 0", "which way does yours go?", "A small case"],
        {"stub-1-2": "def sigmoid(z):\nreturn 0.5 * (1 + np.tanh(z / 2))"},
        2,
        "2 of 10 points",
        "2 of 10 points",
    ),
    Work(
        "05_backpropagation",
        "5.3",
        {"stub-5-3": "def layer_gradients(delta, A_prev):\nreturn A_prev.T @ delta, delta[0]"},
        ["Yours breaks this in db.", "Change the last example and watch db.", "A small case"],
        {"stub-5-3": "def layer_gradients(delta, A_prev):\nreturn A_prev.T @ delta, delta.sum(axis=0)"},
        3,
        "3 of 22 points",
        "3 of 22 points",
    ),
    Work(
        "07_real_network",
        "7.4",
        {"check-7-4": 'check("7.4", untrained=1.0, he_start="a", by_heart="d")'},
        ["1 is too small", "logarithm to base 10", "With two classes and tiny weights"],
        {"check-7-4": 'check("7.4", untrained=np.log(10), he_start="a", by_heart="c")'},
        2,
        "2 of 8 points",
        "2 of 14 points",
    ),
]
class Cell:
    """A cell of the open notebook, by its id."""

    def __init__(self, page, id):
        self.page = page
        self.index = page.evaluate(
            """async (id) => {
                const notebook = window.jupyterapp.shell.currentWidget.content;
                const index = notebook.widgets.findIndex((cell) => cell.model.id === id);
                notebook.activeCellIndex = index;
                await notebook.scrollToItem(index, "center");
                return index;
            }""",
            id,
        )
        self.root = page.locator(f'.jp-Notebook .jp-Cell[data-windowed-list-index="{self.index}"]')
        self.output = self.root.locator(".jp-OutputArea-output").last

    def type(self, text):
        """Replace what is written there, key by key."""
        self.root.locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def run(self):
        """Run it by its key, and wait until the kernel has answered: a stored count may well be the new one."""
        self.page.evaluate(
            """(index) => {
                const { model } = window.jupyterapp.shell.currentWidget.content.widgets[index];
                window.answered = false;
                model.stateChanged.connect(function heard(_, change) {
                    if (change.name !== "executionCount" || !change.newValue) return;
                    model.stateChanged.disconnect(heard);
                    window.answered = true;
                });
            }""",
            self.index,
        )
        self.root.locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_function("() => window.answered")


def answer(page, cells, check):
    """Type an answer and run it, then its check; give back the check's cell."""
    for id, text in cells.items():
        cell = Cell(page, id)
        cell.type(text)
        if id != check:
            cell.run()
    cell = Cell(page, check)
    cell.run()
    return cell


def new_cell(page, above, text):
    """Open a cell below another one, with the keys of JupyterLab, and type into it."""
    page.keyboard.press("b")
    page.wait_for_function("(index) => window.jupyterapp.shell.currentWidget.content.activeCellIndex === index", arg=above.index + 1)
    cell = Cell(page, page.evaluate("() => window.jupyterapp.shell.currentWidget.content.activeCell.model.id"))
    cell.type(text)
    return cell


def save(page):
    page.keyboard.press("Control+s")
    page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")


def restart(page):
    """Restart the kernel: its command asks first."""
    page.evaluate(
        """() => {
            window.restarted = false;
            window.jupyterapp.commands.execute("notebook:restart-kernel").then(() => { window.restarted = true; });
        }"""
    )
    page.get_by_role("dialog").get_by_role("button", name="Confirm Kernel Restart").click()
    page.wait_for_function("() => window.restarted")
    assert in_kernel(page, "print('check' in globals())") == "False"


def contents(lab, path, method="GET", **body):
    """Ask the server for a file, or to make one."""
    address, token = lab
    data = json.dumps(body).encode() if body else None
    request = Request(f"{address}api/contents/{path}", data, {"Authorization": f"token {token}"}, method=method)
    with urlopen(request) as answer:
        return json.load(answer)


@pytest.fixture(params=WORKS, ids=lambda work: work.notebook)
def work(request):
    return request.param


@pytest.fixture
def own_folder(lab, work):
    """A folder of the learner's with the notebook in it: nobody else's notebook or points are touched."""
    folder = f"{work.notebook}-of-ada"
    contents(lab, folder, "PUT", type="directory")
    made = contents(lab, folder, "POST", copy_from=f"exercises/{work.notebook}.ipynb")
    assert made["path"] == f"{folder}/{work.notebook}.ipynb"
    return folder


def test_a_learner_errs_is_helped_gets_the_points_and_hands_in(browser, lab, own_folder, work):
    check = f"check-{work.question.replace('.', '-')}"
    with opened(browser, lab, f"{own_folder}/{work.notebook}.ipynb") as page:
        Cell(page, "setup").run()
        cell = answer(page, work.wrong, check)
        for attempt in (1, 2, 3):
            if attempt > 1:
                cell.run()
            for number, words in enumerate(work.says, start=1):
                said = expect(cell.output)
                (said.to_contain_text if number <= attempt else said.not_to_contain_text)(words)
        cell = answer(page, work.right, check)
        expect(cell.output).to_contain_text(f"correct ({work.earned} of {work.earned} points)")
        progress = Cell(page, "progress")
        progress.run()
        expect(progress.output.get_by_role("img", name=work.total)).to_be_visible()

        last = new_cell(page, progress, 'hand_in("Ada Lovelace")')
        save(page)
        last.run()
        code = [cell["id"] for cell in stored(f"exercises/{work.notebook}.ipynb")]
        unrun = [number for number, id in enumerate(code, start=1) if id not in {"setup", "progress", check, *work.right}]
        expect(last.output).to_contain_text(f"Written: handed_in/{work.notebook}-Ada_Lovelace.ipynb. Points claimed: {work.claims}.")
        expect(last.output).to_contain_text(f"code cells {', '.join(map(str, unrun[:8]))} … of {len(code) + 1}. Run all cells")
        copy = contents(lab, f"{own_folder}/handed_in/{work.notebook}-Ada_Lovelace.ipynb")["content"]
        assert copy["metadata"]["hand_in"]["name"] == "Ada Lovelace"
        claimed = copy["metadata"]["hand_in"]["points_claimed"]
        assert {question: points for question, points in claimed.items() if points} == {work.question: work.earned}
        sources = {cell["id"]: cell["source"] for cell in copy["cells"]}
        assert all(sources[id].split() == text.split() for id, text in work.right.items())

        restart(page)
        Cell(page, "setup").run()
        progress = Cell(page, "progress")
        progress.run()
        expect(progress.output.get_by_role("img", name=work.total)).to_be_visible()
