"""What the catalogue holds: a known mistake, and a topic, which is one function or one chapter's ideas."""

from typing import NamedTuple


class KnownMistake(NamedTuple):
    """A mistake that learners really make.

    id      letter of the group and number, for good: exercises, pages and tests name it
    topic   key of the topic that it belongs to
    name    what was done
    sign    what tells it apart from the right answer and from its neighbours; for an idea, the question that brings it to light
    look    what a learner is told: where to look, in a kind word, never the formula; for an idea, what is the case instead
    lesson  number of the lesson
    seen    keys of EVIDENCE: public reports of this mistake; empty where none is known
    """

    id: str
    topic: str
    name: str
    sign: str
    look: str
    lesson: int
    seen: tuple = ()


class Topic(NamedTuple):
    """One function that learners write, or the ideas of a lesson. facts: what is true of every right answer."""

    key: str
    title: str
    lesson: int
    facts: str
    mistakes: tuple


def topic(key, title, lesson, facts, rows):
    """A Topic from rows (id, name, sign, look, "E1 E2" or "")."""
    mistakes = (
        KnownMistake(id, key, name, sign, look, lesson, tuple(seen.split())) for id, name, sign, look, seen in rows
    )
    return Topic(key, title, lesson, facts, tuple(mistakes))
