"""The page "How this course was tested": each promise beside the files that hold it. A file that is not there stops the build."""

from html import escape
from pathlib import Path
from typing import NamedTuple

from docutils.parsers.rst import Directive

from .gallery import section

ROOT = Path(__file__).resolve().parents[3]


class Promise(NamedTuple):
    promise: str
    proof: str
    files: tuple


PROMISES = {
    "Numbers": (
        Promise(
            "Every number that a lesson prints is computed.",
            "Each notebook is run from its first cell to its last, and what comes out is compared with what stands on the page, "
            "digit by digit.",
            ("lessons/01_neuron.ipynb", "tests/lessons/test_lint.py", "tests/lessons/sanitize.cfg"),
        ),
        Promise(
            "Every gradient is right.",
            "Three ways to compute it, the graph of single numbers, the equations and the fast engine, agree on random networks, "
            "and measured slopes agree with all three.",
            ("tests/test_three_roads.py", "tests/test_network.py", "tests/test_gradcheck.py", "tests/test_engine.py"),
        ),
        Promise(
            "Published numbers are met, or the difference is explained.",
            "Ours are compared with the printed ones, digit by digit; where one differs, the printed digits are computed again in the way "
            "that the reason says.",
            (
                "tests/test_numbers_mazur.py", "tests/test_numbers_nielsen.py", "tests/test_numbers_cs231n.py",
                "tests/test_numbers_baydin.py", "tests/test_numbers_overflow.py",
            ),
        ),
        Promise(
            "What others claim was measured, not believed.",
            "Every sentence on the page of sources has a few lines that compute, and figures that must come out.",
            ("tests/test_claims.py",),
        ),
    ),
    "Controls": (
        Promise(
            "What a control shows is what the package computes.",
            "In a real browser each widget is moved, and what it then shows is compared with Python's numbers for the same setting.",
            (
                "tests/book/test_widgets_in_page.py", "tests/book/test_forward_stepper_page.py", "tests/book/test_backward_stepper_page.py",
                "tests/book/test_path_tracer_page.py", "tests/book/test_graph_explorer_page.py", "tests/book/test_costs_page.py",
                "tests/book/test_descent_labs_page.py", "tests/book/test_playground_page.py", "tests/book/test_speed_chart_page.py",
            ),
        ),
        Promise(
            "Every control works with the keyboard alone, without a network, and on a phone.",
            "Each control of each page is reached and moved by keys, from disk; nothing is cut off at 360 pixels.",
            ("tests/book/test_every_widget.py",),
        ),
        Promise(
            "In a notebook the same controls are live.",
            "Every lesson is run in JupyterLab, with a real kernel behind a real browser.",
            ("tests/book/test_live_lab.py", "tests/book/test_live_lessons.py"),
        ),
        Promise(
            "The arithmetic inside the page is the package's.",
            "The small network that a page carries agrees with Python on random networks, to twelve digits.",
            ("tests/widgets/test_dense_js.py", "tests/widgets/test_page_form.py"),
        ),
    ),
    "Exercises": (
        Promise(
            "A right answer is accepted, however it is written.",
            "Loops, lists, other stable forms and other types get full marks.",
            ("tests/exercises/test_exercise_proof.py", "tests/exercises/test_exercise_unusual.py"),
        ),
        Promise(
            "A wrong answer is refused, and the known mistakes by their name.",
            "Every known mistake is handed in; and so are small changes to the solutions, made by a machine.",
            ("tests/exercises/test_catalogue.py", "tests/exercises/test_exercise_mutants.py", "tests/exercises/test_exercise_table.py"),
        ),
        Promise(
            "Whatever you type, the notebook goes on.",
            "Answers that crash, never end or are no answers get one sentence each.",
            ("tests/exercises/test_exercise_hostile.py", "tests/exercises/test_exercise_feedback.py"),
        ),
        Promise(
            "Points once earned stay.",
            "They outlive a restarted kernel, and the copy that is handed in holds them.",
            ("tests/exercises/test_exercise_points.py", "tests/exercises/test_exercise_handin.py"),
        ),
    ),
    "Marks": (
        Promise(
            "A submission cannot decide its own marks.",
            "More than seventy hostile and broken notebooks are graded: each gets its honest points and a sentence. What they can "
            "see and do inside the sandbox is listed by a program that runs there.",
            ("tests/grading/test_attacks.py", "tests/grading/test_sandbox.py", "tests/grading/test_forkserver.py",
             "tests/grading/test_untrusted.py"),  # fmt: skip
        ),
        Promise(
            "What the notebook called right is right for the grader, and what was wrong is wrong for the same reason.",
            "Every solution and every known mistake goes through the grader's pipe, and is found to be what the notebook's check "
            "says it is.",
            ("tests/grading/test_same_marks.py",),
        ),
        Promise(
            "Nothing is lost.",
            "Runs are killed in the middle, workers of a cluster too: what was graded is kept, and the rest is graded next.",
            ("tests/grading/test_batch.py", "tests/grading/test_cluster.py", "tests/grading/test_collect.py"),
        ),
    ),
    "Pages": (
        Promise(
            "No page asks anything of another site.",
            "Each page is opened from disk and from a server; every request is watched, and every message in the console.",
            ("tests/book/test_pages.py",),
        ),
        Promise(
            "Links lead somewhere, and the search finds.",
            "Every link and anchor inside the book is followed; a word of a lesson leads to it, by keyboard and from disk. Addresses of "
            "other sites are checked by a command, when there is a network.",
            ("tests/book/test_pages.py", "tests/book/test_reading.py", "tools/links.py"),
        ),
        Promise(
            "Pages can be read by everybody.",
            "axe-core finds nothing at level AA, in light and dark, on a desktop and on a phone; at twice the size nothing is cut; "
            "without scripts each widget is a table.",
            ("tests/book/test_axe.py", "tests/book/test_every_widget.py", "tests/book/test_reading.py"),
        ),
        Promise(
            "Pages are light and quick.",
            "What a first visit loads has a limit that the tests keep. How quick it is, is measured and written down, page by page.",
            ("tests/book/test_pages.py", "tools/lighthouse.py", "benchmarks/PAGES.md"),
        ),
    ),
    "Speed": (
        Promise(
            "A gradient takes less arithmetic than three forward passes.",
            "The operations are counted, by formula and by loops that count what they do.",
            ("tests/test_counting.py", "tests/test_approaches.py"),
        ),
        Promise(
            "What is said of seconds was measured, with the machine beside it.",
            "No time is ever asserted by a test: it would say more about the machine than about the code.",
            ("benchmarks/RESULTS.md", "tests/test_benchmarks.py", "tests/test_timing.py"),
        ),
    ),
    "Running it": (
        Promise(
            "One command builds it, on a bare machine.",
            "What the command says when something is missing is tested; so is what Binder would install.",
            ("tests/test_run.py", "tests/test_binder.py", "tests/book/test_live_binder.py"),
        ),
        Promise(
            "What the instructions say works.",
            "Every command, option and file that README and CONTRIBUTING name is tried.",
            ("tests/test_documents.py", "tests/test_publishing.py"),
        ),
    ),
}  # fmt: skip


