// Steps through a small graph: the values forwards, one node at a time, then the grads backwards in reverse order.

function render({ model, el }) {
  const undo = [];
  let sliders = [], slidersOf = null;
  const shownCircuit = () => model.get("circuits").find(({ name }) => name === model.get("circuit"));

  // ---- everything that is shown, from the traits

  function state() {
    const circuit = shownCircuit(), nodes = circuit.nodes, n = nodes.length;
    const inputs = { ...circuit.start, ...model.get("inputs") };
    const made = nodes.map((_, place) => place).filter((place) => nodes[place].op);
    const step = Math.min(model.get("step"), made.length + n), back = step - made.length;
    const { values, slopes } = forwardSweep(nodes, inputs);
    const overwrite = model.get("overwrite");
    return {
      circuit, nodes, inputs, step, back, last: made.length + n, values, slopes, overwrite,
      ...backwardSweep(nodes, slopes, overwrite),
      right: backwardSweep(nodes, slopes).grads,
      now: back > 0 ? n - back : made[step - 1] ?? -1,
      hasValue: (place) => !nodes[place].op || back >= 0 || place <= made[step - 1],
      hasGrad: (place) => place >= n - back,
    };
  }

  // ---- controls

  const pick = (label, options, get, set) => {
    const id = freshId("bl-pick");
    const select = element("select", { id, onchange: () => set(select.value) }, ...options.map(([value, text]) => element("option", { value }, text)));
    return { node: element("div", { class: "bl-control" }, element("label", { for: id }, label), select), show() { select.value = get(); } };
  };

  const chooser = pick("Function f", model.get("circuits").map(({ name, label }) => [name, label]), () => model.get("circuit"), (name) => {
    const circuit = model.get("circuits").find((other) => other.name === name);
    put({ circuit: name, inputs: { ...circuit.start }, step: 0 });
  });
  const fault = element("input", { type: "checkbox", onchange: () => put({ overwrite: fault.checked }) });
  const back = element("button", { type: "button", onclick: () => go(-1) }, "Back");
  const next = element("button", { type: "button", onclick: () => go(1) }, "Next");
  const all = element("button", { type: "button", onclick: () => go(state().last) }, "To the end");
  const inputBox = element("div", { class: "bl-controls" });

  function put(values) {
    for (const [name, value] of Object.entries(values)) model.set(name, value);
    model.save_changes();
    refresh();
  }

  function go(by) {
    const { step, last } = state();
    put({ step: by === 1 && step === last ? 0 : Math.max(0, Math.min(last, step + by)) });
  }

  // The sliders of this circuit's inputs; built anew only when another circuit is chosen.
  function buildSliders() {
    const circuit = shownCircuit();
    if (slidersOf === circuit.name) return;
    slidersOf = circuit.name;
    sliders = Object.entries(circuit.ranges).map(([name, [least, most, step]]) => {
      const values = Array.from({ length: Math.round((most - least) / step) + 1 }, (_, k) => Number((least + k * step).toPrecision(12)));
      return CONTROLS.slider({
        control: { name, label: name, values, labels: values.map(format) }, live: model.get("live"),
        get: () => state().inputs[name], set: (value) => put({ inputs: { ...state().inputs, [name]: value } }),
      });
    });
    inputBox.replaceChildren(...sliders.map(({ node }) => node));
  }

  // ---- drawing

  const svg = drawing("svg", { role: "img", class: "bl-net" });
  const readout = element("output", { class: "bl-readout bl-steps", "aria-live": "polite" });
  const numbers = element("div", { class: "bl-scroll", tabindex: "0", role: "region", "aria-label": "Numbers of the graph" });
  const details = element("details", { ontoggle: () => draw() }, element("summary", {}, "The numbers as a table"), numbers);

  function draw() {
    if (!root.isConnected) return; // drawnToSize draws it as soon as it is laid out
    const now = state();
    svg.setAttribute("aria-label", inWords(now));
    paintGraph(svg, now, svg.clientWidth || 560);
    readout.replaceChildren(...sentences(now).map((text, k) => element(k ? "span" : "strong", { class: "bl-note" }, text)));
    if (details.open) numbers.replaceChildren(graphTable(now));
  }

  function refresh() {
    buildSliders();
    chooser.show();
    sliders.forEach((slider) => slider.show());
    const { step, last } = state();
    fault.checked = model.get("overwrite");
    if (step === 0 && document.activeElement === back) next.focus(); // the focus must not fall off the page
    if (step === last && document.activeElement === all) next.focus();
    back.disabled = step === 0;
    all.disabled = step === last;
    next.textContent = step === last ? "Restart" : "Next";
    draw();
  }

  const several = model.get("circuits").length > 1;
  const body = element("div", { class: "bl-body" },
    element("div", { class: "bl-controls" }, ...(several ? [chooser.node] : []), element("div", { class: "bl-control" }, element("label", {}, fault, " use = instead of += (a bug)"))),
    inputBox, element("div", { class: "bl-buttons" }, back, next, all), readout, svg,
    element("p", { class: "bl-legend" }, "In a box: name and operation, value, and after ← the grad: the slope of the output in this number. On an arrow: × local slope, = message."),
    details);
  const root = shell("bl-graph_explorer", model.get("title"), model.get("question"), body);
  el.replaceChildren(root);

  for (const name of ["circuit", "inputs", "step", "overwrite"]) {
    model.on(`change:${name}`, refresh);
    undo.push(() => model.off(`change:${name}`, refresh));
  }
  refresh();
  undo.push(keepKeys(root), drawnToSize(root, draw));
  return () => undo.forEach((step) => step());
}

