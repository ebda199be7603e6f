"""What repo2docker's own image holds, read from the files that repo2docker makes it from."""

import importlib.util
import re
from pathlib import Path

BINDER = Path(__file__).resolve().parents[1] / "binder"


def image_folder():
    """Where repo2docker keeps what its images are made of."""
    return Path(importlib.util.find_spec("repo2docker").origin).parent / "buildpacks/conda"


def python_version():
    return (BINDER / "runtime.txt").read_text().strip().removeprefix("python-")


def base_image():
    """{name: version} of what the image holds for the Python in runtime.txt."""
    lock = image_folder() / f"environment.py-{python_version()}-linux-64.lock"
    found = re.findall(r"/([^/]+)-([^-/]+)-[^-/]+\.(?:conda|tar\.bz2)", lock.read_text())
    return {name.lower().replace("_", "-"): version for name, version in found}
