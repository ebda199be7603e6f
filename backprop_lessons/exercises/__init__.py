"""Checked exercises: `check` an answer, see your `progress`. What a check knows is in one module per chapter."""

from .checking import check
from .points import load_progress, progress, save_progress

__all__ = ["check", "load_progress", "progress", "save_progress"]
