"""The widgets' JavaScript under Node.js: how a test asks it for numbers."""

import json
import shutil
import subprocess

import pytest

from backprop_lessons.widgets import base


def node():
    return shutil.which("node") or pytest.skip("Node.js was not found; the browser tests compare what is drawn all the same")


def ask(expression, inputs, shared=(), module=None):
    """What the function `expression` makes of each input, beside common.js, these files of shared/, and a widget's own module."""
    text = "".join(base.source(f"shared/{name}.js") for name in ("common", *shared))
    if module:
        text += base.source(f"{module}.js").replace(base.LAST_LINE, "")
    script = f"{text}\nconst inputs = {json.dumps(inputs)};\nconsole.log(JSON.stringify(inputs.map({expression})));"
    done = subprocess.run([node(), "-"], input=script, capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
