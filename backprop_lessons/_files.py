"""Writing a file so that nobody ever finds half of it."""

import os
from pathlib import Path


def write_whole(path, text):
    """Replace a file in one step: whoever looks sees the old one or the new one. Raises OSError and leaves the old one as it was."""
    path = Path(path)
    draft = path.parent / f".{path.name}.{os.getpid()}.new"
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
