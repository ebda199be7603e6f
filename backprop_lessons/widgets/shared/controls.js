// Sliders, choices and players. Each takes what it controls as { control, get, set, live, undo, quiet } and gives its node
// and show(), which brings it up to the present value. `control` says its name, its label, and its values with their labels.

// The place among `values` that is nearest to `value`.
function nearest(values, value) {
  let best = 0;
  values.forEach((candidate, k) => {
    if (candidate === value) best = k;
    else if (typeof value === "number" && Math.abs(candidate - value) < Math.abs(values[best] - value)) best = k;
  });
  return best;
}

const CONTROLS = {
  slider({ control, get, set, live }) {
    const id = freshId("bl-slider");
    const input = element("input", { type: "range", id, min: 0, max: control.values.length - 1, step: 1,
      oninput: () => set(control.values[Number(input.value)]) });
    const shown = element("output", { for: id });
    const exact = live && exactField(control, set);
    const node = element("div", { class: "bl-control" }, element("label", { for: id }, control.label, " = ", shown), input, ...(exact ? [exact.node] : []));
    return {
      node,
      show() {
        const value = get(), place = nearest(control.values, value);
        const text = value === control.values[place] ? control.labels[place] : format(value);
        input.value = place;
        input.setAttribute("aria-valuetext", text);
        shown.textContent = text;
        if (exact) exact.show(value);
      },
    };
  },

  choice({ control, get, set }) {
    const name = freshId("bl-choice");
    const inputs = control.values.map((value) => element("input", { type: "radio", name, onchange: () => set(value) }));
    const labels = inputs.map((input, k) => element("label", {}, input, ` ${control.labels[k]}`));
    return {
      node: element("fieldset", { class: "bl-control" }, element("legend", {}, control.label), ...labels),
      show() { inputs.forEach((input, k) => { input.checked = control.values[k] === get(); }); },
    };
  },

  player({ control, get, set, undo, quiet }) {
    const id = freshId("bl-player");
    let timer = null;
    const input = element("input", { type: "range", id, min: 0, max: control.last, step: 1,
      oninput: () => { stop(); set(Number(input.value)); } });
    const shown = element("output", { for: id });
    const button = element("button", { type: "button", onclick: () => (timer ? stop() : play()) }, "Play");

    function play() {
      if (get() >= control.last) set(0);
      button.textContent = "Pause";
      quiet(true);
      timer = window.setInterval(() => {
        const next = get() + (control.stride ?? 1);
        set(Math.min(next, control.last));
        if (next >= control.last) stop();
      }, 100);
    }

    function stop() {
      window.clearInterval(timer);
      timer = null;
      button.textContent = "Play";
      quiet(false);
    }

    undo.push(stop);
    return {
      node: element("div", { class: "bl-control" }, element("label", { for: id }, control.label, " = ", shown),
        element("div", { class: "bl-player" }, input, button)),
      show() {
        input.value = get();
        shown.textContent = get();
      },
    };
  },
};

// With a kernel any value can be asked for, not only those of the slider.
function exactField(control, set) {
  const id = freshId("bl-exact");
  const input = element("input", { type: "text", inputmode: "decimal", id, size: 8, onchange: apply });
  const hint = element("span", { class: "bl-hint", role: "status" });

  function apply() {
    const value = Number(input.value.replace(",", "."));
    const low = Math.min(...control.values), high = Math.max(...control.values);
    const legal = input.value.trim() !== "" && Number.isFinite(value) && value >= low && value <= high;
    input.setAttribute("aria-invalid", String(!legal));
    hint.textContent = legal ? "" : `Expected a number from ${format(low)} to ${format(high)}.`;
    if (legal) set(value);
  }

  return {
    node: element("span", { class: "bl-exact" }, element("label", { for: id }, "exactly "), input, hint),
    show(value) {
      if (document.activeElement === input) return;
      input.value = String(Number(value.toPrecision(4)));
      input.setAttribute("aria-invalid", "false");
      hint.textContent = "";
    },
  };
}
