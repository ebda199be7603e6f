// Backpropagation stage by stage through a 2-2-2 network: its numbers stand in the picture, the formula of the stage beside it.
// Forward pass, cost, backward pass and update are those of shared/dense.js; `backwardWith` plants one of three bugs in it.

const STAGES = {
  forward: "Each unit: Z = A_prev @ W + b, then a = f(z)",
  cost: "One number for all the misses",
  "output delta": "δ = dC/dz of the outputs",
  "passed back": "da = δ @ W2.T: each hidden unit hears of both outputs",
  "hidden delta": "δ = da · slope(z) of the hidden units",
  gradients: "What came in times delta: dW = A_prev.T @ δ, db = δ",
  update: "new = old − η · slope",
};
// What a bug makes of a stage's rule.
const BUGGED = {
  "one path": { "passed back": "da = δ @ W2.T, but only o1 reports" },
  "no slope": { "hidden delta": "δ = da: the slope is forgotten" },
  "updated W2": { "passed back": "da = δ @ W2.T with a W2 that has taken its step already" },
};
const STAGE_NAMES = Object.keys(STAGES);
const COLUMNS = [2, 2, 2];
const UNITS = ["x", "h", "o"];
const NARROW = 480; // below this width the picture runs downwards
const PARAMETERS = [0, 1].flatMap((l) => [
  ...[0, 1].flatMap((i) => [0, 1].map((j) => ({ kind: "W", l, i, j, name: `W${l + 1}[${i},${j}]`, where: `${UNITS[l]}${i + 1} to ${UNITS[l + 1]}${j + 1}` }))),
  ...[0, 1].map((j) => ({ kind: "b", l, j, name: `b${l + 1}[${j}]`, where: `bias of ${UNITS[l + 1]}${j + 1}` })),
]);
const WEIGHTS = Array.from({ length: 81 }, (_, k) => Number((-2 + k * 0.05).toFixed(2)));
const STEPPER_RATES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];
const STEPPER_BUGS = { none: "none", "one path": "drop a path", "no slope": "forget the hidden slope", "updated W2": "use the updated W2" };

// The gradients as a backward pass with this bug has them; `heard` and W2 are what the hidden units were told with.
function backwardWith(bug, net, trace, Y, rate) {
  const right = backwardPass(net, trace, Y);
  const W2 = bug === "updated W2" ? descended(net, right, rate).W[1] : net.W[1];
  const heard = bug === "one path" ? right.delta[1].map((row) => row.map((d, j) => (j ? 0 : d))) : right.delta[1];
  const passed = product(heard, turned(W2));
  const { slope } = ACTIVATIONS[net.activation];
  const hidden = bug === "no slope" ? passed : zipped(passed, trace.Z[0], (a, z) => a * slope(z));
  return {
    dW: [product(turned(trace.A[0]), hidden), right.dW[1]], db: [columnSums(hidden), right.db[1]],
    delta: [hidden, right.delta[1]], dA: [right.dA[0], passed], heard, W2,
  };
}

const entry = (arrays, { kind, l, i, j }) => (kind === "W" ? arrays.W[l][i][j] : arrays.b[l][j]);
const slopeOf = (grads, parameter) => entry({ W: grads.dW, b: grads.db }, parameter);

function withEntry(net, { kind, l, i, j }, value) {
  const copy = JSON.parse(JSON.stringify(net));
  if (kind === "W") copy.W[l][i][j] = value;
  else copy.b[l][j] = value;
  return copy;
}

const allFinite = (net) => [...net.W.flat(2), ...net.b.flat()].every(Number.isFinite);
const factor = (number) => (number < 0 ? `(${format(number)})` : format(number)); // a negative number inside a product or a sum

