// The training playground: a small network learns to part two classes in the plane, computed here while the reader watches.
// Everything follows from the setting alone, its number `seed` included: a link to it leads to the same view.

const FIELDS = ["data", "layers", "width", "activation", "cost", "learning_rate", "initialisation", "batch_size", "seed"];
const LAST_EPOCH = 1000; // a run ends here at the latest
const CELLS = 44; // the plane is drawn in so many rows and columns
const BANDS = [0.1, 0.3, 0.5, 0.7, 0.9]; // of the output, each drawn in a shade of its own

// Units of the first hidden layer that are no copies of another one.
function differentUnits({ W, b }) {
  const columns = turned(W[0]).map((column, j) => [...column, b[0][j]]);
  const same = (one, other) => one.every((value, k) => Math.abs(value - other[k]) <= 1e-9 * (1 + Math.abs(value)));
  return columns.filter((column, j) => !columns.slice(0, j).some((other) => same(column, other))).length;
}

// ---- the plane

// The middles of the cells of one axis.
const middles = (reach) => Array.from({ length: CELLS }, (_, k) => -reach + ((k + 0.5) / CELLS) * 2 * reach);

// The output at every cell, row by row from below.
function outputs(net, reach) {
  const places = middles(reach);
  const out = forwardPass(net, places.flatMap((y) => places.map((x) => [x, y]))).A.at(-1);
  return places.map((_, row) => out.slice(row * CELLS, (row + 1) * CELLS).map(([a]) => a));
}

// For each band of the output the cells in it, as one path: neighbours in a row are joined.
function bands(plane, x, y, reach) {
  const places = middles(reach), half = reach / CELLS, paths = BANDS.map(() => "").concat("");
  const band = (a) => BANDS.filter((edge) => a > edge).length;
  plane.forEach((row, i) => {
    const top = pixel(y(places[i] + half)), bottom = pixel(y(places[i] - half));
    for (let from = 0, to; from < CELLS; from = to) {
      for (to = from + 1; to < CELLS && band(row[to]) === band(row[from]);) to++;
      const left = pixel(x(places[from] - half)), right = pixel(x(places[to - 1] + half));
      paths[band(row[from])] += `M${left} ${top}H${right}V${bottom}H${left}Z`;
    }
  });
  return paths;
}

// The line where the output is one half: a piece for each square between four cells that it passes.
function boundary(plane, x, y, reach) {
  const places = middles(reach), pieces = [];
  for (let i = 0; i + 1 < CELLS; i++) {
    for (let j = 0; j + 1 < CELLS; j++) {
      const corners = [[i, j], [i, j + 1], [i + 1, j + 1], [i + 1, j]];
      const crossings = [];
      corners.forEach(([r, c], k) => {
        const [s, d] = corners[(k + 1) % 4];
        const a = plane[r][c] - 0.5, z = plane[s][d] - 0.5;
        if (a > 0 === z > 0) return;
        const t = a / (a - z);
        crossings.push(`${pixel(x(places[c] + t * (places[d] - places[c])))} ${pixel(y(places[r] + t * (places[s] - places[r])))}`);
      });
      for (let k = 0; k + 1 < crossings.length; k += 2) pieces.push(`M${crossings[k]}L${crossings[k + 1]}`);
    }
  }
  return pieces.join("");
}

function mark(target, training, cx, cy) {
  const attributes = { class: `bl-mark ${training ? "" : "bl-mark-test"}`, style: `--bl-ink: var(--bl-c${target ? 2 : 1})` };
  return target ? drawing("rect", { x: cx - 3.2, y: cy - 3.2, width: 6.4, height: 6.4, ...attributes })
    : drawing("circle", { cx, cy, r: 3.5, ...attributes });
}

