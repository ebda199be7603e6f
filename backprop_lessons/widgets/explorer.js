// Draws any explorer: controls, panels and readouts as its description says. In a page the computed settings come with it
// (`frames`); with a kernel Python is asked for each one.
//
// Layers: line (x, y; timed: only up to the shown update; dots), points (x, y), contours (regions by level),
// logistic (the curve σ(w x + b) of the shown update). "{name}" in the name of a series stands for a control's setting.

const WIDTH = 340, HEIGHT = 250; // of a panel whose width cannot be measured yet
const EDGE = { left: 52, right: 10, top: 10, bottom: 44 };

function sigmoid(z) {
  const small = Math.exp(-Math.abs(z));
  return (z >= 0 ? 1 : small) / (1 + small);
}

function render({ model, el }) {
  const spec = model.get("spec");
  const frames = model.get("frames");
  const live = model.get("live");
  const undo = [];
  const player = spec.controls.find((control) => control.kind === "player");
  const series = (name) => {
    const key = name.replace(/\{(\w+)\}/g, (_, control) => model.get(control));
    return frame()[key] ?? spec.series[key];
  };

  function place(control) {
    const value = model.get(control.name);
    let best = 0;
    control.values.forEach((candidate, k) => {
      if (candidate === value) best = k;
      else if (typeof value === "number" && Math.abs(candidate - value) < Math.abs(control.values[best] - value)) best = k;
    });
    return best;
  }

  function frame() {
    if (!frames) return model.get("frame");
    return frames[spec.controls.filter((control) => control !== player).map(place).join(",")];
  }

  // ---- setting a control

  const controls = spec.controls.map((control) => CONTROLS[control.kind]({ control, model, live, place, set, undo, quiet }));

  // While it plays, ten new numbers a second are not read out.
  function quiet(on) {
    readout.setAttribute("aria-live", on ? "off" : "polite");
  }

  function set(name, value) {
    model.set(name, value);
    model.save_changes();
    refresh();
  }

  function refresh() {
    for (const control of controls) control.show();
    draw();
  }

  // ---- drawing

  const fields = element("div", { class: "bl-controls" }, ...controls.map((control) => control.node));
  const panels = spec.panels.map((panel) => {
    const svg = drawing("svg", { height: HEIGHT, role: "img", "aria-label": panel.alt });
    const legend = panel.layers.filter((layer) => layer.label).map((layer) =>
      element("span", { class: `bl-key bl-key-${layer.shape ?? "line"}`, style: `--bl-key: var(--bl-c${layer.color})` }, layer.label));
    const caption = element("figcaption", {}, panel.title);
    const node = element("figure", { class: panel.wide && "bl-wide" }, caption, svg, element("div", { class: "bl-legend" }, ...legend));
    return { panel, svg, node };
  });
  const readout = element("output", { class: "bl-readout", "aria-live": "polite" });
  const numbers = element("div", { class: "bl-scroll", tabindex: "0", role: "region", "aria-label": "Numbers of the picture" });
  const details = element("details", { ontoggle: () => draw() }, element("summary", {}, "The numbers as a table"), numbers);

  function now() {
    return player ? model.get(player.name) : 0;
  }

  function draw() {
    for (const { panel, svg } of panels) svg.replaceChildren(...paint(panel, series, now(), svg.clientWidth || WIDTH));
    const values = spec.readouts.map(({ label, of }) => [label, at(series(of), now())]);
    readout.replaceChildren(...values.map(([label, value]) =>
      element("span", {}, `${label} = `, element("strong", {}, format(value)))));
    if (details.open) numbers.replaceChildren(numberTable(spec, series, player));
  }

  const id = freshId("bl");
  const body = element("div", { class: "bl-body" }, fields, readout, element("div", { class: "bl-panels" }, ...panels.map((p) => p.node)), details);
  const root = element("section", { class: "bl-explorer", "aria-labelledby": id }, element("p", { class: "bl-title", id }, spec.title), body);
  if (spec.question) root.insertBefore(question(spec, body), body);
  el.replaceChildren(root);

  model.on("change:frame", refresh);
  for (const control of spec.controls) model.on(`change:${control.name}`, refresh);
  // Drawn in the pixels that there are, so that letters have the same size on every screen.
  const resized = new ResizeObserver(draw);
  resized.observe(root);
  undo.push(keepKeys(root), () => model.off("change:frame", refresh), () => resized.disconnect());
  for (const control of spec.controls) undo.push(() => model.off(`change:${control.name}`, refresh));
  refresh();
  return () => undo.forEach((step) => step());
}

function at(values, time) {
  return values[Math.min(time, values.length - 1)];
}