// The formula of each stage with its numbers: a list of lines, or a table { head, rows }.
const WRITTEN = {
  forward({ net, trace }) {
    return [0, 1].flatMap((l) => [0, 1].map((j) => {
      const terms = [0, 1].map((i) => `${factor(trace.A[l][0][i])} · ${factor(net.W[l][i][j])}`).join(" + ");
      return `${UNITS[l + 1]}${j + 1}: z = ${terms} + ${factor(net.b[l][j])} = ${format(trace.Z[l][0][j])}, a = ${format(trace.A[l + 1][0][j])}`;
    }));
  },

  cost({ net, trace, y, C }) {
    const a = trace.A[2][0], z = trace.Z[1][0];
    const parts = {
      quadratic: (j) => [`½ · (${format(a[j])} − ${factor(y[j])})²`, (a[j] - y[j]) ** 2 / 2],
      binary_cross_entropy: (j) => ["−y · log a − (1 − y) · log(1 − a)", Math.max(z[j], 0) - y[j] * z[j] + Math.log1p(Math.exp(-Math.abs(z[j])))],
      negative_log_likelihood: (j) => ["−y · log a", -y[j] * logSoftmax(z)[j]],
    }[net.cost];
    const lines = [0, 1].map((j) => [`o${j + 1}`, ...parts(j)]);
    return [...lines.map(([unit, formula, value]) => `${unit}: ${formula} = ${format(value)}`),
      `C = ${lines.map(([, , value]) => factor(value)).join(" + ")} = ${format(C)}`];
  },

  "output delta"({ net, trace, y, grads }) {
    return [0, 1].map((j) => {
      const miss = `${format(trace.A[2][0][j])} − ${factor(y[j])}`;
      const slope = net.cost === "quadratic" ? ` · ${format(ACTIVATIONS[net.output].slope(trace.Z[1][0][j]))}` : "";
      return `o${j + 1}: δ = ${slope ? `(${miss})${slope}` : miss} = ${format(grads.delta[1][0][j])}`;
    });
  },

  "passed back"({ grads, bug }) {
    const heard = bug === "one path" ? [0] : [0, 1];
    return [0, 1].map((i) => {
      const terms = heard.map((j) => `${factor(grads.delta[1][0][j])} · ${factor(grads.W2[i][j])}`).join(" + ");
      return `h${i + 1}: da = ${terms} = ${format(grads.dA[1][0][i])}`;
    });
  },

  "hidden delta"({ net, trace, grads, bug }) {
    return [0, 1].map((i) => {
      const slope = bug === "no slope" ? "" : ` · ${format(ACTIVATIONS[net.activation].slope(trace.Z[0][0][i]))}`;
      return `h${i + 1}: δ = ${format(grads.dA[1][0][i])}${slope} = ${format(grads.delta[0][0][i])}`;
    });
  },

  gradients({ trace, grads }) {
    return { head: ["", "came in", "δ", "slope"], rows: PARAMETERS.map((p) =>
      [p.name, p.kind === "W" ? format(trace.A[p.l][0][p.i]) : "1", format(grads.delta[p.l][0][p.j]), format(slopeOf(grads, p))]) };
  },

  update({ net, grads, next }) {
    return { head: ["", "old", "slope", "new"], rows: PARAMETERS.map((p) =>
      [p.name, format(entry(net, p)), format(slopeOf(grads, p)), format(entry(next, p))]) };
  },
};