function planePicture(plane, points, reach, width) {
  const size = Math.min(width - EDGE.left - EDGE.right, 330);
  const left = EDGE.left, top = EDGE.top, right = left + size, bottom = top + size;
  const axis = { label: "", min: -reach, max: reach };
  const across = scaleOf(axis, [-reach, reach], left, right, 5), up = scaleOf(axis, [-reach, reach], bottom, top, 5);
  const hatch = freshId("bl-clip");
  const paths = bands(plane, across.at, up.at, reach);
  const marks = [["test", false], ["train", true]].flatMap(([name, training]) => points[name].X.map(([x1, x2], k) =>
    mark(points[name].Y[k][0], training, pixel(across.at(x1)), pixel(up.at(x2)))));
  const nodes = [
    drawing("defs", {}, drawing("pattern", { id: hatch, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      drawing("line", { x1: 0, x2: 0, y1: 0, y2: 7, class: "bl-hatch" }))),
    ...paths.map((d, k) => drawing("path", { d, class: `bl-band bl-band-${k}` })),
    drawing("path", { d: paths.slice(3).join(""), fill: `url(#${hatch})` }),
    drawing("path", { d: boundary(plane, across.at, up.at, reach), class: "bl-boundary" }),
    ...marks,
    drawing("rect", { x: left, y: top, width: size, height: size, class: "bl-frame" }),
    ...across.marks.map(([value, text]) => drawing("text", { x: across.at(value), y: bottom + 17, "text-anchor": "middle" }, text)),
    ...up.marks.map(([value, text]) => drawing("text", { x: left - 7, y: up.at(value) + 4, "text-anchor": "end" }, text)),
    drawing("text", { x: (left + right) / 2, y: bottom + 36, "text-anchor": "middle" }, "x₁"),
    drawing("text", { x: 12, y: (top + bottom) / 2, "text-anchor": "middle" }, "x₂"),
  ];
  return { nodes, height: bottom + EDGE.bottom };
}

// ---- the gradient of each layer, as bars on a logarithmic axis

const POWERS = [-8, -6, -4, -2, 0];

function bars(gradients, width) {
  const left = 66, right = width - 78, row = 30, bottom = gradients.length * row + 12;
  const at = (power) => left + ((power - POWERS[0]) / (POWERS.at(-1) + 1 - POWERS[0])) * (right - left);
  const every = right - left < 160 ? 2 : 1;
  const nodes = [
    ...POWERS.filter((_, k) => k % every === 0).flatMap((power) => [
      drawing("line", { x1: at(power), x2: at(power), y1: 6, y2: bottom + 4, class: "bl-frame" }),
      drawing("text", { x: at(power), y: bottom + 19, "text-anchor": "middle" }, power ? `10${superscript(power)}` : "1"),
    ]),
    ...gradients.flatMap((size, l) => {
      const y = 10 + l * row, end = Math.max(left, Math.min(right, size > 0 ? at(Math.log10(size)) : left));
      return [
        drawing("text", { x: left - 8, y: y + 15, "text-anchor": "end" }, `layer ${l + 1}`),
        drawing("rect", { x: left, y, width: end - left, height: 20, class: "bl-bar" }),
        drawing("text", { x: right + 8, y: y + 15 }, format(size)),
      ];
    }),
    drawing("text", { x: (left + right) / 2, y: bottom + 38, "text-anchor": "middle" }, "length of dC/dW"),
  ];
  return { nodes, height: bottom + 46 };
}

// ---- words

function inWords(run, plane) {
  const { history, diverged, net, setting } = run;
  const now = history.at(-1), all = plane.flat(), low = Math.min(...all), high = Math.max(...all);
  if (diverged) return `Diverged in epoch ${diverged}: numbers too large for a float. The picture shows the epoch before. Try a lower learning rate.`;
  const words = [];
  if (now.gradients.every((size) => size === 0)) words.push("The gradient is 0 in the weights of every layer: none of them can move.");
  const grown = now.train_cost / history[0].train_cost;
  if (grown > 2) words.push(`The training cost is ${format(Math.round(grown))} times what it was at the start: the steps are too long.`);
  if (high - low < 0.02) words.push(`The answer is about ${format(Math.round(50 * (low + high)) / 100)} everywhere.`);
  const different = differentUnits(net);
  if (different < setting.width) {
    words.push(different === 1 ? `All ${setting.width} units of the first hidden layer are copies of one another.`
      : `Only ${different} of the ${setting.width} units of the first hidden layer differ from one another.`);
  }
  if (now.epoch === LAST_EPOCH) words.push(`${LAST_EPOCH} epochs: the run ends here.`);
  return words.join(" ");
}

const HEAD = ["epochs", "training cost", "test cost", "training accuracy", "test accuracy"];

function runTable(history) {
  const last = history.length - 1;
  const chosen = history.filter(({ epoch }) => epoch === last || [0, 1, 2, 5, 10, 20, 50].includes(epoch) || epoch % 100 === 0);
  return numbersTable([...HEAD, ...history[0].gradients.map((_, l) => `gradient of layer ${l + 1}`)],
    chosen.map((now) => [String(now.epoch), ...["train_cost", "test_cost", "train_accuracy", "test_accuracy"].map((name) => format(now[name])), ...now.gradients.map(format)]));
}

// ---- a link that leads to the same view

function toText(setting, epochs) {
  return new URLSearchParams({ ...setting, epochs }).toString();
}

// The setting that an address names, and its epochs; what the controls do not have is left as it is. null: no such address.
function fromAddress(hash, controls, setting) {
  if (!hash.startsWith("#playground?")) return null;
  const asked = new URLSearchParams(hash.slice("#playground?".length));
  const found = { ...setting };
  for (const { name, values } of controls) {
    const value = values.find((candidate) => String(candidate) === asked.get(name));
    if (value !== undefined) found[name] = value;
  }
  if (/^\d{1,9}$/.test(asked.get("seed") ?? "")) found.seed = Number(asked.get("seed"));
  const epochs = Math.min(LAST_EPOCH, Math.trunc(Number(asked.get("epochs"))) || 0);
  return { setting: found, epochs: Math.max(0, epochs) };
}

// ---- the widget

function menu({ control, get, set }) {
  const id = freshId("bl-menu");
  const input = element("select", { id, onchange: () => set(control.values[input.selectedIndex]) },
    ...control.labels.map((label) => element("option", {}, label)));
  return {
    node: element("div", { class: "bl-control" }, element("label", { for: id }, control.label), element("br"), input),
    show() { input.selectedIndex = nearest(control.values, get()); },
  };
}

function render({ model, el }) {
  const spec = model.get("spec"), live = model.get("live"), undo = [];
  const reducedMotion = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  let run, plane, timer = null, goal = LAST_EPOCH, drawn = 0, settling = false;

  const setting = () => Object.fromEntries(FIELDS.map((name) => [name, model.get(name)]));

  // ---- the run

  function restart() {
    run = newRun(setting(), spec.points[model.get("data")]);
    keep();
    refresh();
  }

  // What Python can read: the network as it stands.
  function keep() {
    const { W, b } = run.net;
    model.set("trained", { epochs: run.history.length - 1, W, b });
    model.save_changes();
  }

  const ended = () => run.diverged || run.history.length > goal;

  function advance() {
    const begun = performance.now();
    let epochs = 0;
    do run.step(); while (!ended() && ++epochs < 5 && performance.now() - begun < 15);
    if (ended()) { pause(); return; }
    if (performance.now() - drawn >= (reducedMotion ? 450 : 90) || drawn === 0) refresh();
  }

  function play(until = LAST_EPOCH) {
    goal = until;
    if (ended() || timer) return;
    quiet(true);
    drawn = 0;
    timer = window.setInterval(advance, 50);
    buttons.train.textContent = "Pause";
  }

  function pause() {
    if (timer) window.clearInterval(timer);
    timer = null;
    buttons.train.textContent = "Train";
    quiet(false);
    keep();
    refresh();
  }

  function oneEpoch() {
    if (timer) pause();
    goal = LAST_EPOCH;
    if (!ended()) run.step();
    keep();
    refresh();
  }

  // New values begin a new run; one that was going on goes on.
  function assign(values) {
    const playing = timer !== null;
    if (playing) pause();
    settling = true;
    for (const [name, value] of Object.entries(values)) model.set(name, value);
    settling = false;
    model.save_changes();
    restart();
    if (playing) play();
  }

  function quiet(on) {
    readout.setAttribute("aria-live", on ? "off" : "polite");
  }

  // ---- the page

  const controls = spec.controls.map((control) => ({ ...CONTROLS, menu })[control.kind]({
    control, live: false, undo, quiet, get: () => model.get(control.name), set: (value) => assign({ [control.name]: value }),
  }));
  const button = (text, onclick) => element("button", { type: "button", onclick }, text);
  const buttons = {
    train: button("Train", () => (timer ? pause() : play())),
    epoch: button("One epoch", oneEpoch),
    reset: button("Reset", () => { if (timer) pause(); restart(); }),
    other: button("Other random start", () => assign({ seed: model.get("seed") + 1 })),
  };
  const readout = element("output", { class: "bl-readout", "aria-live": "polite" });
  const picture = drawing("svg", { role: "img", "aria-label": "The two classes in the plane, and the output of the network over it, hatched where it is above one half" });
  const curve = panelNode(spec.curve);
  const gradient = drawing("svg", { role: "img", "aria-label": "The length of the gradient in each layer; the table has the same numbers" });
  const legend = element("div", { class: "bl-legend" }, ...[0, 1].map((target) => element("span", {},
    drawing("svg", { class: "bl-mark-key", "aria-hidden": "true" }, mark(target, true, 7, 7), mark(target, false, 20, 7)), ` target ${target}: training, test`)));
  const figure = (title, svg, ...more) => element("figure", {}, element("figcaption", {}, title), svg, ...more);
  const numbers = element("div", { class: "bl-scroll", tabindex: "0", role: "region", "aria-label": "Numbers of the run" });
  const table = element("details", { ontoggle: () => draw() }, element("summary", {}, "The run as a table"), numbers);
  const share = sharing(live);

  const body = element("div", { class: "bl-body" },
    element("div", { class: "bl-controls" }, ...controls.map((control) => control.node)),
    element("div", { class: "bl-buttons" }, ...Object.values(buttons)), readout,
    element("div", { class: "bl-panels" }, figure("Where it says 1 (hatched) and where 0", picture, legend),
      element("div", {}, curve.node, figure("The gradient of each layer", gradient))), table, share.node);
  const root = shell("bl-playground", spec.title, spec.question, body);

  function refresh() {
    for (const control of controls) control.show();
    plane = null; // draw makes it
    share.show(setting(), run.history.length - 1);
    draw();
    drawn = performance.now();
  }

  function put(svg, { nodes, height }) {
    svg.setAttribute("height", height);
    svg.replaceChildren(...nodes);
  }

  function draw() {
    if (!root.isConnected) return; // drawnToSize draws it as soon as it is laid out
    plane ??= outputs(run.net, spec.reach);
    const { history } = run, now = history.at(-1);
    put(picture, planePicture(plane, run.points, spec.reach, picture.clientWidth || WIDTH));
    put(gradient, bars(now.gradients, gradient.clientWidth || WIDTH));
    const panel = { ...spec.curve, x: { ...spec.curve.x, max: Math.max(10, Math.ceil(now.epoch * 1.06)) } };
    const series = (name) => history.map((record) => record[name]);
    curve.svg.replaceChildren(...paint(panel, series, now.epoch, curve.svg.clientWidth || WIDTH));
    const shown = [["epochs", now.epoch], ["training cost", now.train_cost], ["test cost", now.test_cost],
      ["training accuracy", now.train_accuracy], ["test accuracy", now.test_accuracy], ["random start", run.setting.seed]];
    readout.replaceChildren(...shown.map(([label, value]) => element("span", {}, `${label} = `, element("strong", {}, format(value)))),
      element("span", { class: "bl-note" }, inWords(run, plane) || " "));
    if (table.open) numbers.replaceChildren(runTable(history));
  }

  function visit() {
    const asked = live ? null : fromAddress(window.location.hash, spec.controls, setting());
    if (!asked) return;
    if (timer) pause();
    assign(asked.setting);
    root.scrollIntoView({ behavior: "instant" });
    if (asked.epochs) play(asked.epochs);
  }

  // ---- beginning and end

  el.replaceChildren(root);
  restart();
  undo.push(keepKeys(root), () => window.clearInterval(timer));
  const changed = () => { if (!settling && FIELDS.some((name) => run.setting[name] !== model.get(name))) assign({}); }; // Python set it
  for (const name of FIELDS) {
    model.on(`change:${name}`, changed);
    undo.push(() => model.off(`change:${name}`, changed));
  }
  const hidden = () => { if (document.hidden && timer) pause(); };
  document.addEventListener("visibilitychange", hidden);
  window.addEventListener("hashchange", visit);
  undo.push(() => document.removeEventListener("visibilitychange", hidden), () => window.removeEventListener("hashchange", visit));
  let inSight = false;
  const sight = new IntersectionObserver((entries) => {
    const before = inSight;
    inSight = entries.at(-1).isIntersecting;
    if (before && !inSight && timer) pause();
  });
  sight.observe(root);
  undo.push(() => sight.disconnect(), drawnToSize(root, draw));
  window.setTimeout(visit); // once it is in the page
  return () => undo.forEach((step) => step());
}

// The link (in a page) or the line of Python (in a notebook) that leads to the same view.
function sharing(live) {
  const text = element("code", { class: "bl-share" });
  const link = element("a", {}, text);
  const said = element("span", { class: "bl-hint", role: "status" });
  const copy = element("button", { type: "button", onclick: take }, "Copy");

  async function take() {
    try {
      await navigator.clipboard.writeText(text.textContent);
      said.textContent = " Copied.";
    } catch {
      window.getSelection().selectAllChildren(text);
      said.textContent = " It is marked now: copy it with Ctrl+C.";
    }
  }

  return {
    node: element("details", {}, element("summary", {}, live ? "The line that makes this view" : "A link to this view"), element("p", {}, live ? text : link), copy, said),
    show(setting, epochs) {
      const python = Object.entries(setting).map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(", ");
      text.textContent = live ? `Playground(${python})` : `${window.location.href.split("#")[0]}#playground?${toText(setting, epochs)}`;
      link.setAttribute("href", `#playground?${toText(setting, epochs)}`);
      said.textContent = "";
    },
  };
}

export default { render };