function numberTable(spec, series, player) {
  const columns = spec.readouts.map(({ label, of }) => [label, series(of)]);
  const head = [...(player ? [player.label] : []), ...columns.map(([label]) => label)];
  const times = columns[0][1].map((_, time) => time).filter((time) => time <= 5 || time % 5 === 0);
  const row = (time) => element("tr", {}, ...(player ? [element("th", { scope: "row" }, String(time))] : []),
    ...columns.map(([, values]) => element("td", {}, format(values[time]))));
  return element("table", {}, element("thead", {}, element("tr", {}, ...head.map((text) => element("th", { scope: "col" }, text)))),
    element("tbody", {}, ...times.map(row)));
}

// ---- the prediction that opens the controls

function question(spec, body) {
  const { prompt, options, after } = spec.question;
  const key = `backprop-lessons:${spec.title}`;
  const name = freshId("bl-prediction");
  const box = element("div", { class: "bl-question" });

  function lock(locked) {
    body.inert = locked;
    body.classList.toggle("bl-locked", locked);
  }

  function unlocked(answer) {
    lock(false);
    const message = element("p", { tabindex: -1 }, `You predicted: ${answer}. ${after}`);
    box.replaceChildren(message, element("button", { type: "button", onclick: again }, "Predict again"));
    return message;
  }

  function again() {
    memory.set(key, "");
    ask();
    box.querySelector("input").focus();
  }

  function ask() {
    lock(true);
    const choices = options.map((text) => element("label", {}, element("input", { type: "radio", name, value: text }), ` ${text}`));
    const button = element("button", { type: "button", onclick: predict }, "Predict, then open the controls");
    const hint = element("p", { class: "bl-hint", role: "status" });
    box.replaceChildren(element("fieldset", {}, element("legend", {}, prompt), ...choices), button, hint);

    function predict() {
      const chosen = box.querySelector("input:checked");
      if (!chosen) { hint.textContent = "Choose an answer first: a guess is enough."; return; }
      memory.set(key, chosen.value);
      unlocked(chosen.value).focus(); // the button is gone: the keyboard goes on from what is said now
    }
  }

  const before = memory.get(key);
  if (options.includes(before)) unlocked(before);
  else ask();
  return box;
}

// ---- controls: each gives its node and a way to show the present value

