// Steps through the forward pass of a small network, one product or one squashing at a time. Every number can be moved, and
// what differs from the start is marked. Step 0 shows the input, step 2l + 1 adds Z of layer l, step 2l + 2 its activation.

const NAMES = { sigmoid: "sigmoid", tanh: "tanh", relu: "ReLU", leaky_relu: "leaky ReLU", identity: "identity", linear: "identity", softmax: "softmax" };
const HIDDEN = ["sigmoid", "tanh", "relu", "identity"];
const VALUES = Array.from({ length: 121 }, (_, k) => (k - 60) / 20); // -3 to 3 in steps of 0.05
const NARROW = 460; // below this the picture runs downwards

// ---- what the parts are called

function unitName(sizes, c, k) {
  if (c === 0) return `x${k + 1}`;
  if (c === sizes.length - 1) return `o${k + 1}`;
  return sizes.length === 3 ? `h${k + 1}` : `h${c}.${k + 1}`;
}

// Weights are numbered unit by unit, as the published example does it: w1, w2 … lead into the first unit of the first layer.
function weightName(sizes, l, i, j) {
  let before = 0;
  for (let c = 0; c < l; c++) before += sizes[c] * sizes[c + 1];
  return `w${before + j * sizes[l] + i + 1}`;
}

const sizesOf = (net, x) => [x.length, ...net.b.map((b) => b.length)];

// Every number that can be moved: { name, group, short, words }. `name` is the one in code, W1[0,1].
function movable(sizes) {
  const found = Array.from({ length: sizes[0] }, (_, k) => ({ name: `x[${k}]`, group: "Inputs", short: `x${k + 1}`, words: `x${k + 1}` }));
  for (let l = 0; l + 1 < sizes.length; l++) {
    for (let j = 0; j < sizes[l + 1]; j++) {
      for (let i = 0; i < sizes[l]; i++) {
        const name = `W${l + 1}[${i},${j}]`, short = weightName(sizes, l, i, j);
        const words = `${short} = ${name}, ${unitName(sizes, l, i)} to ${unitName(sizes, l + 1, j)}`;
        found.push({ name, group: `Weights W${l + 1}`, short, words });
      }
    }
    for (let j = 0; j < sizes[l + 1]; j++) {
      const short = `b of ${unitName(sizes, l + 1, j)}`;
      found.push({ name: `b${l + 1}[${j}]`, group: `Biases b${l + 1}`, short, words: `${short} = b${l + 1}[${j}]` });
    }
  }
  return found;
}

// ---- reading and moving one number of { net, x }

function placeOf(name) {
  const [, letter, layer, first, second] = name.match(/^([xWb])(\d*)\[(\d+)(?:,(\d+))?\]$/);
  return { letter, l: Number(layer) - 1, i: Number(first), j: second === undefined ? undefined : Number(second) };
}

function numberAt({ net, x }, name) {
  const { letter, l, i, j } = placeOf(name);
  return letter === "x" ? x[i] : letter === "b" ? net.b[l][i] : net.W[l][i][j];
}

// The same with one number changed; nothing that was given is written to.
function moved({ net, x }, name, value) {
  const { letter, l, i, j } = placeOf(name);
  const put = (row, place) => row.map((old, k) => (k === place ? value : old));
  if (letter === "x") return { net, x: put(x, i) };
  const change = (layers, inside) => layers.map((layer, k) => (k === l ? inside(layer) : layer));
  if (letter === "b") return { net: { ...net, b: change(net.b, (b) => put(b, i)) }, x };
  return { net: { ...net, W: change(net.W, (W) => W.map((row, k) => (k === i ? put(row, j) : row))) }, x };
}

// ---- words and numbers

// Up to six digits, for sums that are to be checked with a calculator.
function precise(number) {
  if (!Number.isFinite(number)) return "no finite number";
  const size = Math.abs(number);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) return number.toExponential(4).replaceAll("-", "−");
  return String(Number(number.toPrecision(6))).replace("-", "−");
}

