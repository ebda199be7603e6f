"""require(...): the same check for graders that want an exception, such as nbgrader and otter-grader."""

from .checking import arranged, examine


def require(exercise_id, *answers, seed=None, **named):
    """The points of a question if all of it is right: `require("1.2", sigmoid)`. Takes what `check` takes.

    Otherwise an AssertionError tells for each part what a check would say: where, what to look at, and how to see the same numbers
    again. Nothing is counted as an attempt and nothing is saved. Raises ValueError where the call itself makes no sense.
    """
    exercise, given, seed, replay = arranged(exercise_id, answers, named, seed)
    findings = {part.name: examine(part, given, seed) for part in exercise.parts}
    told = [f"{name}: {_words(finding)}" for name, finding in findings.items() if finding.status != "right"]
    if not told:
        return exercise.points
    again = [f"The same numbers again: {replay}"] if replay and any(finding.status == "wrong" for finding in findings.values()) else []
    raise AssertionError("\n".join([f"{exercise.id} {exercise.title}: not right yet.", *told, *again]))


def _words(finding):
    if finding.status == "blank":
        return " ".join(text for text in ("not attempted yet.", finding.where) if text)
    return " ".join(text for text in (finding.where, finding.idea) if text)
