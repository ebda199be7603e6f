"""The playground in its page: what it shows is what the package computes; it pauses, begins anew, and a link leads back."""

import json
import random
import re

import pytest
from browsing import PHONE
from explorers import number
from playwright.sync_api import expect

from backprop_lessons.widgets import playground_runs
from backprop_lessons.widgets.playground import DATA, RATES, STARTS, Playground, described

pytestmark = pytest.mark.browser

LESSON = "lessons/07_real_network.html"
TITLE = described()["title"]
BASE = Playground().setting()
NAMES = {"training cost": "train_cost", "test cost": "test_cost", "training accuracy": "train_accuracy", "test accuracy": "test_accuracy"}


class Page:
    """The playground of a page, its question answered."""

    def __init__(self, page):
        self.page = page
        self.root = page.locator("section.bl-playground")
        if self.root.locator(".bl-question input").count():
            self.root.get_by_label("all weights 0").check()
            self.root.get_by_role("button", name="Predict").press("Enter")

    def button(self, name):
        return self.root.get_by_role("button", name=name, exact=True)

    def readout(self):
        pairs = (text.split(" = ") for text in self.root.locator(".bl-readout > span:not(.bl-note)").all_inner_texts())
        return {label.strip(): number(value) for label, value in pairs}

    def words(self):
        return self.root.locator(".bl-note").inner_text().strip()

    def choose(self, **setting):
        """Set controls by what they are called."""
        for name, value in setting.items():
            control = next(c for c in described()["controls"] if c["name"] == name)
            label = control["labels"][control["values"].index(value)]
            if control["kind"] == "slider":
                self.root.get_by_label(control["label"]).fill(str(control["values"].index(value)))
            elif control["kind"] == "menu":
                self.root.get_by_label(control["label"], exact=True).select_option(label)
            else:
                self.root.get_by_label(label, exact=True).check()

    def assert_shows(self, setting, epochs):
        records, _ = playground_runs.history(setting, epochs)
        shown = self.readout()
        assert shown["epochs"] == epochs and shown["random start"] == setting["seed"]
        for label, name in NAMES.items():
            assert shown[label] == pytest.approx(records[-1][name], rel=2e-3, abs=2e-4), (label, setting)
        bars = self.root.locator("svg[aria-label^='The length of the gradient'] text").all_text_contents()
        found = [number(text) for text in bars if re.fullmatch(r"[\d.e\u2212]+", text)][-len(records[-1]["gradients"]) :]
        return records, found


@pytest.fixture
def playground(visit, built):
    return Page(visit(f"{built.as_uri()}/{LESSON}", offline=True))


def test_epoch_by_epoch_it_shows_what_the_package_computes(playground):
    playground.assert_shows(BASE, 0)
    for epoch in (1, 2, 3):
        playground.button("One epoch").press("Enter")
        playground.assert_shows(BASE, epoch)


def test_random_settings_show_the_packages_numbers(playground):
    choice = random.Random()
    for _ in range(4):
        setting = {
            **BASE,
            "data": choice.choice(list(DATA)),
            "layers": choice.choice([1, 2]),
            "width": choice.randint(1, 16),
            "activation": choice.choice(["sigmoid", "tanh", "relu"]),
            "cost": choice.choice(["quadratic", "binary_cross_entropy"]),
            "learning_rate": choice.choice(RATES[:7]),
            "initialisation": choice.choice(list(STARTS)),
            "batch_size": choice.choice([1, 10, 30, 120]),
        }
        playground.choose(**{name: value for name, value in setting.items() if name != "seed"})
        playground.assert_shows(setting, 0)
        playground.button("One epoch").press("Enter")
        playground.button("One epoch").press("Enter")
        playground.assert_shows(setting, 2)


def test_it_trains_pauses_and_goes_back_to_the_start(playground):
    playground.button("Train").press("Enter")
    expect(playground.button("Pause")).to_be_visible()
    playground.page.wait_for_function("() => parseInt(document.querySelector('.bl-playground .bl-readout strong').textContent) >= 3")
    playground.button("Pause").press("Enter")
    epochs = int(playground.readout()["epochs"])
    playground.assert_shows(BASE, epochs)
    playground.page.wait_for_timeout(300)
    assert playground.readout()["epochs"] == epochs, "a pause is a pause"
    playground.button("Reset").press("Enter")
    playground.assert_shows(BASE, 0)
    playground.button("Other random start").press("Enter")
    playground.assert_shows({**BASE, "seed": 2}, 0)


def test_a_change_while_it_trains_begins_a_new_run_that_goes_on(playground):
    playground.button("Train").press("Enter")
    playground.choose(activation="relu")
    expect(playground.button("Pause")).to_be_visible()
    playground.page.wait_for_function("() => parseInt(document.querySelector('.bl-playground .bl-readout strong').textContent) >= 2")
    playground.button("Pause").press("Enter")
    playground.assert_shows({**BASE, "activation": "relu"}, int(playground.readout()["epochs"]))


