"""The map of the chapters: a drawing of which lesson builds on which, and the same in words."""

from docutils import nodes
from docutils.parsers.rst import Directive

from .lessons import LESSONS

# As the first lines of each lesson say it ("You need: …"); a test compares
NEEDS = {1: (), 2: (1,), 3: (1, 2), 4: (1, 2, 3), 5: (2, 3, 4), 6: (5,), 7: (5, 6), 8: (5, 6)}
ROW, WIDTH, HEIGHT = 62, 206, 40


class ChapterMapDirective(Directive):
    """```{chapter-map}``` draws the map."""

    def run(self):
        return [nodes.raw("", drawing() + in_words(), format="html")]


def connect(app):
    app.add_directive("chapter-map", ChapterMapDirective)


def nearest(number):
    """What a lesson builds on directly: the needed lessons that no other needed lesson brings along."""

    def brought(other):
        return set(NEEDS[other]).union(*map(brought, NEEDS[other]))

    return [other for other in NEEDS[number] if not any(other in brought(third) for third in NEEDS[number])]


def sentence(number):
    before = [str(other) for other in NEEDS[number]]
    listed = " and ".join(filter(None, [", ".join(before[:-1]), before[-1] if before else ""]))
    return f"{number}. {LESSONS[number].title}: " + (f"builds on {listed}" if before else "begins from school mathematics")


def in_words():
    items = "".join(
        f'<li><a class="reference internal" href="../{LESSONS[number].document}.html">{text}</a></li>'
        for number, text in ((number, sentence(number)) for number in NEEDS)
    )
    return f'<details class="bl-words"><summary>The map in words</summary><ul class="simple">{items}</ul></details>\n'


def row(number):
    """A lesson stands one row below the lowest of those that it needs."""
    return 1 + max(map(row, NEEDS[number]), default=0)


def place(number):
    """Left edge and top of a lesson's box. Lessons of one row do not need each other, and stand side by side."""
    beside = [other for other in NEEDS if row(other) == row(number)]
    return ((WIDTH + 20) * beside.index(number), 4 + ROW * (row(number) - 1))


def drawing():
    boxes, arrows = "", ""
    for number in NEEDS:
        x, y = place(number)
        boxes += (
            f'<rect x="{x + 2}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6"/>'
            f'<text x="{x + 2 + WIDTH / 2}" y="{y + 25}">{number}. {LESSONS[number].title}</text>'
        )
        for other in nearest(number):
            fx, fy = place(other)
            arrows += f'<path d="M{fx + WIDTH / 2} {fy + HEIGHT} L{x + WIDTH / 2} {y - 3}" marker-end="url(#bl-tip)"/>'
    width, height = (max(edge) for edge in zip(*map(place, NEEDS), strict=True))
    said = "Map of the chapters. " + ". ".join(sentence(number) for number in NEEDS) + "."
    return (
        f'<svg class="chapter-map" viewBox="0 0 {width + WIDTH + 4} {height + HEIGHT + 6}" role="img" aria-label="{said}">'
        '<defs><marker id="bl-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        f'<path d="M0 0 L8 4 L0 8 z"/></marker></defs><g class="arrows">{arrows}</g>{boxes}</svg>\n'
    )
