"""Check an answer that was chosen: one letter, or several."""

from .examine import Finding


def examine_choice(part, answer):
    """A choice or a prediction. A letter, the option's own words, or, where several are asked, a list of letters."""
    if answer is None or answer is Ellipsis:
        return Finding("blank")
    options = {option.key: option for option in part.options}
    chosen = _letters(answer, options)
    if chosen is None:
        letters = ", ".join(f'"{key}"' for key in options)
        several = ' Give all that apply, such as ["a", "b"].' if isinstance(part.right, tuple) else ""
        return Finding("wrong", f"{part.name} should be one of the letters {letters}; yours is {_short(answer)}.{several}")
    if part.right is None:
        return Finding("right", f'You predicted "{options[chosen[0]].text}". {options[chosen[0]].feedback}')
    right = part.right if isinstance(part.right, tuple) else (part.right,)
    if sorted(chosen) == sorted(right):
        return Finding("right", " ".join(options[key].feedback for key in right))
    surplus = [key for key in chosen if key not in right]
    if not surplus:
        words = f"{part.name}: all that you chose is right, but something is missing."
        return Finding("wrong", words, "Look at the others one by one.", part.small)
    told = options[surplus[0]]
    return Finding("wrong", f'"{told.text}" does not hold.', told.feedback, part.small, f"{part.name}={told.key}")


def _letters(answer, options):
    """The chosen letters, or None if that is no answer."""
    if isinstance(answer, str):
        answer = [answer]
    if not isinstance(answer, (list, tuple, set)) or not answer:
        return None
    letters = []
    for word in answer:
        if not isinstance(word, str):
            return None
        plain = word.strip().lower().strip("().")
        found = next((key for key, option in options.items() if plain in (key.lower(), option.text.lower())), None)
        if found is None:
            return None
        letters.append(found)
    return sorted(set(letters))


def _short(answer):
    try:
        text = repr(answer)
    except Exception:  # whatever a strange object does
        return f"a {type(answer).__name__}"
    return text if len(text) <= 60 else f"a {type(answer).__name__}"