const CONTROLS = {
  slider({ control, model, live, place, set }) {
    const id = freshId("bl-slider");
    const input = element("input", { type: "range", id, min: 0, max: control.values.length - 1, step: 1,
      oninput: () => set(control.name, control.values[Number(input.value)]) });
    const shown = element("output", { for: id });
    const exact = live && exactField(control, set);
    const node = element("div", { class: "bl-control" }, element("label", { for: id }, control.label, " = ", shown), input, ...(exact ? [exact.node] : []));
    return {
      node,
      show() {
        const nearest = place(control), value = model.get(control.name);
        const text = value === control.values[nearest] ? control.labels[nearest] : format(value);
        input.value = nearest;
        input.setAttribute("aria-valuetext", text);
        shown.textContent = text;
        if (exact) exact.show(value);
      },
    };
  },

  choice({ control, model, set }) {
    const name = freshId("bl-choice");
    const inputs = control.values.map((value) => element("input", { type: "radio", name, onchange: () => set(control.name, value) }));
    const labels = inputs.map((input, k) => element("label", {}, input, ` ${control.labels[k]}`));
    return {
      node: element("fieldset", { class: "bl-control" }, element("legend", {}, control.label), ...labels),
      show() { inputs.forEach((input, k) => { input.checked = control.values[k] === model.get(control.name); }); },
    };
  },

  player({ control, model, set, undo, quiet }) {
    const id = freshId("bl-player");
    let timer = null;
    const input = element("input", { type: "range", id, min: 0, max: control.last, step: 1,
      oninput: () => { stop(); set(control.name, Number(input.value)); } });
    const shown = element("output", { for: id });
    const button = element("button", { type: "button", onclick: () => (timer ? stop() : play()) }, "Play");

    function play() {
      if (model.get(control.name) >= control.last) set(control.name, 0);
      button.textContent = "Pause";
      quiet(true);
      timer = window.setInterval(() => {
        const next = model.get(control.name) + 1;
        set(control.name, Math.min(next, control.last));
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
        input.value = model.get(control.name);
        shown.textContent = model.get(control.name);
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
    if (legal) set(control.name, value);
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

// ---- panels

function range(axis, panel, letter, series) {
  if (axis.max !== undefined) return [axis.min, axis.max];
  const values = panel.layers.flatMap((layer) => series(layer[letter])).filter(Number.isFinite);
  return [axis.min, Math.max(...values, axis.min + 1e-9) * 1.05];
}

function paint(panel, series, time, width) {
  const [xMin, xMax] = range(panel.x, panel, "x", series);
  const [yMin, yMax] = range(panel.y, panel, "y", series);
  const right = width - EDGE.right, bottom = HEIGHT - EDGE.bottom;
  const x = (value) => EDGE.left + ((value - xMin) / (xMax - xMin)) * (right - EDGE.left);
  const y = (value) => bottom - ((value - yMin) / (yMax - yMin)) * (bottom - EDGE.top);
  const clip = freshId("bl-clip");
  const inside = drawing("g", { "clip-path": `url(#${clip})` });
  for (const layer of panel.layers) inside.append(...LAYERS[layer.kind]({ layer, series, time, x, y, xMin, xMax }));
  const box = { x: EDGE.left, y: EDGE.top, width: right - EDGE.left, height: bottom - EDGE.top };
  return [
    drawing("defs", {}, drawing("clipPath", { id: clip }, drawing("rect", box))),
    inside,
    drawing("rect", { ...box, class: "bl-frame" }),
    ...ticks(xMin, xMax, (right - EDGE.left) / 45).flatMap((value) => [
      drawing("line", { x1: x(value), x2: x(value), y1: bottom, y2: bottom + 4, class: "bl-frame" }),
      drawing("text", { x: x(value), y: bottom + 17, "text-anchor": "middle" }, format(value)),
    ]),
    ...ticks(yMin, yMax).flatMap((value) => [
      drawing("line", { x1: EDGE.left - 4, x2: EDGE.left, y1: y(value), y2: y(value), class: "bl-frame" }),
      drawing("text", { x: EDGE.left - 7, y: y(value) + 4, "text-anchor": "end" }, format(value)),
    ]),
    drawing("text", { x: (EDGE.left + right) / 2, y: HEIGHT - 8, "text-anchor": "middle" }, panel.x.label),
    drawing("text", { transform: `translate(12 ${(EDGE.top + bottom) / 2}) rotate(-90)`, "text-anchor": "middle" }, panel.y.label),
  ];
}

// A float far outside the picture would upset the drawing; a point just outside looks the same.
function pixel(number) {
  return Math.max(-1e4, Math.min(1e4, Math.round(number * 100) / 100));
}

function polyline(xs, ys, x, y) {
  return xs.map((value, k) => `${k ? "L" : "M"}${pixel(x(value))} ${pixel(y(ys[k]))}`).join("");
}

const LAYERS = {
  line({ layer, series, time, x, y }) {
    const end = layer.timed ? time + 1 : undefined;
    const xs = series(layer.x).slice(0, end), ys = series(layer.y).slice(0, end);
    const style = `--bl-ink: var(--bl-c${layer.color})`;
    const marks = [drawing("path", { d: polyline(xs, ys, x, y), class: layer.dash ? "bl-line bl-dash" : "bl-line", style })];
    const dot = (k, r) => drawing("circle", { cx: pixel(x(xs[k])), cy: pixel(y(ys[k])), r, class: "bl-dot", style });
    if (layer.dots) marks.push(...xs.map((_, k) => dot(k, 2.2)));
    if (layer.timed) marks.push(dot(xs.length - 1, 5.5));
    return marks;
  },

  points({ layer, series, x, y }) {
    const style = `--bl-ink: var(--bl-c${layer.color})`;
    const ys = series(layer.y);
    return series(layer.x).map((value, k) => {
      const cx = pixel(x(value)), cy = pixel(y(ys[k]));
      if (layer.shape === "square") return drawing("rect", { x: cx - 2, y: cy - 2, width: 4, height: 4, class: "bl-point", style });
      return drawing("circle", { cx, cy, r: layer.shape === "big" ? 6 : 2.3, class: layer.shape === "big" ? "bl-dot" : "bl-point", style });
    });
  },

  contours({ layer, series, x, y }) {
    return series(layer.of).map((rings) => {
      const ring = (flat) => {
        const xs = flat.filter((_, k) => k % 2 === 0), ys = flat.filter((_, k) => k % 2 === 1);
        return `${polyline(xs, ys, x, y)}Z`;
      };
      return drawing("path", { d: rings.map(ring).join(""), class: "bl-region", "fill-rule": "evenodd" });
    });
  },

  logistic({ layer, series, time, x, y, xMin, xMax }) {
    const w = at(series(layer.w), time), b = at(series(layer.b), time);
    const xs = Array.from({ length: 121 }, (_, k) => xMin + (k / 120) * (xMax - xMin));
    const style = `--bl-ink: var(--bl-c${layer.color})`;
    return [drawing("path", { d: polyline(xs, xs.map((value) => sigmoid(w * value + b)), x, y), class: "bl-line", style })];
  },
};

export default { render };