class PromisesDirective(Directive):
    """```{promises}``` lists every promise with its files, as links to the repository."""

    def run(self):
        missing = [file for promise in everything() for file in promise.files if not (ROOT / file).is_file()]
        if missing:
            raise self.error(f"promises: there is no {', '.join(missing)}")
        options = self.state.document.settings.env.config.html_theme_options
        address = options.get("repository_url")
        source = f"{address}/blob/{options.get('repository_branch', 'main')}" if address else ""
        return [section(group.lower().replace(" ", "-"), group, html(promises, source)) for group, promises in PROMISES.items()]


def connect(app):
    app.add_directive("promises", PromisesDirective)


def everything():
    return [promise for group in PROMISES.values() for promise in group]


def html(promises, source):
    """For each promise how it is kept, and the files that do it; as links where the repository has an address."""
    entries = "".join(entry(promise, source) for promise in promises)
    return f'<dl class="promises">\n{entries}</dl>\n'


def entry(promise, source):
    files = ", ".join(name(file, source) for file in promise.files)
    return f"<dt>{escape(promise.promise)}</dt>\n<dd><p>{escape(promise.proof)}</p>\n<p class=\"sign\">{files}</p></dd>\n"


def name(file, source):
    """A file's name, which may break after its signs; a link to it where there is somewhere to link to."""
    code = f'<code>{file.replace("/", "/<wbr>").replace("_", "_<wbr>")}</code>'
    return f'<a class="reference external" href="{source}/{file}">{code}</a>' if source else code
