"""The page of all widgets: what each is for, what to try, and where it stands. A widget that is not told of stops the build."""

from html import escape
from typing import NamedTuple

from docutils import nodes
from docutils.parsers.rst import Directive

from backprop_lessons.widgets import GALLERY

from .lessons import LESSONS


class Entry(NamedTuple):
    title: str
    lesson: int
    section: str  # the anchor on the lesson's page
    try_this: str
    watch: str


ENTRIES = {
    "activation": Entry(
        "Four activation functions", 1, "saturation-the-neuron-that-cannot-hear",
        "Move z from 0 to 8 along the sigmoid, then do the same with ReLU.", "Which neuron still answers to a nudge out there?",
    ),
    "descent": Entry(
        "One neuron learns", 1, "move-it-learning-rate-and-cost-function",
        "Choose a learning rate and one of the two costs, and press Play.", "Does the neuron that starts wrong and sure find its way?",
    ),
    "forward": Entry(
        "The forward pass, number by number", 2, "move-it",
        "Step through the five stages of the 2-2-2 network, then move one weight.", "Which numbers change, and which cannot?",
    ),
    "cost": Entry(
        "Three costs for one answer", 3, "sure-and-wrong",
        "Move the score until the answer is wrong and sure.", "What becomes of the slope under each of the three costs?",
    ),
    "race": Entry(
        "A race between two costs", 3, "a-race-between-two-costs",
        "Start the race from a good place, then from a saturated one.", "How many epochs pass before each curve moves?",
    ),
    "graph": Entry(
        "A graph of small operations", 4, "two-routes-add",
        "Step forwards for the values and backwards for the slopes, then let a fork overwrite instead of add.",
        "Where do the slopes part from the measured ones?",
    ),
    "paths": Entry(
        "From one weight to the cost", 4, "from-one-weight-to-the-cost",
        "Choose a weight and follow each of its paths.", "Which factor makes a path weak?",
    ),
    "backward_stepper": Entry(
        "Backwards through the 2-2-2 network", 5, "what-travels-backwards",
        "Step through deltas, gradients and update; then plant a bug.", "Which gradients does the bug spoil, and which stay right?",
    ),
    "check_microscope": Entry(
        "A measured slope under the microscope", 5, "prove-it-the-gradient-check",
        "Make the step h smaller and smaller.", "Where is the relative error least, and what makes it grow again?",
    ),
    "descentlab": Entry(
        "Descent on a surface", 6, "the-edge-on-a-real-surface",
        "Raise the learning rate until the path zigzags, and then a little more.", "Does it diverge where 2 over the curvature says so?",
    ),
    "digitslab": Entry(
        "Training on the digits", 6, "move-it-all-of-it-at-once",
        "Choose batch size, learning rate and optimizer.", "Compare two runs by epochs, then by updates: does the same one win?",
    ),
    "playground": Entry(
        "A playground in the plane", 7, "move-it-a-playground",
        "Build a network and train it on two classes of points.", "How loud is the gradient in the first layer, and in the last?",
    ),
    "bug_hunt": Entry(
        "Thirteen bugs", 7, "accuracy-is-not-a-test",
        "Say for each planted bug whether the accuracy will show it.", "How many pass as right code?",
    ),
    "speed_chart": Entry(
        "What one gradient costs", 8, "count",
        "Make the two hidden layers wider.", "Which of the four roads still reaches its end today?",
    ),
}  # fmt: skip


class GalleryDirective(Directive):
    """```{gallery}``` lists every widget, lesson by lesson."""

    def run(self):
        if set(ENTRIES) != set(GALLERY):
            untold, gone = sorted(set(GALLERY) - set(ENTRIES)), sorted(set(ENTRIES) - set(GALLERY))
            words = [f"lacks {untold}"] * bool(untold) + [f"tells of {gone}, which the package has not"] * bool(gone)
            raise self.error(f"gallery: ENTRIES in book/_ext/backprop_book/gallery.py {' and '.join(words)}")
        return [section(f"widgets-{number}", f"{number}. {LESSONS[number].title}", html(number)) for number in LESSONS if html(number)]


def section(name, title, text):
    """A section with a heading, so that the contents beside the page know it."""
    return nodes.section("", nodes.title(title, title), nodes.raw("", text, format="html"), ids=[name], names=[name])


def connect(app):
    app.add_directive("gallery", GalleryDirective)


def html(number):
    """The widgets of one lesson; each leads to the section in which it stands."""
    entries = "".join(
        f"<dt>{link(entry)}</dt>\n<dd><p>{escape(entry.try_this)} <em>{escape(entry.watch)}</em></p></dd>\n"
        for entry in ENTRIES.values()
        if entry.lesson == number
    )
    return f'<dl class="gallery">\n{entries}</dl>\n' if entries else ""


def link(entry):
    return f'<a class="reference internal" href="../{LESSONS[entry.lesson].document}.html#{entry.section}">{escape(entry.title)}</a>'
