"""Every lesson in JupyterLab: it runs from top to bottom, prints what is stored, and each of its widgets is alive."""

import pytest
from browsing import NOTEBOOKS
from live import assert_alive

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LESSONS = [f"{name.removeprefix('lessons/')}.ipynb" for name in NOTEBOOKS if "/exercises/" not in name]


@pytest.mark.parametrize("notebook", LESSONS)
def test_the_lesson_runs_prints_what_is_stored_and_its_widgets_answer(browser, lab, notebook):
    assert_alive(browser, lab, notebook)
