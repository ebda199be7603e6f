"""A submitted file as code cells. It can hold anything, so whatever does not fit is named, and nothing else happens."""

import json
from dataclasses import dataclass

MAX_FILE = 50_000_000  # bytes
MAX_CODE = 1_000_000  # characters of code in all
MAX_CELLS = 5_000


class Unreadable(Exception):
    """The file is no notebook; says why, in words for the student."""


@dataclass(frozen=True)
class Notebook:
    """The code cells as (number, source), counted from 1 over all cells; the ids of all cells; what hand_in wrote, if anything."""

    cells: list
    ids: list
    handed_in: dict


def read(content):
    """The Notebook in these bytes; raises Unreadable."""
    if len(content) > MAX_FILE:
        raise Unreadable(f"The file has {len(content) / 1e6:,.0f} MB. Clear the outputs, save, and hand in again.")
    if not content.strip():
        raise Unreadable("The file is empty.")
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Unreadable("The file is no text. Is it really the .ipynb file?") from None
    except RecursionError:
        raise Unreadable("The file is no notebook: it is nested too deep.") from None
    except ValueError as reason:
        raise Unreadable(f"The file is no notebook, or only a part of one ({str(reason)[:80]}). Save and upload it again.") from None
    if not isinstance(found, dict) or not isinstance(found.get("cells"), list):
        raise Unreadable("The file is JSON, but no notebook: it has no list of cells.")
    if len(found["cells"]) > MAX_CELLS:
        raise Unreadable(f"The notebook has {len(found['cells']):,} cells; {MAX_CELLS:,} are read at most.")
    code = [(number, _source(cell)) for number, cell in enumerate(found["cells"], start=1) if _is_code(cell)]
    if sum(len(source) for _, source in code) > MAX_CODE:
        raise Unreadable(f"The cells hold more than {MAX_CODE:,} characters of code.")
    ids = [cell["id"] for cell in found["cells"] if isinstance(cell, dict) and isinstance(cell.get("id"), str)]
    return Notebook([(number, source) for number, source in code if source.strip()], ids, _handed_in(found))


def _is_code(cell):
    return isinstance(cell, dict) and cell.get("cell_type") == "code"


def _source(cell):
    """A cell's text, which the format lets be one string or a list of lines. A letter that is half of one is replaced."""
    source = cell.get("source", "")
    lines = source if isinstance(source, list) else [source]
    text = "".join(line for line in lines if isinstance(line, str))
    return text.encode("utf-8", "replace").decode("utf-8")


def _handed_in(found):
    metadata = found.get("metadata")
    claim = metadata.get("hand_in") if isinstance(metadata, dict) else None
    return claim if isinstance(claim, dict) else {}
