// The bug hunt: bug by bug the reader predicts whether accuracy would show it, and then sees accuracy and gradient check.
// `answers` holds the predictions so far, true for "accuracy would show it"; all that is drawn follows from it.

const VERDICT = { true: "shows it", false: "lets it pass" };

function render({ model, el }) {
  const items = model.get("items"), right = model.get("right");
  const undo = [];
  const now = element("div", { class: "bl-bug" });
  const score = element("p", { class: "bl-score", role: "status" });
  const numbers = element("div", { class: "bl-scroll", tabindex: "0", role: "region", "aria-label": "What was found" });
  const body = element("div", { class: "bl-body" }, now, score, numbers);
  const root = shell("bl-bug-hunt", model.get("title"), model.get("question"), body);

  const answers = () => model.get("answers").slice(0, items.length);

  function set(list) {
    model.set("answers", list);
    model.save_changes();
  }

  // After a click the button is gone: the keyboard goes on from what is said now.
  function answer(shows) {
    set([...answers(), shows]);
    said.focus();
  }

  const said = element("p", { class: "bl-feedback", tabindex: -1 });

  function feedback(place, shows) {
    const { name, seen, accuracy, relative_error, why } = items[place];
    const well = shows === seen;
    said.className = `bl-feedback ${well ? "bl-right" : "bl-wrong"}`;
    said.replaceChildren(element("strong", {}, well ? "✓ Right. " : "✗ Not quite. "),
      `Bug ${place + 1}, ${name}: accuracy ${VERDICT[seen]}, ${accuracy} (right code ${right.accuracy}). ${why} ` +
      `Gradient check: relative error ${relative_error} (right code ${right.relative_error}).`);
  }

  function lines(text) {
    return text.split("; ").map((line) => element("code", {}, line));
  }

  function ask(place) {
    const { name, right: good, wrong } = items[place];
    const button = (shows, text) => element("button", { type: "button", onclick: () => answer(shows) }, text);
    return [
      element("p", { class: "bl-bug-name" }, `Bug ${place + 1} of ${items.length}: ${name}`),
      element("dl", {}, element("dt", {}, "right"), element("dd", {}, ...lines(good)), element("dt", {}, "planted"), element("dd", {}, ...lines(wrong))),
      element("p", {}, "Trained with this bug, what does the accuracy on the test digits say?"),
      element("div", { class: "bl-buttons" }, button(true, "It shows the bug"), button(false, "It lets it pass"),
        element("button", { type: "button", onclick: () => set([...answers(), ...items.slice(place).map(() => null)]) }, "Show me all")),
    ];
  }

  function refresh() {
    const given = answers(), last = given.length - 1;
    const before = last >= 0 && given[last] !== null ? [said] : [];
    if (before.length) feedback(last, given[last]);
    const again = element("button", { type: "button", onclick: () => set([]) }, "Begin again");
    now.replaceChildren(...before, ...(given.length < items.length ? ask(given.length) : [again]));
    const tried = given.filter((shows) => shows !== null).length;
    const correct = given.filter((shows, place) => shows === items[place].seen).length;
    const passed = items.slice(0, given.length).filter(({ seen }) => !seen).length;
    const missed = items.slice(0, given.length).filter(({ caught }) => !caught).length;
    score.textContent = given.length === 0 ? "" : `${tried ? `Right predictions: ${correct} of ${tried}. ` : ""}` +
      `Of ${given.length} bugs accuracy lets ${passed} pass; the gradient check lets ${missed || "none"}.`;
    const rows = given.map((shows, place) => {
      const { name, seen, accuracy, relative_error } = items[place];
      const mine = shows === null ? "–" : `${VERDICT[shows]} ${shows === seen ? "✓" : "✗"}`;
      return [name, accuracy, relative_error, VERDICT[seen], mine];
    });
    numbers.replaceChildren(...(rows.length ? [numbersTable(["bug", "accuracy", "relative error", "accuracy …", "you said"],
      [["none: the right code", right.accuracy, right.relative_error, "", ""], ...rows])] : []));
  }

  el.replaceChildren(root);
  model.on("change:answers", refresh);
  undo.push(keepKeys(root), () => model.off("change:answers", refresh));
  refresh();
  return () => undo.forEach((step) => step());
}

export default { render };
