// Gradient descent over one weight and one bias. The arithmetic of the network is that of dense.js; the rules of the
// optimizers, the order of the rows and the curvature are below, line for line as the package has them (held to it by a test).

// Each makes, for a learning rate, the function that turns a gradient [dw, db] into a step; its memory starts at 0.
const RULES = {
  gradient_descent: (rate) => (slopes) => slopes.map((slope) => -rate * slope),

  momentum(rate, momentum = 0.9) {
    let velocity = [0, 0];
    return (slopes) => (velocity = velocity.map((v, k) => momentum * v - rate * slopes[k]));
  },

  adam(rate, beta1 = 0.9, beta2 = 0.999, eps = 1e-8) {
    let mean = [0, 0], square = [0, 0], updates = 0;
    return (slopes) => {
      updates += 1;
      mean = mean.map((m, k) => beta1 * m + (1 - beta1) * slopes[k]);
      square = square.map((v, k) => beta2 * v + (1 - beta2) * slopes[k] ** 2);
      const first = 1 - beta1 ** updates, second = 1 - beta2 ** updates;
      return mean.map((m, k) => -(rate / first) * (m / (Math.sqrt(square[k] / second) + eps)));
    };
  },
};

// The images of a surface: X and Y, one row each.
function imagesOf(spec, { standardised }) {
  const ink = spec.pixels.map((sum) => sum / 16 / 12);
  return { X: ink.map((value) => [standardised ? (value - spec.mean) / spec.spread : value]), Y: spec.targets.map((target) => [target]) };
}

// The rows of update k (from 0): an epoch is one shuffled pass.
function rowsOf(spec, size, k) {
  const perEpoch = Math.ceil(spec.targets.length / size), epoch = Math.floor(k / perEpoch);
  return spec.orders[epoch % spec.orders.length].slice((k % perEpoch) * size, (k % perEpoch + 1) * size);
}

// w, b and C (the cost on all images) before each update and after the last one; shorter if the run diverges.
function descent(spec, { surface, rate, size, optimizer, start, updates }) {
  const chosen = spec.surfaces[surface], { X, Y } = imagesOf(spec, chosen), move = RULES[optimizer](rate);
  const path = { w: [], b: [], C: [] };
  let [w, b] = start;
  for (let k = 0; ; k++) {
    const net = { W: [[[w]]], b: [[b]], activation: "identity", output: chosen.output, cost: chosen.cost };
    path.w.push(w);
    path.b.push(b);
    path.C.push(costOf(net, forwardPass(net, X), Y));
    if (k === updates) return path;
    const rows = rowsOf(spec, size, k), Xb = rows.map((row) => X[row]), Yb = rows.map((row) => Y[row]);
    const { dW, db } = backwardPass(net, forwardPass(net, Xb), Yb);
    const step = move([dW[0][0][0], db[0][0]]);
    w += step[0];
    b += step[1];
    if (Math.max(Math.abs(w), Math.abs(b)) > spec.limit) return path;
  }
}

// The largest eigenvalue of the second derivatives of the cost at one place: the largest curvature.
function curvatureAt(spec, surface, w, b) {
  const chosen = spec.surfaces[surface], { X, Y } = imagesOf(spec, chosen);
  let ww = 0, wb = 0, bb = 0;
  X.forEach(([x], i) => {
    const z = w * x + b, slope = chosen.output === "sigmoid" ? sigmoidPrime(z) : 1;
    let g = slope;
    if (chosen.output === "sigmoid" && chosen.cost === "quadratic") {
      const a = sigmoid(z);
      g = slope ** 2 + (a - Y[i][0]) * slope * (1 - 2 * a);
    }
    ww += g * x * x / X.length;
    wb += g * x / X.length;
    bb += g / X.length;
  });
  return (ww + bb) / 2 + Math.hypot((ww - bb) / 2, wb);
}

// What learning rate times curvature says about the next step.
function verdict(optimizer, size, all, product) {
  if (optimizer === "adam") return "Adam sizes each step by the slopes that it has seen, so this product decides nothing.";
  if (product <= 0) return "Here the surface is curved downwards in every direction: it has no edge.";
  const edge = optimizer === "momentum" ? 3.8 : 2;
  const name = optimizer === "momentum" ? "With momentum 0.9 the edge is at 2 · (1 + 0.9) = 3.8" : "The edge is at 2";
  const side = product > edge ? "beyond it: across the steepest direction each step ends further out"
    : optimizer === "momentum" ? "below it"
      : product > 1 ? "below it, but above 1: each step jumps to the other side of the valley, and ends nearer"
        : "below 1: each step stays on its side of the valley";
  return `${name}; here η × curvature is ${side}.${size < all ? " A batch has a curvature of its own, so the path trembles." : ""}`;
}

