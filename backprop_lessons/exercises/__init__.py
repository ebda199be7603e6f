"""Checked exercises: `check` an answer, see your `progress`, `hand_in`. What a check knows is in one module per chapter."""

from .checking import check, show_feedback
from .handin import hand_in
from .points import load_progress, progress, save_progress
from .requiring import require

__all__ = ["check", "hand_in", "load_progress", "progress", "require", "save_progress", "show_feedback"]
