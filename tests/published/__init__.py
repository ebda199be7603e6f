"""Numbers that others have printed, and anchors of our own: one row each.

The tests check every row, and the page "Published numbers" of the book is made from the same rows, so the two cannot disagree.
Needs numpy and the package only: a build of the book reads it.
"""

from . import baydin, costs, cs231n, mazur, nielsen, overflow
from .rows import Anchor, Disagreement, Row, Table, agrees

__all__ = ["TABLES", "Anchor", "Disagreement", "Row", "Table", "agrees"]

TABLES = {table.name: table for module in (mazur, nielsen, cs231n, baydin, costs, overflow) for table in module.TABLES}