const inSum = (number) => (number < 0 ? `(${precise(number)})` : precise(number));
const inBox = (number) => (Number.isFinite(number) ? format(number) : "not finite");
const rowOf = (numbers) => `(${numbers.map(precise).join(", ")})`;
const mark = (now, then) => (now === then ? "" : now > then ? " ▲" : " ▼");

// What a step computes: a heading, and a line for each unit with its numbers filled in.
function explained(net, trace, step) {
  const x = trace.A[0][0], sizes = sizesOf(net, x);
  if (step === 0) return { heading: "x, the input", lines: [`x = ${rowOf(x)}. The input layer computes nothing: it holds the data.`] };
  const l = Math.ceil(step / 2) - 1, [n, k] = [sizes[l], sizes[l + 1]];
  const units = Array.from({ length: k }, (_, j) => j), name = (j) => unitName(sizes, l + 1, j);
  if (step % 2 === 1) {
    const from = l === 0 ? "x" : `A${l}`, a = trace.A[l][0];
    return {
      heading: `Z${l + 1} = ${from} @ W${l + 1} + b${l + 1}, shapes (1, ${n}) @ (${n}, ${k}) + (${k},) → (1, ${k})`,
      lines: units.map((j) => `z of ${name(j)} = ${a.map((value, i) => `${inSum(value)}·${inSum(net.W[l][i][j])}`).join(" + ")} + `
        + `${inSum(net.b[l][j])} = ${precise(trace.Z[l][0][j])}`),
    };
  }
  const kind = l === net.W.length - 1 ? net.output : net.activation, z = trace.Z[l][0], a = trace.A[l + 1][0];
  const whole = kind === "softmax";
  return {
    heading: `A${l + 1} = ${NAMES[kind]}(Z${l + 1}), ${whole ? "row by row" : "entry by entry"}, shape (1, ${k})`,
    lines: units.map((j) => `a of ${name(j)} = ${NAMES[kind]}${whole ? `${rowOf(z)}, entry ${j + 1},` : `(${precise(z[j])})`} = ${precise(a[j])}`),
  };
}

// The names of all that differs from the start: the reader's own moves, and what follows from them as far as it is computed.
function differences(now, start, step) {
  const sizes = sizesOf(now.net, now.x);
  const own = movable(sizes).filter(({ name }) => numberAt(now, name) !== numberAt(start, name)).map(({ short }) => short);
  if (now.net.activation !== start.net.activation) own.push("the hidden activation");
  const [trace, before] = [now, start].map(({ net, x }) => forwardPass(net, [x]));
  const follows = [], same = [];
  for (let l = 0; l < now.net.W.length; l++) {
    trace.Z[l][0].forEach((z, j) => {
      const letters = [];
      if (step > 2 * l && z !== before.Z[l][0][j]) letters.push("z");
      if (step > 2 * l + 1 && trace.A[l + 1][0][j] !== before.A[l + 1][0][j]) letters.push("a");
      if (letters.length) follows.push(`${letters.join(" and ")} of ${unitName(sizes, l + 1, j)}`);
      else if (step > 2 * l) same.push(unitName(sizes, l + 1, j));
    });
  }
  return { own, follows, same };
}

function summary({ own, follows, same }, step) {
  if (!own.length) return "All numbers are those of the start.";
  const moves = `Moved away from the start: ${own.join(", ")}.`;
  if (step === 0) return `${moves} Nothing is computed yet.`;
  const result = follows.length ? ` That changes ${follows.join(", ")}.` : " That changes nothing that is computed so far.";
  return `${moves}${result}${same.length ? ` As at the start: ${same.join(", ")}.` : ""}`;
}

