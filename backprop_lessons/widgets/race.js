// The race of two costs: the same start, x = 1, target 0. Everything is computed here, by shared/dense.js, so that any start and
// any learning rate can be asked for.

const RACERS = {
  quadratic: { word: "quadratic", color: 1, dash: false },
  binary_cross_entropy: { word: "cross-entropy", color: 2, dash: true },
};

const LEAST = 1e-8; // smaller slopes are drawn at the bottom
const MOST = 1e6; // a run whose activation is larger has diverged

// The unit with the start (w, b) is the output, or the hidden unit in front of one.
function racingNet({ situation, cost, w, b }) {
  const hidden = situation === "hidden";
  const linear = situation === "linear" && cost === "quadratic";
  return {
    W: hidden ? [[[w]], [[2]]] : [[[w]]], b: hidden ? [[b], [2]] : [[b]],
    activation: "sigmoid", output: linear ? "identity" : "sigmoid", cost,
  };
}

// For each epoch: a of that unit, its slope dC/dz, and the output of the net. A run that diverges ends early.
function race({ rate, epochs, ...start }) {
  const run = { a: [], slope: [], output: [] };
  let net = racingNet(start);
  for (let epoch = 0; epoch <= epochs; epoch++) {
    const trace = forwardPass(net, [[1]]);
    const grads = backwardPass(net, trace, [[0]]);
    const now = { a: trace.A[1][0][0], slope: grads.delta[0][0][0], output: trace.A.at(-1)[0][0] };
    if (!(Math.abs(now.a) <= MOST)) break;
    for (const name in now) run[name].push(now[name]);
    net = descended(net, grads, rate);
  }
  return run;
}

// What happened, in the words that follow "With the … cost".
function racingWords({ a, output }, { situation, epochs }) {
  const when = (values) => {
    const first = values.findIndex((value) => value < 0.5);
    if (first <= 0) return first ? `not within ${epochs} epochs` : "from the start";
    return `for the first time in epoch ${first}`;
  };
  if (a.length <= epochs) return `a jumps over the target, further each time: over a million after ${a.length} epochs. The learning rate is too large.`;
  if (situation !== "hidden") return `a is below ½ ${when(a)}.`;
  const still = a.every((value) => value >= 0.5) ? "at no time" : when(a);
  return `the hidden unit is below ½ ${still}: its a goes from ${fine(a[0])} to ${fine(a.at(-1))}. The output is below ½ ${when(output)}.`;
}

function fine(a) {
  return a > 0.99 && a < 1 ? String(Number(a.toPrecision(7))) : format(a);
}