function render({ model, el }) {
  const undo = [];
  let chosen = PARAMETERS[0];

  function state() {
    const net = model.get("net"), Y = [model.get("y")], bug = model.get("bug"), rate = model.get("learning_rate");
    const trace = forwardPass(net, [model.get("x")]);
    const grads = backwardWith(bug, net, trace, Y, rate);
    return { net, trace, bug, rate, grads, y: Y[0], right: backwardPass(net, trace, Y), C: costOf(net, trace, Y), next: descended(net, grads, rate) };
  }

  function set(values) {
    for (const [name, value] of Object.entries(values)) model.set(name, value);
    model.save_changes();
    refresh();
  }

  // ---- steps

  const place = () => STAGE_NAMES.indexOf(model.get("stage"));
  const atStart = () => place() === 0 && !model.get("past").length && JSON.stringify(model.get("net")) === JSON.stringify(model.get("start"));

  function forth() {
    if (place() + 1 < STAGE_NAMES.length) { set({ stage: STAGE_NAMES[place() + 1] }); return; }
    set({ past: [...model.get("past"), model.get("net")], net: state().next, stage: STAGE_NAMES[0] });
  }

  function back() {
    if (place()) { set({ stage: STAGE_NAMES[place() - 1] }); return; }
    const past = model.get("past");
    set({ past: past.slice(0, -1), net: past.at(-1), stage: STAGE_NAMES.at(-1) });
  }

  const buttons = {
    back: element("button", { type: "button", onclick: back }, "Back"),
    next: element("button", { type: "button", onclick: forth }, "Next"),
    start: element("button", { type: "button", onclick: () => set({ stage: STAGE_NAMES[0], past: [], net: model.get("start") }) }, "Start"),
  };

  function allow(button, on) {
    const had = button === document.activeElement;
    button.disabled = !on;
    if (!on && had) (button === buttons.next ? buttons.back : buttons.next).focus(); // the keyboard goes on from here
  }

  // ---- controls

  const select = element("select", { id: freshId("bl-select"), onchange: () => choose(PARAMETERS[select.selectedIndex]) },
    ...PARAMETERS.map(({ name, where }) => element("option", {}, `${name}, ${where}`)));
  const weightLabel = element("span", {}, "");
  const made = (name, control, get, set) => CONTROLS[control.kind]({ control: { name, ...control }, get, set, live: false, undo, quiet() {} });
  const weight = made("weight", { kind: "slider", label: weightLabel, values: WEIGHTS, labels: WEIGHTS.map(format) },
    () => entry(model.get("net"), chosen), (value) => set({ net: withEntry(model.get("net"), chosen, value) }));
  const rate = made("learning_rate", { kind: "slider", label: "Learning rate η", values: STEPPER_RATES, labels: STEPPER_RATES.map(format) },
    () => model.get("learning_rate"), (value) => set({ learning_rate: value }));
  const bugs = made("bug", { kind: "choice", label: "Plant a bug", values: Object.keys(STEPPER_BUGS), labels: Object.values(STEPPER_BUGS) },
    () => model.get("bug"), (value) => set({ bug: value }));

  function choose(parameter) {
    chosen = parameter;
    refresh();
  }

  // ---- the picture

  const picture = netPicture({ alt: "", unit, edge, press: (l, i, j) => choose(PARAMETERS.find((p) => p.kind === "W" && p.l === l && p.i === i && p.j === j)) });
  const head = freshId("bl-head");
  let now, narrow;

  const short = (number) => (narrow && Number.isFinite(number) ? format(Number(number.toPrecision(3))) : format(number));
  const reached = (stage) => place() >= STAGE_NAMES.indexOf(stage);

  function unit(column, k) {
    const name = `${UNITS[column]}${k + 1}`;
    if (!column) return { lines: [name, format(now.trace.A[0][0][k])] };
    const lines = [name, `z ${format(now.trace.Z[column - 1][0][k])}`, `a ${format(now.trace.A[column][0][k])}`];
    const delta = reached(column === 2 ? "output delta" : "hidden delta") ? `δ ${format(now.grads.delta[column - 1][0][k])}` : "";
    if (column === 2) lines.push(reached("cost") ? `y ${format(now.y[k])}` : "", delta);
    else lines.push(reached("passed back") ? `da ${format(now.grads.dA[1][0][k])}` : "", delta);
    const lit = { forward: column > 0, cost: column === 2, "output delta": column === 2, "passed back": column === 1, "hidden delta": column === 1 };
    return { lines, kind: lit[model.get("stage")] ? "on" : "" };
  }

  function edge(l, i, j) {
    const stage = model.get("stage"), parameter = { kind: "W", l, i, j };
    const mine = chosen.kind === "W" && chosen.l === l && chosen.i === i && chosen.j === j;
    if (stage === "passed back" && l === 1) {
      if (now.bug === "one path" && j) return { label: "left out", kind: "off" };
      return { label: short(now.grads.heard[0][j] * now.grads.W2[i][j]), kind: "on" };
    }
    if (stage === "gradients") return { label: short(slopeOf(now.grads, parameter)), kind: mine ? "on" : "" };
    if (stage === "update") return { label: short(entry(now.next, parameter)), kind: mine ? "on" : "" };
    return { label: short(entry(now.net, parameter)), kind: mine && stage !== "passed back" ? "on" : "" };
  }

  // Arrow heads: with the signal on the way forward, against it on the way back.
  function point() {
    const stage = model.get("stage"), way = stage === "passed back" ? "start" : stage === "forward" ? "end" : null;
    if (!way) return;
    picture.svg.append(drawing("defs", {}, drawing("marker", { id: head, viewBox: "0 0 10 10", refX: 9, refY: 5, markerWidth: 11, markerHeight: 11,
      markerUnits: "userSpaceOnUse", orient: "auto-start-reverse" }, drawing("path", { d: "M0 0L10 5L0 10Z", class: "bl-arrow" }))));
    [...picture.svg.querySelectorAll("line.bl-edge")].forEach((line, k) => {
      if (way === "end" || k >= 4) line.setAttribute(`marker-${way}`, `url(#${head})`);
    });
  }

  // ---- what is written

  const readout = element("output", { class: "bl-readout", "aria-live": "polite" });
  const outcome = element("output", { class: "bl-readout", "aria-live": "polite" }); // where it leads, at every stage
  const rule = element("p", { class: "bl-rule-of-stage" });
  const written = element("div", { class: "bl-scroll bl-written", tabindex: "0", role: "region", "aria-label": "The formula of this stage with its numbers" });
  const says = (label, value) => element("span", {}, `${label} = `, element("strong", {}, value));

  function write() {
    const stage = model.get("stage");
    readout.replaceChildren(element("span", {}, element("strong", {}, `${place() + 1} of ${STAGE_NAMES.length}: ${stage}`)),
      says("updates made", String(model.get("past").length)), ...(reached("cost") ? [says("cost C", format(now.C))] : []));
    rule.textContent = BUGGED[now.bug]?.[stage] ?? STAGES[stage];
    const shown = WRITTEN[stage](now);
    written.replaceChildren(...(Array.isArray(shown) ? shown.map((line) => element("p", {}, line)) : [numbersTable(shown.head, shown.rows)]));
  }

  // What all the stages lead to: the slope of the first weight, right and with the bug, and the cost after an update.
  function lead() {
    const right = slopeOf(now.right, PARAMETERS[0]), found = slopeOf(now.grads, PARAMETERS[0]);
    const parts = [element("span", {}, "Where it leads: "), says(`dC/d${PARAMETERS[0].name}`, format(right))];
    if (now.bug !== "none") {
      const off = right ? `${Math.round(Math.abs(found / right - 1) * 100)} % off` : "beside a right slope of 0";
      parts.push(says("with the bug", `${format(found)}, ${off}`));
    }
    if (allFinite(now.next)) parts.push(says("cost after an update", format(costOf(now.next, forwardPass(now.next, now.trace.A[0]), [now.y]))));
    else parts.push(element("span", { class: "bl-note" }, "An update would leave the numbers that a float can hold: lower the learning rate."));
    if (now.bug !== "none") parts.push(element("span", { class: "bl-note" }, "Nothing crashes: no message, and every shape is right."));
    outcome.replaceChildren(...parts);
  }

  function draw() {
    const width = picture.svg.clientWidth || 600;
    now = state();
    narrow = width < NARROW;
    picture.svg.setAttribute("aria-label", `The network at the stage ${model.get("stage")}; its numbers stand in the text below`);
    picture.draw(COLUMNS, width, { downwards: narrow });
    point();
  }

  function refresh() {
    draw();
    write();
    lead();
    select.selectedIndex = PARAMETERS.indexOf(chosen);
    weightLabel.textContent = chosen.name;
    for (const control of [weight, rate, bugs]) control.show();
    const next = STAGE_NAMES[place() + 1] ?? "take the step";
    buttons.next.textContent = `Next: ${next}`;
    allow(buttons.next, place() < STAGE_NAMES.length - 1 || allFinite(now.next));
    allow(buttons.back, place() > 0 || model.get("past").length > 0);
    allow(buttons.start, !atStart());
  }

  const body = element("div", { class: "bl-body" },
    element("div", { class: "bl-buttons" }, buttons.back, buttons.next, buttons.start), readout, picture.svg, rule, written,
    element("div", { class: "bl-controls" },
      element("div", { class: "bl-control" }, element("label", { for: select.id }, "Weight or bias"), select), weight.node, rate.node, bugs.node), outcome);
  const root = shell("bl-backward_stepper", model.get("title"), model.get("question"), body);
  el.replaceChildren(root);

  undo.push(keepKeys(root));
  for (const name of ["net", "x", "y", "stage", "bug", "learning_rate", "past"]) {
    model.on(`change:${name}`, refresh);
    undo.push(() => model.off(`change:${name}`, refresh));
  }
  refresh();
  undo.push(drawnToSize(root, draw));
  return () => undo.forEach((step) => step());
}

export default { render };
