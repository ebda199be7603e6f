"""A submission's functions, called with the grader's arguments."""

import contextlib
import tracemalloc

from .limits import OutOfTime, alarm
from .telling import told


class Caller:
    """Calls functions of the submission with the grader's arguments."""

    def __init__(self, pipe, functions, codec, np):
        self.pipe, self.functions, self.codec, self.np = pipe, functions, codec, np

    def answer(self, request):
        """One call: what it gave back or raised, and the arguments afterwards if they have changed. A measured call tells its measure."""
        book = self.codec.Book(function=self.stand_in)
        args = self.codec.read(request["args"], book, learn=True)
        before = None if request["measure"] else self.codec.write(args, book.again())
        reply = {}
        try:
            with self.np.errstate(**request["errstate"]), alarm(request["seconds"]):
                call = peak_memory if request["measure"] else plain_call
                result = call(self.functions[request["function"]], args)
                reply["returned"] = self.codec.write(result, book.again())
        except OutOfTime:
            return {"late": True}
        except self.codec.Refused as reason:
            return {"refused": str(reason)}
        except BaseException as error:
            reply = {"raised": told(error)}
        if request["measure"]:
            return reply
        with contextlib.suppress(BaseException), alarm(5):
            after = self.codec.write(args, book.again())
            if after != before:
                reply["after"] = after
        return reply

    def stand_in(self, number, name):
        """A function that lives on the other side: one of the course's package, or one that the grader lends."""
        if isinstance(number, dict):
            module = __import__(number["m"], fromlist=[number["n"]])
            return getattr(module, number["n"])

        def function(*args):
            book = self.codec.Book(function=self.stand_in)
            self.pipe.send({"ask": number, "args": self.codec.write(args, book)})
            reply = self.pipe.receive()
            if "raised" in reply:
                raise self.codec.exception(reply["raised"]["kind"], reply["raised"]["message"])
            return self.codec.read(reply["returned"], self.codec.Book())

        function.__name__ = name
        return function


def plain_call(function, args):
    return function(*args)


def peak_memory(function, args):
    """Bytes of new memory at the worst moment of a second call with these arguments."""
    function(*args)  # first touches belong to no call
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        function(*args)
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
