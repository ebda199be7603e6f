"""An exception in words: what happened, and in which line of the submission."""

import linecache


def told(error):
    """An exception as texts: its kind, its message, and the line of the submission that it came from."""
    try:
        message = str(error)[:500]
    except BaseException:  # an exception of the learner's own may not even be printable
        message = ""
    return {"kind": type(error).__name__[:80], "message": message, "line": own_line(error)}


def own_line(error):
    own, step = None, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename.startswith("<cell "):
            own = step
        step = step.tb_next
    if own is None:
        return ""
    code = own.tb_frame.f_code
    text = linecache.getline(code.co_filename, own.tb_lineno).strip()[:200]
    if code.co_name == "<module>":
        return f"in line {own.tb_lineno} of the cell" + (f": `{text}`" if text else "")
    return f"in line {own.tb_lineno - code.co_firstlineno + 1} of {code.co_name}" + (f": `{text}`" if text else "")
