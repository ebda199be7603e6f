"""The book's own Sphinx extension: maths set at build time, widgets, numbers and claims from the tests, light pages, a fork's address."""

from pathlib import Path

from . import (
    assets,
    chapter_map,
    citations,
    claims,
    gallery,
    lessons,
    listings,
    maths,
    pitfalls,
    promises,
    published,
    repository,
    solutions,
    weight,
    widgets,
)

MODULES = (
    repository, maths, widgets, lessons, chapter_map, gallery, published, claims, pitfalls, solutions, promises,
    citations, listings, assets, weight,
)  # fmt: skip


def setup(app):
    for module in MODULES:
        module.connect(app)
    app.connect("config-inited", use_templates)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def use_templates(app, config):
    config.templates_path = [str(Path(__file__).parent / "templates"), *config.templates_path]  # before the theme's own
