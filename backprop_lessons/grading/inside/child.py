"""The program inside the sandbox: a submission's cells, and then its functions, as often as the grader asks.

It is handed everything through its standard input. It knows no reference, no check and no seed. Whatever a submission does to
this process, it can only spoil its own answers: the grader compares them elsewhere.
"""

import sys

from .calls import Caller
from .cells import Submission, written
from .limits import confine
from .pipe import Pipe, mute


def main():
    pipe = Pipe()
    task = pipe.receive()
    confine(task["limits"], task["uid"])
    sys.path.extend(path for path in task["paths"] if path not in sys.path)
    import numpy as np

    from . import codec

    for name in [name for name in sys.modules if name.split(".")[0] == __package__]:
        del sys.modules[name]  # what a submission imports of these is a copy: it cannot meddle with them by accident
    mute(2)  # until here a complaint is about the sandbox
    functions = []
    submission = Submission(task["cells"], task["outline"])
    troubles = {}
    for number, source in task["cells"]:
        pipe.send({"cell": number})
        trouble = submission.run(number, source, task["seconds"])
        if trouble:
            troubles[number] = trouble
    answers = submission.answers()
    pipe.send({"troubles": troubles, "answers": written(answers, functions, codec)})
    caller = Caller(pipe, functions, codec, np)
    while True:
        pipe.send(caller.answer(pipe.receive()))