function render({ model, el }) {
  const undo = [];
  const controls = model.get("controls").map((control) => ({
    control,
    ...CONTROLS[control.kind]({ control, live: control.name === "learning_rate", undo, quiet, get: () => model.get(control.name), set: (value) => set({ [control.name]: value }) }),
  }));
  const names = controls.map(({ control }) => control.name);
  const epochs = controls.find(({ control }) => control.kind === "player").control.last;
  let runs = {}, panels = [], asked = "";

  function quiet(on) {
    readout.setAttribute("aria-live", on ? "off" : "polite");
  }

  function set(values) {
    for (const name in values) model.set(name, values[name]);
    model.save_changes();
    refresh();
  }

  // ---- running

  function setting() {
    return { situation: model.get("situation"), w: model.get("w"), b: model.get("b"), rate: model.get("learning_rate"), epochs };
  }

  function rerun() {
    const now = JSON.stringify([setting(), model.get("shown")]);
    if (now === asked) return;
    asked = now;
    const shown = model.get("shown");
    runs = {};
    for (const cost in RACERS) if (shown === "both" || shown === cost) runs[cost] = race({ ...setting(), cost });
    panels = racingPanels().map(panelNode);
    place.replaceChildren(...panels.map((panel) => panel.node));
  }

  function racingPanels() {
    const hidden = model.get("situation") === "hidden";
    const unit = hidden ? "the hidden unit" : "the output";
    const x = { label: "epochs", min: 0, max: epochs * 1.04 }; // room for the last number of the axis
    const lines = (what, label = (word) => word, shift = 0) => Object.keys(runs).map((cost) => ({
      kind: "line", x: `${cost}/epoch`, y: `${cost}/${what}`, timed: true, color: RACERS[cost].color + shift, dash: RACERS[cost].dash, label: label(RACERS[cost].word),
    }));
    const activations = hidden
      ? [...lines("a", (word) => `hidden unit, ${word}`), ...lines("output", (word) => `output, ${word}`, 2)] : lines("a");
    return [
      {
        title: hidden ? "Activations" : "Output a", alt: `Activation of ${unit} over the epochs, for each cost`,
        x, y: { label: "activation a", ...heights() },
        layers: [{ kind: "rule", y_at: 0.5 }, ...activations],
      },
      {
        title: `How hard ${unit} is pulled`, alt: `Size of the slope dC/dz of ${unit} over the epochs, for each cost, on a logarithmic axis`,
        x, y: { label: "size of dC/dz", ...decades(), log: true }, layers: lines("size"),
      },
    ];
  }

  // From 0 to 1; a linear output may be anywhere, and is shown up to 15.
  function heights() {
    const values = Object.values(runs).flatMap(({ a }) => a);
    const most = Math.min(15, Math.max(...values)), least = Math.max(-15, Math.min(...values));
    return { min: least < -0.05 ? least * 1.05 : -0.05, max: most > 1 ? most * 1.05 : 1.05 };
  }

  // Whole powers of ten around the slopes that can be drawn.
  function decades() {
    const sizes = Object.values(runs).flatMap(({ slope }) => slope.map(Math.abs)).filter((size) => size > LEAST);
    const power = (size, round) => Math.min(2, Math.max(Math.log10(LEAST), round(Math.log10(size))));
    const low = sizes.length ? power(Math.min(...sizes), Math.floor) : -2, high = sizes.length ? power(Math.max(...sizes), Math.ceil) : 0;
    return { min: 10 ** Math.min(low, high - 2), max: 10 ** high };
  }

  const counted = (length) => Array.from({ length }, (_, k) => k);

  function series(name) {
    const [cost, what] = name.split("/");
    if (what === "epoch") return counted(runs[cost].a.length);
    return what === "size" ? runs[cost].slope.map((slope) => Math.max(Math.abs(slope), LEAST)) : runs[cost][what];
  }

  // ---- showing

  const readout = element("output", { class: "bl-readout", "aria-live": "polite" });
  const place = element("div", { class: "bl-panels" });
  const numbers = element("div", { class: "bl-scroll", tabindex: "0", role: "region", "aria-label": "Numbers of the race" });
  const details = element("details", { ontoggle: () => draw() }, element("summary", {}, "The numbers as a table"), numbers);
  const buttons = model.get("starts").map(([w, b]) =>
    element("button", { type: "button", onclick: () => set({ w, b }) }, `${format(w)}, ${format(b)}`));
  const starts = element("div", { class: "bl-control" }, element("span", {}, "Start at w, b ="),
    element("div", { class: "bl-buttons", role: "group", "aria-label": "Starts: weight, bias" }, ...buttons));

  function draw() {
    if (!root.isConnected) return; // drawnToSize draws it as soon as it is laid out
    const now = model.get("epochs");
    for (const { panel, svg } of panels) svg.replaceChildren(...paint(panel, series, now, svg.clientWidth || WIDTH));
    const pairs = Object.entries(runs).flatMap(([cost, run]) => [
      [`a, ${RACERS[cost].word}`, entry(run.a, now, fine)],
      [`dC/dz, ${RACERS[cost].word}`, entry(run.slope, now, format)],
    ]);
    readout.replaceChildren(...pairs.map(([label, value]) => element("span", {}, `${label} = `, element("strong", {}, value))),
      ...Object.entries(runs).map(([cost, run]) => element("span", { class: "bl-note" },
        `With the ${RACERS[cost].word} cost ${racingWords(run, setting())}`.replace("cross-entropy cost", "cross-entropy"))));
    if (details.open) numbers.replaceChildren(racingTable());
  }

  function racingTable() {
    const head = ["epoch", ...Object.keys(runs).flatMap((cost) => [`a, ${RACERS[cost].word}`, `dC/dz, ${RACERS[cost].word}`])];
    const times = counted(epochs + 1).filter((time) => time <= 5 || time % 10 === 0);
    return numbersTable(head, times.map((time) => [String(time),
      ...Object.values(runs).flatMap(({ a, slope }) => [entry(a, time, fine), entry(slope, time, format)])]));
  }

  function entry(values, time, written) {
    return time < values.length ? written(values[time]) : "diverged";
  }

  function refresh() {
    for (const control of controls) control.show();
    buttons.forEach((button, k) => {
      const [w, b] = model.get("starts")[k];
      button.setAttribute("aria-pressed", String(w === model.get("w") && b === model.get("b")));
    });
    rerun();
    draw();
  }

  const nodes = controls.map(({ node }) => node);
  nodes.splice(names.indexOf("w"), 0, starts);
  const body = element("div", { class: "bl-body" }, element("div", { class: "bl-controls" }, ...nodes), readout, place, details);
  const root = shell("bl-race", model.get("title"), model.get("question"), body);
  el.replaceChildren(root);
  for (const name of names) {
    model.on(`change:${name}`, refresh);
    undo.push(() => model.off(`change:${name}`, refresh));
  }
  undo.push(keepKeys(root));
  refresh();
  undo.push(drawnToSize(root, draw)); // another width changes no control, nor what was said about a typed number
  return () => undo.forEach((step) => step());
}

export default { render };