// ---- words

function sentences(now) {
  const { nodes, step, back, values, slopes, grads, messages, right, overwrite, inputs } = now, place = now.now, node = nodes[place];
  const f = nodes.at(-1).name;
  const warning = overwrite ? ["The bug is on: a message that comes later replaces those before it."] : [];
  if (step === 0) return [`Forwards. The inputs are there; Next computes one node after the other, up to ${f}.`, ...warning];
  if (!Number.isFinite(values.at(-1))) warning.push(`${f} is not a finite number here: some operation has no answer. Move the inputs.`);
  if (back <= 0) {
    const made = `${node.name} = ${written(node, node.of.map((source) => nodes[source].name))}`;
    const numbers = written(node, node.of.map((source) => inBrackets(values[source])));
    return [`Forwards: ${made} = ${numbers} = ${short(values[place])}`, ...warning];
  }
  const measured = `Measured by a nudge of ${node.name} alone: ${short(measuredSlope(nodes, inputs, place))}`;
  const wrong = grads[place] !== right[place] ? [`Right would be ${short(right[place])}.`] : [];
  return [...gradSentences(node, place, f, now, slopes, grads, messages), ...wrong, measured, ...warning];
}

function gradSentences(node, place, f, { nodes, overwrite }, slopes, grads, messages) {
  if (place === nodes.length - 1) return [`Backwards: grad of ${f} = 1`, "The way back begins with the slope of the output in itself."];
  const came = messages[place];
  const products = came.map(({ from, slope }) => `${inBrackets(slope)} · ${inBrackets(grads[from])}`);
  const from = came.map((message) => nodes[message.from].name);
  if (came.length < 2) return [`Backwards: grad of ${node.name} = ${products[0]} = ${short(grads[place])}`, `Local slope times the grad of ${from[0]}: along a path, multiply.`];
  const amounts = came.map(({ amount }) => inBrackets(amount));
  if (overwrite) return [`Backwards: grad of ${node.name} = ${short(grads[place])}`, `Messages ${amounts.join(", then ")} from ${from.join(", then ")}: only the last one is left.`];
  return [`Backwards: grad of ${node.name} = ${products.join(" + ")} = ${amounts.join(" + ")} = ${short(grads[place])}`,
    `Messages from ${from.join(" and ")} meet here: where paths meet, add.`];
}

function inWords({ circuit, nodes, values, grads, hasValue, hasGrad }) {
  const known = nodes.map(({ name }, place) => (hasValue(place) ? `${name} ${short(values[place])}${hasGrad(place) ? `, grad ${short(grads[place])}` : ""}` : `${name} not yet`));
  return `Graph of ${circuit.label}: ${known.join("; ")}`;
}

function graphTable({ nodes, values, grads, inputs, hasValue, hasGrad }) {
  return numbersTable(["node", "value", "grad", "measured slope", "made by"], nodes.map((node, place) => [
    node.name, hasValue(place) ? short(values[place]) : "?", hasGrad(place) ? short(grads[place]) : "?",
    hasGrad(place) ? short(measuredSlope(nodes, inputs, place)) : "?",
    node.op ? written(node, node.of.map((source) => nodes[source].name)) : "input",
  ]));
}

export default { render };
