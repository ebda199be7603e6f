"""The lint's rules: the course's notebooks keep them, and for each rule a notebook that breaks it is caught."""

import copy
import json

import pytest

from tools.notebook_lint import RULES, VIEW, lint
from tools.notebooks import paths, shown


@pytest.mark.parametrize("path", paths(), ids=shown)
def test_every_notebook_keeps_the_rules(path):
    assert lint(json.loads(path.read_text(encoding="utf-8")), shown(path)) == []


def good_notebook():
    return {
        "cells": [
            {"cell_type": "markdown", "metadata": {}, "source": "One number, worked out below."},
            {
                "cell_type": "code",
                "execution_count": 1,
                "metadata": {},
                "source": ["z = 2 * 0.5\n", "print(z)"],
                "outputs": [{"output_type": "stream", "name": "stdout", "text": "1.0\n"}],
            },
            {"cell_type": "markdown", "metadata": {}, "source": "And a picture:\n\n![a hill](hill.png)"},
            {
                "cell_type": "code",
                "execution_count": 2,
                "metadata": {"tags": ["nbval-ignore-output"]},
                "source": "show(z)",
                "outputs": [display(**{"text/html": '<figure aria-label="a hill"></figure>', "text/plain": "Figure()"})],
            },
        ],
        "metadata": {"kernelspec": {"name": "python3"}},
    }


def stream(text, name="stdout"):
    return {"output_type": "stream", "name": name, "text": text}


def display(**data):
    return {"output_type": "display_data", "metadata": {}, "data": data}


def error(*traceback):
    return {"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": list(traceback)}


def text_cell(text):
    def change(nb):
        nb["cells"][0]["source"] = text

    return change


def output(*outputs):
    def change(nb):
        nb["cells"][1]["outputs"] = list(outputs)

    return change


def code(text):
    def change(nb):
        nb["cells"][1]["source"] = text

    return change


def tagged(tag, *outputs):
    def change(nb):
        nb["cells"][1]["metadata"]["tags"] = [tag]
        nb["cells"][1]["outputs"] = list(outputs)

    return change


def count(number):
    def change(nb):
        nb["cells"][3]["execution_count"] = number

    return change


def no_outputs(nb):
    for cell in nb["cells"]:
        if "outputs" in cell:
            cell["outputs"] = []


def no_prose(nb):
    del nb["cells"][2]


def other_kernel(nb):
    nb["metadata"]["kernelspec"]["name"] = "my-env"


WIDGET = {VIEW: {"model_id": "1"}, "text/plain": "Explorer()"}
CONTROL = {"text/plain": "interactive(children=(FloatSlider(value=0.1),))"}
BROKEN = [
    ("was_run_in_order", "In [2]", count(3)),
    ("was_run_in_order", "In [2]", count(None)),
    ("was_run_in_order", "In [1]", code(" \n")),
    ("has_outputs", "whole notebook", no_outputs),
    ("has_no_stderr", "In [1]", output(stream("UserWarning: old", "stderr"))),
    ("errors_are_announced", "In [1]", output(error())),
    ("errors_are_announced", "In [1]", tagged("raises-exception", stream("fine"))),
    ("has_no_addresses", "In [1]", output(stream("<Network object at 0x7f3a9c0d1e50>"))),
    ("has_no_addresses", "In [1]", output(display(**{"text/html": ["<p>\n", "at 0x7f3a9c0d1e50</p>"]}))),
    ("ignored_cells_print_nothing", "In [1]", tagged("nbval-ignore-output", stream("0.97"))),
    ("ignored_cells_print_nothing", "In [1]", tagged("nbval-ignore-output", display(**{"text/plain": "0.97"}))),
    ("every_cell_is_proved", "In [1]", tagged("nbval-skip", stream("0.97"))),
    ("every_cell_is_proved", "In [1]", code("# NBVAL_IGNORE_OUTPUT\nprint(z)")),
    ("widgets_have_a_page_form", "In [1]", output(display(**WIDGET))),
    ("widgets_have_a_page_form", "In [1]", output(display(**CONTROL))),
    ("code_cells_are_short", "In [1]", code("\n".join(["z = 1"] * 16))),
    ("prose_goes_before_code", "In [2]", no_prose),
    ("kernel_is_python3", "whole notebook", other_kernel),
    ("has_no_absolute_paths", "In [1]", code("open('/home/ada/digits.csv')")),
    ("has_no_absolute_paths", "text cell 1", text_cell(r"See C:\Users\ada\digits.csv")),
    ("has_no_absolute_paths", "In [1]", tagged("raises-exception", error("File /opt/course/network.py:3"))),
    ("text_is_plain_markdown", "text cell 1", text_cell("Look:\n\n```{note}\nWell.\n```")),
    ("text_is_plain_markdown", "text cell 1", text_cell(":::{figure} hill.png\n:::")),
    ("text_is_plain_markdown", "text cell 1", text_cell("See {ref}`chain-rule`.")),
    ("text_is_plain_markdown", "text cell 1", text_cell("(chain-rule)=\n# The chain rule")),
    ("pictures_have_words", "In [1]", output(display(**{"text/html": "<figure><svg></svg></figure>"}))),
    ("pictures_have_words", "In [1]", output(display(**{"text/html": '<figure aria-label=" "><svg></svg></figure>'}))),
    ("pictures_have_words", "text cell 1", text_cell("![](hill.png)")),
]


def test_the_good_notebook_keeps_the_rules():
    assert lint(good_notebook(), "good") == []


@pytest.mark.parametrize(("rule", "place", "spoil"), BROKEN, ids=[f"{n}-{row[0]}" for n, row in enumerate(BROKEN)])
def test_a_notebook_that_breaks_a_rule_is_caught_by_it(rule, place, spoil):
    nb = copy.deepcopy(good_notebook())
    spoil(nb)
    (check,) = [check for check in RULES if check.__name__ == rule]
    assert [found for found, _ in check(nb)] == [place]
    assert any(line.startswith(f"broken, {place}: ") for line in lint(nb, "broken"))


def test_every_rule_has_a_notebook_that_breaks_it():
    assert {row[0] for row in BROKEN} == {check.__name__ for check in RULES}


@pytest.mark.parametrize(
    "text",
    [
        "Maths stays: $\\{a\\}$, $$\\frac{dC}{dW}\\tag{2.1}$$ and `{ref}` in code",
        "```python\nx = {1}\n```",
        "A fraction 1/2, a ratio in/out, a link https://example.org/home/ada and a drive letter C: alone",
    ],
)
def test_plain_text_is_left_in_peace(text):
    nb = good_notebook()
    nb["cells"][0]["source"] = text
    assert lint(nb, "good") == []