function panelsOf({ w, b, C, x }, last) {
  return [
    {
      title: "Where it is: weight and bias", alt: "Map of the cost over weight and bias, darker where it is lower, with the path of the updates",
      x: { label: "weight w", min: w[0], max: w[1] }, y: { label: "bias b", min: b[0], max: b[1] },
      layers: [{ kind: "contours", of: "contours" }, { kind: "line", x: "w", y: "b", timed: true, dots: true, color: 2 }],
    },
    {
      title: "Its cost on all images", alt: "Cost against the number of updates",
      x: { label: "updates", min: 0, max: last }, y: { label: "cost C", min: C[0], max: C[1] },
      layers: [{ kind: "line", x: "update", y: "C", timed: true, color: 2 }],
    },
    {
      title: "What it answers", wide: true, alt: "The output over the ink on the left of an image, with the images of 3s at 0 and of 8s at 1",
      x: { label: x[1] > 1 ? "ink on the left, standardised" : "ink on the left", min: x[0], max: x[1] }, y: { label: "output a", min: -0.5, max: 1.5 },
      layers: [
        { kind: "points", x: "x3", y: "y3", color: 1, shape: "circle", label: "images of 3" },
        { kind: "points", x: "x8", y: "y8", color: 3, shape: "square", label: "images of 8" },
        { kind: "line", x: "grid", y: "answers", color: 2, label: "output a" },
      ],
    },
  ];
}

function render({ model, el }) {
  const spec = model.get("spec");
  const undo = [];
  const last = spec.controls.find((control) => control.kind === "player").last;
  const names = [...spec.controls.map((control) => control.name), "start"];
  let path, data;

  const controls = spec.controls.map((control) => CONTROLS[control.kind]({
    control, live: model.get("live"), undo, quiet, get: () => model.get(control.name), set: (value) => {
      model.set(control.name, value);
      model.save_changes();
      refresh(control.name);
    },
  }));

  // While it plays, ten new numbers a second are not read out.
  function quiet(on) {
    readout.setAttribute("aria-live", on ? "off" : "polite");
  }

  function refresh(name) {
    if (name !== "updates") path = null; // draw computes it
    for (const control of controls) control.show();
    draw();
  }

  function compute() {
    const surface = model.get("surface"), chosen = spec.surfaces[surface], { X } = imagesOf(spec, chosen);
    path = descent(spec, {
      surface, rate: model.get("learning_rate"), size: model.get("batch_size"), optimizer: model.get("optimizer"),
      start: model.get("start"), updates: last,
    });
    const [low, high] = chosen.x;
    data = { contours: chosen.contours, update: path.w.map((_, k) => k), grid: Array.from({ length: 61 }, (_, k) => low + (k / 60) * (high - low)) };
    for (const [digit, target] of [["3", 0], ["8", 1]]) {
      const rows = spec.targets.flatMap((found, row) => (found === target ? [row] : []));
      data[`x${digit}`] = rows.map((row) => X[row][0]);
      data[`y${digit}`] = rows.map((row) => target + ((row * 37) % 17 - 8) / 200); // so that equal points can be told apart
    }
  }

  // ---- drawing

  const panels = panelsOf(spec.surfaces[model.get("surface")], last).map(panelNode);
  const readout = element("output", { class: "bl-readout", "aria-live": "polite" });
  const numbers = element("div", { class: "bl-scroll", tabindex: "0", role: "region", "aria-label": "Numbers of the picture" });
  const details = element("details", { ontoggle: () => draw() }, element("summary", {}, "The numbers as a table"), numbers);

  function draw() {
    if (!path) compute();
    const surface = model.get("surface"), shown = Math.min(model.get("updates"), path.w.length - 1);
    const w = path.w[shown], b = path.b[shown], neuron = spec.surfaces[surface].output === "sigmoid";
    const series = (name) => path[name] ?? (name === "answers" ? data.grid.map((x) => (neuron ? sigmoid(w * x + b) : w * x + b)) : data[name]);
    panelsOf(spec.surfaces[surface], last).forEach((panel, n) =>
      panels[n].svg.replaceChildren(...paint(panel, series, shown, panels[n].svg.clientWidth || WIDTH)));
    const curvature = curvatureAt(spec, surface, w, b), product = model.get("learning_rate") * curvature;
    const values = [["cost C", path.C[shown]], ["weight w", w], ["bias b", b], ["curvature here", curvature], ["η × curvature", product]];
    const ended = path.w.length <= last ? ` It diverges: after ${path.w.length} updates a number is beyond 10⁹, and the path ends.` : "";
    readout.replaceChildren(
      ...values.map(([label, value]) => element("span", {}, `${label} = `, element("strong", {}, format(value)))),
      element("span", { class: "bl-note" }, verdict(model.get("optimizer"), model.get("batch_size"), spec.targets.length, product) + ended));
    if (!details.open) return;
    const chosen = data.update.filter((k) => k <= 5 || k % 5 === 0 || k === path.w.length - 1);
    numbers.replaceChildren(numbersTable(["Updates made", "cost C", "weight w", "bias b"],
      chosen.map((k) => [String(k), ...[path.C, path.w, path.b].map((column) => format(column[k]))])));
  }

  const body = element("div", { class: "bl-body" }, element("div", { class: "bl-controls" }, ...controls.map((control) => control.node)),
    readout, element("div", { class: "bl-panels" }, ...panels.map((panel) => panel.node)), details);
  const root = shell("bl-descentlab", spec.title, spec.question, body);
  el.replaceChildren(root);

  for (const name of names) {
    const changed = () => refresh(name);
    model.on(`change:${name}`, changed);
    undo.push(() => model.off(`change:${name}`, changed));
  }
  undo.push(keepKeys(root));
  for (const control of controls) control.show();
  undo.push(drawnToSize(root, draw));
  return () => undo.forEach((step) => step());
}

export default { render };
