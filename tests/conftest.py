"""What all tests share."""

import pytest

from tools import chromium


@pytest.fixture(scope="session")
def chromium_path():
    """The browser that the `browser` tests drive. Without one they fail, and the sentence says what to install."""
    return chromium.find() or pytest.fail(chromium.HOW_TO_INSTALL, pytrace=False)
