// A quiz: one question at a time can be answered, each option has its own feedback, the score counts first answers.

function render({ model, el }) {
  const items = model.get("items");
  const first = new Map();
  const score = element("p", { class: "bl-score", role: "status" });
  const id = freshId("bl");

  function answered(place, right) {
    if (!first.has(place)) first.set(place, right);
    const correct = [...first.values()].filter(Boolean).length;
    score.textContent = `Right at the first try: ${correct} of ${first.size} answered, ${items.length} in all.`;
  }

  const questions = items.map((item, place) => ask(item, place, answered));
  const root = element("section", { class: "bl-quiz", "aria-labelledby": id },
    element("p", { class: "bl-title", id }, model.get("title")), ...questions, score);
  el.replaceChildren(root);
  return keepKeys(root);
}

function ask(item, place, answered) {
  const name = freshId("bl-answer");
  const inputs = item.options.map((_, k) => element("input", { type: "radio", name, value: k }));
  const labels = item.options.map((option, k) => element("label", {}, inputs[k], ` ${option.text}`));
  const feedback = element("p", { class: "bl-feedback", role: "status" });

  function check() {
    const chosen = inputs.findIndex((input) => input.checked);
    if (chosen < 0) { feedback.textContent = "Choose an answer first."; return; }
    const right = chosen === item.right;
    feedback.className = `bl-feedback ${right ? "bl-right" : "bl-wrong"}`;
    feedback.replaceChildren(element("strong", {}, right ? "✓ Right. " : "✗ Not quite. "), item.options[chosen].feedback);
    answered(place, right);
  }

  return element("div", { class: "bl-item" },
    element("fieldset", {}, element("legend", {}, `${place + 1}. ${item.prompt}`), ...labels),
    element("button", { type: "button", onclick: check }, "Check"), feedback);
}

export default { render };