function render({ model, el }) {
  const undo = [], live = model.get("live"), start = model.get("start");
  const sizes = sizesOf(start.net, start.x), last = 2 * (sizes.length - 1);
  const choices = movable(sizes), called = Object.fromEntries(choices.map((choice) => [choice.name, choice]));
  const now = () => ({ net: model.get("net"), x: model.get("x") });
  const step = () => model.get("step"), chosen = () => model.get("chosen");

  function set(values) {
    for (const [name, value] of Object.entries(values)) model.set(name, value);
    model.save_changes();
  }

  // ---- controls

  const groups = [...new Set(choices.map(({ group }) => group))].map((group) => element("optgroup", { label: group },
    ...choices.filter((choice) => choice.group === group).map(({ name, words }) => element("option", { value: name }, words))));
  const id = freshId("bl-number");
  const select = element("select", { id, onchange: () => set({ chosen: select.value }) }, ...groups);
  const picker = element("div", { class: "bl-control" }, element("label", { for: id }, "Number to move"), select);
  const slot = element("div", { class: "bl-control" });
  let slider, sliderFor;

  function showSlider() {
    if (sliderFor !== chosen()) {
      sliderFor = chosen();
      slider = CONTROLS.slider({
        control: { label: called[sliderFor].short, values: VALUES, labels: VALUES.map(format) }, live, undo,
        get: () => numberAt(now(), chosen()), set: (value) => set(moved(now(), chosen(), value)),
      });
      slot.replaceChildren(...slider.node.childNodes);
    }
    slider.show();
  }

  const own = start.net.activation;
  const kinds = HIDDEN.includes(own) ? HIDDEN : [...HIDDEN, own];
  const activation = CONTROLS.choice({
    control: { label: `Hidden activation (the outputs keep the ${NAMES[start.net.output]})`, values: kinds, labels: kinds.map((kind) => NAMES[kind]) },
    get: () => model.get("net").activation, set: (kind) => set({ net: { ...model.get("net"), activation: kind } }),
  });

  // A button that can do nothing now keeps the focus, so that the keyboard does not lose its place.
  function button(text, act) {
    const node = element("button", { type: "button", onclick: () => { if (node.getAttribute("aria-disabled") !== "true") act(); } }, text);
    return { node, enable: (on) => node.setAttribute("aria-disabled", String(!on)) };
  }

  const back = button("Back", () => set({ step: step() - 1 }));
  const next = button("Next step", () => set({ step: step() + 1 }));
  const all = button("All", () => set({ step: last }));
  const reset = button("Reset", () => set({ net: start.net, x: start.x }));

  // ---- the picture

  let trace, before;
  const known = (c, letter) => step() >= 2 * c - (letter === "z" ? 1 : 0);

  function unit(c, k) {
    const name = unitName(sizes, c, k);
    const picked = (text, code) => (code === chosen() ? `▸ ${text}` : text);
    if (c === 0) {
      const value = model.get("x")[k];
      return { lines: [name, picked(inBox(value), `x[${k}]`) + mark(value, start.x[k])], kind: step() === 0 ? "now" : "" };
    }
    const { net } = now(), b = net.b[c - 1][k], kind = c === sizes.length - 1 ? net.output : net.activation;
    const computed = (letter, rows, old) => (known(c, letter) ? `${letter} ${inBox(rows[k])}${mark(rows[k], old[k])}` : `${letter} ?`);
    return {
      lines: [
        `${name} · ${NAMES[kind]}`,
        picked(`b ${inBox(b)}`, `b${c}[${k}]`) + mark(b, start.net.b[c - 1][k]),
        computed("z", trace.Z[c - 1][0], before.Z[c - 1][0]),
        computed("a", trace.A[c][0], before.A[c][0]),
      ],
      kind: Math.ceil(step() / 2) === c ? "now" : "",
    };
  }

  function edge(l, i, j) {
    const code = `W${l + 1}[${i},${j}]`, value = model.get("net").W[l][i][j], picked = code === chosen();
    const text = `${weightName(sizes, l, i, j)} ${inBox(value)}${mark(value, start.net.W[l][i][j])}`;
    return { label: picked ? `▸ ${text}` : text, kind: picked ? "on" : "" };
  }

  const picture = netPicture({
    alt: "", unit, edge,
    press: (l, i, j) => set({ chosen: `W${l + 1}[${i},${j}]` }),
    pressUnit: (c, k) => set({ chosen: c === 0 ? `x[${k}]` : `b${c}[${k}]` }),
  });
  const alt = () => `The network ${sizes.join("-")} with its numbers: `
    + sizes.flatMap((n, c) => Array.from({ length: n }, (_, k) => unit(c, k).lines.join(", "))).join("; ").replaceAll("?", "not computed");

  // ---- words and table

  const says = element("div", { class: "bl-steps", "aria-live": "polite" });
  const numbers = element("div", { class: "bl-scroll", tabindex: "0", role: "region", "aria-label": "All numbers of the network" });
  const details = element("details", { ontoggle: () => draw() }, element("summary", {}, "All numbers as a table"), numbers);

  function tableRows() {
    const shown = (known_, value) => (known_ ? precise(value) : "?");
    const row = (name, value, old, known_ = true) => [name, shown(known_, value), shown(known_, old), known_ ? mark(value, old).trim() : ""];
    const rows = choices.map(({ name, short }) => row(name[0] === "W" ? `${short} = ${name}` : short, numberAt(now(), name), numberAt(start, name)));
    for (let c = 1; c < sizes.length; c++) {
      for (const [letter, ours, old] of [["z", trace.Z[c - 1][0], before.Z[c - 1][0]], ["a", trace.A[c][0], before.A[c][0]]]) {
        ours.forEach((value, k) => rows.push(row(`${letter} of ${unitName(sizes, c, k)}`, value, old[k], known(c, letter))));
      }
    }
    return rows;
  }

  function draw() {
    if (!root.isConnected) return; // drawnToSize draws it as soon as it is laid out
    const { net, x } = now();
    trace = forwardPass(net, [x]);
    before = forwardPass(start.net, [start.x]);
    const width = frame.clientWidth || 600;
    picture.svg.setAttribute("aria-label", alt());
    picture.draw(sizes, width, { downwards: width < NARROW });
    const { heading, lines } = explained(net, trace, step());
    says.replaceChildren(
      element("p", {}, element("strong", {}, `Step ${step()} of ${last}: `), heading),
      ...lines.map((line) => element("p", { class: "bl-sum" }, line)),
      element("p", {}, summary(differences(now(), start, step()), step())));
    if (details.open) numbers.replaceChildren(numbersTable(["number", "now", "at the start", "change"], tableRows()));
  }

  function refresh() {
    select.value = chosen();
    showSlider();
    activation.show();
    back.enable(step() > 0);
    next.enable(step() < last);
    all.enable(step() < last);
    reset.enable(differences(now(), start, 0).own.length > 0);
    draw();
  }

  const frame = element("div", { class: "bl-stepper-picture" }, picture.svg);
  const key = element("p", { class: "bl-legend" }, ...["? not computed yet", "thick frame: this step", "▸ the number that you move", "▲ ▼ larger, smaller than at the start"]
    .map((words) => element("span", {}, words)));
  const body = element("div", { class: "bl-body" },
    element("div", { class: "bl-controls" }, picker, slot, activation.node),
    element("div", { class: "bl-buttons" }, back.node, next.node, all.node, reset.node),
    frame, key, says, details);
  const root = shell("bl-forward_stepper", model.get("title"), model.get("question"), body);
  el.replaceChildren(root);

  for (const name of ["net", "x", "chosen", "step"]) {
    model.on(`change:${name}`, refresh);
    undo.push(() => model.off(`change:${name}`, refresh));
  }
  undo.push(keepKeys(root));
  refresh();
  undo.push(drawnToSize(root, draw));
  return () => undo.forEach((undone) => undone());
}

export default { render };
