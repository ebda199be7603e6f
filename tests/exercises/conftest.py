import pytest

from backprop_lessons.exercises.points import POINTS, SWITCH


@pytest.fixture(autouse=True)
def no_points_yet(monkeypatch):
    """Each test begins like a notebook that was just opened, and leaves nothing behind."""
    monkeypatch.setenv(SWITCH, "off")
    POINTS.reset()
    yield
    POINTS.reset()


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    """A folder like a learner's, where points are written."""
    monkeypatch.delenv(SWITCH)
    monkeypatch.chdir(tmp_path)
    return tmp_path
