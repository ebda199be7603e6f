"""The catalogue of known mistakes: what learners get wrong, how it shows, and what to say. Checks and the page on pitfalls read it.

`known("A05")` is one of them; TOPICS holds them by function, in the order of the lessons.
"""

from . import activations, backward, chain_rule, costs, deltas, descent, digits, forward, ideas
from .entries import KnownMistake, Topic
from .evidence import EVIDENCE, links

__all__ = ["CATALOGUE", "EVIDENCE", "KnownMistake", "TOPICS", "Topic", "known", "links"]

MODULES = (activations, forward, costs, deltas, chain_rule, backward, descent, digits, ideas)
TOPICS = tuple(sorted((topic for module in MODULES for topic in module.TOPICS), key=lambda topic: topic.lesson))
CATALOGUE = {mistake.id: mistake for topic in TOPICS for mistake in topic.mistakes}


def known(id):
    """The KnownMistake of that id. Raises ValueError for an id that is not in the catalogue."""
    if id not in CATALOGUE:
        raise ValueError(f"id: expected one of the {len(CATALOGUE)} in the catalogue, such as 'A05', got {id!r}")
    return CATALOGUE[id]
