import pytest

from backprop_lessons.exercises.points import POINTS


@pytest.fixture(autouse=True)
def no_points_yet():
    """Each test begins like a notebook that was just opened, and leaves nothing behind."""
    POINTS.reset()
    yield
    POINTS.reset()
