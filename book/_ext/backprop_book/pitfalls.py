"""The page of pitfalls, made at each build from the catalogue of known mistakes."""

from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import Directive

from backprop_lessons.exercises import catalogue

from .claims import marked


class PitfallsDirective(Directive):
    """```{pitfalls} sigmoid``` puts the known mistakes of one topic into a page."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self):
        found = [topic for topic in catalogue.TOPICS if topic.key == self.arguments[0]]
        if not found:
            known = ", ".join(repr(topic.key) for topic in catalogue.TOPICS)
            raise self.error(f"no topic is called {self.arguments[0]!r}; there are {known}")
        note_sources(self.state.document.settings.env)
        return [nodes.raw("", html(found[0]), format="html")]


class ReportsDirective(Directive):
    """```{reports}``` lists where such mistakes were seen."""

    def run(self):
        note_sources(self.state.document.settings.env)
        return [nodes.raw("", reports(), format="html")]


def connect(app):
    app.add_directive("pitfalls", PitfallsDirective)
    app.add_directive("reports", ReportsDirective)


def note_sources(environment):
    for source in sources():
        environment.note_dependency(str(source))


def sources():
    """The files that the page depends on."""
    return [*sorted(Path(catalogue.__file__).parent.glob("*.py")), Path(__file__)]


# --- in HTML


def html(topic):
    """What is true of a right answer, and one entry for each known mistake."""
    lead = "" if topic.key.startswith("ideas") else "<em>True of every right answer.</em> "
    entries = "".join(entry(mistake) for mistake in topic.mistakes)
    return f'<p>{lead}{marked(topic.facts)}</p>\n<dl class="pitfalls">\n{entries}</dl>'


def entry(mistake):
    """Its name, how it shows, and where to look."""
    seen = ", ".join(f'<a href="#{key.lower()}">{key}</a>' for key in mistake.seen)
    return (
        f'<dt id="{mistake.id.lower()}"><strong>{mistake.id}</strong> {marked(mistake.name)}</dt>\n'
        f'<dd><p class="sign">{marked(mistake.sign)}{f" ({seen})" if seen else ""}</p>\n'
        f"<p>{marked(mistake.look)}</p></dd>\n"
    )


def reports():
    """All reports by group, as links. A report that is itself mistaken says so in words."""
    rows = []
    for key, (about, _) in catalogue.EVIDENCE.items():
        links = ", ".join(
            f'<a class="reference external" href="{address}">{text}</a>{" (a right line doubted)" if mistaken else ""}'
            for text, address, mistaken in catalogue.links(key)
        )
        rows.append(f'<dt id="{key.lower()}"><strong>{key}</strong> {about}</dt>\n<dd>{links}</dd>\n')
    return f'<dl class="pitfalls reports">\n{"".join(rows)}</dl>'
