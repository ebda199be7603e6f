"""Style sheets as text: take them apart, and drop the rules that no page can ever use."""

import re

GROUPS = ("@media", "@supports", "@layer", "@container")
NAME = re.compile(r"[.#]((?:\\.|[\w-])+)")
COMMENT = re.compile(r"/\*.*?\*/", re.S)
BRACKETED = re.compile(r"\[[^\]]*\]|\((?:[^()]|\([^()]*\))*\)")
READ = re.compile(r"var\(\s*(--[\w-]+)")
VARIABLE = re.compile(r"(?<=[{;])\s*(--[\w-]+)\s*:[^;{}\"']*(?:;|(?=\}))")
# Icons are private-use characters, written as they are or as \f0c9
ICON = re.compile(r"\\([ef][0-9a-f]{3})|([\ue000-\uf8ff])", re.I)


def rules(sheet):
    """Yield (prelude, body) of each rule at the outermost level; body is None for a statement such as @import."""
    start, depth, body_start, quote = 0, 0, 0, ""
    position = 0
    while position < len(sheet):
        letter = sheet[position]
        if letter == "\\":
            position += 1
        elif quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter == "{":
            depth += 1
            if depth == 1:
                body_start = position + 1
        elif letter == "}" and depth:
            depth -= 1
            if depth == 0:
                yield sheet[start : body_start - 1].strip(), sheet[body_start:position]
                start = position + 1
        elif letter == ";" and depth == 0:
            yield sheet[start:position].strip(), None
            start = position + 1
        position += 1


def split_selectors(prelude):
    """The selectors of a rule; commas inside brackets do not separate."""
    parts, depth, start = [], 0, 0
    for position, letter in enumerate(prelude):
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and depth == 0:
            parts.append(prelude[start:position])
            start = position + 1
    return [part.strip() for part in [*parts, prelude[start:]]]


def can_match(selector, words):
    """Whether every class and id that the selector asks for is among the words. What :not() and [..] say is left open."""
    plain = BRACKETED.sub("", selector)
    return all(re.sub(r"\\(.)", r"\1", name) in words for name in NAME.findall(plain))


def prune(sheet, words):
    """The sheet without the rules whose classes and ids occur nowhere."""
    kept = []
    for prelude, body in rules(COMMENT.sub("", sheet)):
        if body is None:
            kept.append(f"{prelude};")
        elif prelude.startswith(GROUPS):
            inner = prune(body, words)
            kept.append(f"{prelude}{{{inner}}}" if inner else "")
        elif prelude.startswith("@"):
            kept.append(f"{prelude}{{{body}}}")
        else:
            selectors = [selector for selector in split_selectors(prelude) if can_match(selector, words)]
            kept.append(f"{','.join(selectors)}{{{body}}}" if selectors and body.strip() else "")
    return "".join(kept)


def without_idle_movements(sheet):
    """The sheet without @keyframes that none of its rules asks for."""
    all_rules = list(rules(sheet))
    asking = " ".join(body or "" for prelude, body in all_rules if "keyframes" not in prelude)
    kept = [
        (prelude, body) for prelude, body in all_rules if "keyframes" not in prelude or prelude.split()[-1] in asking
    ]
    return "".join(f"{prelude};" if body is None else f"{prelude}{{{body}}}" for prelude, body in kept)


def without_idle_variables(sheet, words):
    """The sheet without custom properties that nothing reads: neither its own rules nor any of the words of pages and scripts."""

    def keep(found):
        name = found[1]  # of ours, scripts make up names as they go
        return found[0] if name in read or name[2:] in words or name.startswith("--bl-") else ""

    while True:  # what only a dropped one has read is idle too
        read = set(READ.findall(sheet))
        shorter = VARIABLE.sub(keep, sheet)
        if shorter == sheet:
            return sheet
        sheet = shorter


def icons(sheet):
    """The icon characters that a style sheet shows."""
    return {escaped and chr(int(escaped, 16)) or literal for escaped, literal in ICON.findall(sheet)}
