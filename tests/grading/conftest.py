"""What the tests of the grader share."""

import shutil
import sys

import pytest

from backprop_lessons.grading import build_sandbox


@pytest.fixture(scope="session")
def sandbox():
    """bubblewrap. Where it is missing the tests fail on Linux, for what they promise would be untested."""
    if not sys.platform.startswith("linux"):
        pytest.skip("the sandbox is Linux's")
    if not shutil.which("bwrap"):
        pytest.fail("bubblewrap is needed: apt install bubblewrap", pytrace=False)
    return build_sandbox()
