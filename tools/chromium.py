"""Where this machine keeps a browser that the tests can drive."""

import os
import shutil

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"]
PLACES = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
]
HOW_TO_INSTALL = (
    "Chromium was not found. Install it (Debian, Ubuntu: sudo apt install chromium; macOS: brew install --cask "
    "chromium; Chrome and Edge do as well), or name its program in the environment variable CHROMIUM."
)


def find():
    """The path of Chromium, Chrome or Edge, or None. The environment variable CHROMIUM goes before all."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    found = [shutil.which(name) for name in NAMES] + [place for place in PLACES if os.path.isfile(place)]
    return next(filter(None, found), None)
