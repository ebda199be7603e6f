"""The book's own Sphinx extension: maths set at build time, widgets in prose pages, light pages, a fork's own address."""

from pathlib import Path

from . import assets, citations, maths, repository, weight, widgets


def setup(app):
    for module in (repository, maths, widgets, citations, assets, weight):
        module.connect(app)
    app.connect("config-inited", use_templates)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def use_templates(app, config):
    config.templates_path = [*config.templates_path, str(Path(__file__).parent / "templates")]