def test_it_stops_when_the_page_is_hidden_or_out_of_sight(playground):
    playground.button("Train").press("Enter")
    playground.page.evaluate("""() => {
        Object.defineProperty(document, "hidden", { get: () => true, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }""")
    expect(playground.button("Train")).to_be_visible()
    playground.page.evaluate("() => { delete document.hidden; }")
    playground.button("Train").press("Enter")
    playground.page.wait_for_timeout(200)
    playground.page.evaluate("() => window.scrollTo({ top: 0, behavior: 'instant' })")
    expect(playground.root.get_by_text("Train", exact=True)).to_have_count(1)


@pytest.mark.parametrize("place", ["disk", "web"])
def test_a_link_leads_to_the_same_view(visit, built, web, place):
    page = visit(f"{built.as_uri() if place == 'disk' else web}/{LESSON}", viewport=PHONE)
    first = Page(page)
    first.choose(data="moons", width=5, activation="relu", cost="quadratic", initialisation="small", batch_size=30)
    first.button("Other random start").click()
    for _ in range(4):
        first.button("One epoch").click()
    first.root.get_by_text("A link to this view").click()
    address = first.root.locator(".bl-share").inner_text()
    assert address.split("#")[0] == page.url.split("#")[0]
    second = Page(visit(address, viewport=PHONE))
    setting = {**BASE, "data": "moons", "width": 5, "activation": "relu", "cost": "quadratic", "initialisation": "small",
               "batch_size": 30, "seed": 2}  # fmt: skip
    second.page.wait_for_function("() => document.querySelector('.bl-playground .bl-readout strong').textContent === '4'")
    expect(second.button("Train")).to_be_visible()
    second.assert_shows(setting, 4)
    assert second.readout() == first.readout()
    assert second.root.get_by_label("First weights").input_value() == STARTS["small"]
    assert second.root.get_by_label("Units in each hidden layer").get_attribute("aria-valuetext") == "5"


def test_an_address_that_asks_for_nonsense_shows_the_usual_view(visit, built):
    playground = Page(visit(f"{built.as_uri()}/{LESSON}#playground?width=99&data=%22%3E&epochs=-1", offline=True))
    playground.assert_shows(BASE, 0)


def test_the_link_is_copied_or_marked(playground):
    playground.root.get_by_text("A link to this view").click()
    playground.button("Copy").press("Enter")
    expect(playground.root.locator("details [role=status]")).to_have_text(re.compile("Copied|marked"))


def test_what_goes_wrong_is_said_in_words(playground):
    playground.choose(initialisation="zeros")
    playground.button("One epoch").press("Enter")
    assert "The gradient is 0" in playground.words() and "All 8 units" in playground.words()
    _, shown = playground.assert_shows({**BASE, "initialisation": "zeros"}, 1)
    assert shown == [0, 0]


def test_the_bars_and_the_table_have_the_gradients(playground):
    playground.button("One epoch").press("Enter")
    records, shown = playground.assert_shows(BASE, 1)
    assert shown == pytest.approx(records[-1]["gradients"], rel=2e-3)
    playground.root.get_by_text("The run as a table").click()
    cells = playground.root.locator("tbody tr").last.locator("td")
    wanted = [records[-1][name] for name in NAMES.values()] + records[-1]["gradients"]
    expect(cells).to_have_count(len(wanted))  # a table is filled once it is opened
    assert [number(cell) for cell in cells.all_inner_texts()] == pytest.approx(wanted, rel=2e-3, abs=2e-4)
    bars = playground.root.locator(".bl-bar")
    widths = [float(bar.get_attribute("width")) for bar in bars.all()]
    longer = records[-1]["gradients"][0] > records[-1]["gradients"][1]
    assert (widths[0] > widths[1]) == longer


def test_classes_differ_by_marker_and_every_point_is_there(playground):
    picture = playground.root.locator("svg[aria-label^='The two classes']")
    counts = {kind: picture.locator(f"{kind}.bl-mark").count() for kind in ("circle", "rect")}
    assert counts == {"circle": 100, "rect": 100}
    assert picture.locator(".bl-mark-test").count() == playground_runs.TEST
    assert picture.locator("pattern").count() == 1 and picture.locator(".bl-boundary").get_attribute("d")


def test_the_state_in_the_page_has_the_points_of_the_package(visit, built):
    page = visit(f"{built.as_uri()}/{LESSON}", offline=True)
    state = json.loads(page.locator(".bl-widget[data-widget=playground] script").inner_text() or "null") or json.loads(
        page.locator(".bl-widget[data-widget=playground] script").text_content()
    )
    for name in DATA:
        for part, (X, Y) in playground_runs.points(name).items():
            assert state["spec"]["points"][name][part]["X"] == X.tolist()
            assert state["spec"]["points"][name][part]["Y"] == Y.tolist()
