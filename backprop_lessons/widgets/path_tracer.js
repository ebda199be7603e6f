// From one weight or bias to the cost: its paths light up one by one, with their factors; over the paths the products add up.

const WITH_COST = 520; // narrower pictures leave the column of C out
const MOVES = Array.from({ length: 121 }, (_, k) => Math.round((k - 60) * 5) / 100);
const HIDDEN = { sigmoid: "sigmoid", tanh: "tanh", relu: "ReLU", leaky_relu: "leaky ReLU", identity: "identity (no squashing)" };
const ENDS = {
  "sigmoid quadratic": "sigmoid, quadratic cost",
  "identity quadratic": "identity, quadratic cost",
  "sigmoid binary_cross_entropy": "sigmoid, binary cross-entropy",
  "softmax negative_log_likelihood": "softmax, negative log-likelihood",
};

function render({ model, el }) {
  const undo = [], start = model.get("net");
  let moved = parameterName(parametersOf(start).find(({ layer }) => layer > 1) ?? parametersOf(start)[0]);

  // ---- everything that is shown, from the traits

  function state() {
    const net = model.get("net"), x = model.get("x"), y = model.get("y"), all = parametersOf(net);
    const parameter = all.find((one) => parameterName(one) === model.get("parameter")) ?? all[0];
    const trace = forwardPass(net, [x]), paths = pathsOf(net, x, y, parameter);
    return {
      net, x, y, all, parameter, trace, paths, sizes: sizesOf(net), shown: Math.min(model.get("shown"), paths.length + 1),
      sum: paths.reduce((total, { product }) => total + product, 0), measured: measuredParameter(net, x, y, parameter),
      cost: costOf(net, trace, [y]),
    };
  }

  function put(values) {
    for (const [name, value] of Object.entries(values)) model.set(name, value);
    model.save_changes();
    refresh();
  }

  function go(by) {
    const { shown, paths } = state();
    put({ shown: by > 0 && shown > paths.length ? 0 : Math.max(0, shown + by) });
  }

  // ---- controls

  function pick(label, get, set) {
    const id = freshId("bl-pick");
    const select = element("select", { id, onchange: () => set(select.value) });
    return {
      node: element("div", { class: "bl-control" }, element("label", { for: id }, label), select),
      show(options) {
        if (options.length !== select.options.length) select.replaceChildren(...options.map(([value, text]) => element("option", { value }, text)));
        select.value = get();
      },
    };
  }

  const chosenMove = () => { const { all } = state(); return all.find((one) => parameterName(one) === moved) ?? all[0]; };
  const traced = pick("Trace this weight or bias", () => parameterName(state().parameter), (name) => put({ parameter: name, shown: 1 }));
  const mover = pick("Move this one", () => parameterName(chosenMove()), (name) => { moved = name; refresh(); });
  const slider = CONTROLS.slider({
    control: { name: "moved", label: "Its value", values: MOVES, labels: MOVES.map(format) }, live: model.get("live"),
    get: () => parameterValue(model.get("net"), chosenMove()),
    set: (value) => put({ net: withParameter(model.get("net"), chosenMove(), value) }),
  });
  const hidden = pick("Hidden units", () => model.get("net").activation, (activation) => put({ net: { ...model.get("net"), activation } }));
  const ending = pick("Outputs and cost", () => `${model.get("net").output} ${model.get("net").cost}`, (both) => {
    const [output, cost] = both.split(" ");
    put({ net: { ...model.get("net"), output, cost } });
  });
  const back = element("button", { type: "button", onclick: () => go(-1) }, "Back");
  const next = element("button", { type: "button", onclick: () => go(1) }, "Next path");
  const reset = element("button", { type: "button", onclick: () => put({ net: start }) }, "All numbers as at the start");

  // ---- drawing

  const picture = netPicture({ alt: "", unit, edge, press: (c, i, j) => put({ parameter: `W${c + 1}[${i},${j}]`, shown: 1 }) });
  const readout = element("output", { class: "bl-readout", "aria-live": "polite" });
  const factors = element("div", { class: "bl-scroll", tabindex: "0", role: "region", "aria-label": "Factors of the paths" });

  function unit(c, k) {
    const { net, x, y, trace, sizes, cost } = state(), last = sizes.length - 1, kind = lit().units.has(`${c},${k}`) ? "on" : "";
    if (c > last) return { lines: ["C", format(cost)], kind: lit().cost ? "on" : "" };
    if (c === 0) return { lines: [unitName(sizes, 0, k), format(x[k])], kind };
    const z = trace.Z[c - 1][0][k], a = `a ${format(trace.A[c][0][k])}`, name = c < last ? net.activation : net.output;
    const slope = ACTIVATIONS[name] ? [`f′ ${format(ACTIVATIONS[name].slope(z))}`] : [];
    const rest = c < last ? [`z ${format(z)}`, a, ...slope] : [a, `y ${format(y[k])}`, ...(net.cost === "quadratic" ? slope : [])];
    return { lines: [unitName(sizes, c, k), ...rest], kind };
  }

  function edge(c, i, j) {
    const { net, y, trace, sizes } = state(), key = `${c},${i},${j}`;
    if (c >= sizes.length - 1) return { label: format(trace.A.at(-1)[0][i] - y[i]), kind: lit().cost && lit().units.has(`${c},${i}`) ? "on" : "", fixed: true, along: 0.5 };
    return { label: format(net.W[c][i][j]), kind: lit().edges.has(key) ? "on" : "" };
  }

  // What is on a path that is lit: edges "column,i,j" and units "column,k". One path at a time, all of them with the sum.
  function lit() {
    const { paths, shown, parameter } = state(), edges = new Set(), units = new Set();
    const lighted = shown > paths.length ? paths : paths.slice(Math.max(0, shown - 1), shown);
    if (parameter.kind === "W") edges.add(`${parameter.layer - 1},${parameter.index.join(",")}`);
    for (const path of lighted) {
      path.units.forEach(([layer, k], n) => {
        units.add(`${layer},${k}`);
        if (n) edges.add(`${layer - 1},${path.units[n - 1][1]},${k}`);
      });
    }
    if (lighted.length && parameter.kind === "W" && parameter.layer === 1) units.add(`0,${parameter.index[0]}`);
    return { edges, units, cost: lighted.length > 0 };
  }

  function draw() {
    if (!root.isConnected) return; // drawnToSize draws it as soon as it is laid out
    const now = state(), width = picture.svg.clientWidth || 640;
    picture.draw([...now.sizes, ...(width >= WITH_COST ? [1] : [])], width);
    picture.svg.setAttribute("aria-label", `Network ${now.sizes.join("-")}. ${told(now)[0]}`);
    readout.replaceChildren(...told(now).map((text, k) => element(k ? "span" : "strong", { class: "bl-note" }, text)));
    factors.replaceChildren(...(now.shown ? [factorTable(now)] : []));
  }

  function refresh() {
    const { all, sizes, paths, shown } = state();
    const listed = all.map((one) => [parameterName(one), `${parameterName(one)}: ${placeOf(one, sizes)}`]);
    traced.show(listed);
    mover.show(listed);
    hidden.show(Object.entries(HIDDEN));
    ending.show(endings(model.get("net")));
    slider.show();
    if (shown === 0 && document.activeElement === back) next.focus(); // the focus must not fall off the page
    back.disabled = shown === 0;
    next.textContent = shown < paths.length ? "Next path" : shown === paths.length ? "Add them up" : "Restart";
    draw();
  }

  const body = element("div", { class: "bl-body" },
    element("div", { class: "bl-controls" }, traced.node), element("div", { class: "bl-buttons" }, back, next), readout, picture.svg,
    element("p", { class: "bl-legend" }, "In a box: weighted input z, activation a, slope f′(z), target y. On an arrow: the weight, or a − y towards C."),
    factors,
    element("div", { class: "bl-controls" }, mover.node, slider.node), element("div", { class: "bl-controls" }, hidden.node, ending.node),
    element("div", { class: "bl-buttons" }, reset));
  const root = shell("bl-path_tracer", model.get("title"), model.get("question"), body);
  el.replaceChildren(root);

  for (const name of ["net", "x", "y", "parameter", "shown"]) {
    model.on(`change:${name}`, refresh);
    undo.push(() => model.off(`change:${name}`, refresh));
  }
  refresh();
  undo.push(keepKeys(root), drawnToSize(root, draw));
  return () => undo.forEach((step) => step());
}

// ---- words

const signed = (number) => (number > 0 ? `+${format(number)}` : format(number));
const wayOf = ({ steps }) => steps.slice(1).join("→");

function placeOf({ kind, layer, index }, sizes) {
  const to = unitName(sizes, layer, index.at(-1));
  return kind === "b" ? `bias of ${to}` : `${unitName(sizes, layer - 1, index[0])} → ${to}`;
}

// Pairs of output and cost that can be chosen, and the present one, whatever it is.
function endings({ output, cost }) {
  const key = `${output} ${cost}`;
  return Object.entries(ENDS[key] ? ENDS : { ...ENDS, [key]: `${output}, ${cost}` });
}

function told({ paths, shown, sum, measured, parameter, net }) {
  const name = parameterName(parameter), number = `${name} = ${format(parameterValue(net, parameter))}`;
  const many = paths.length === 1 ? "1 path" : `${paths.length} paths`;
  if (shown === 0) return [`${number} has ${many} to the cost C.`, "Predict the sign of the slope, then light up the first path."];
  if (shown <= paths.length) {
    const { product, factors } = paths[shown - 1];
    return [`Path ${shown} of ${paths.length}: ${name} → ${wayOf(paths[shown - 1])}`,
      `Its ${factors.length} factors, multiplied: ${signed(product)}`];
  }
  const products = paths.map(({ product }) => `(${signed(product)})`).join(" + ");
  return [`dC/d${name} = ${paths.length > 1 ? `${products} = ` : ""}${signed(sum)}`, `Measured by a small step of ${name}: ${signed(measured)}`,
    ...(paths.length > 1 ? [`The first path alone would be ${offBy(paths[0].product, sum)}.`] : [])];
}

function offBy(part, whole) {
  if (part === whole) return "all of it";
  if (part * whole <= 0) return part === 0 ? "0" : whole === 0 ? "wrong: the slope is 0" : "of the wrong sign";
  const percent = Math.abs(part / whole - 1) * 100;
  return `${Number(percent.toPrecision(2))} % too ${part / whole > 1 ? "large" : "small"}`;
}

// One name for a row: the name itself, or what the names of all paths share.
function commonName(names) {
  if (new Set(names).size === 1) return names[0];
  const shared = names.map((name) => name.replace(/\[.*\]$|(?: of [ho][\d.]+)$/, ""));
  return [...new Set(shared)].join(" or ");
}

function factorTable({ paths, shown, sum }) {
  const seen = paths.slice(0, shown);
  const rows = seen[0].factors.map((_, n) =>
    [commonName(seen.map(({ factors }) => factors[n].name)).replaceAll("-", "−"), ...seen.map(({ factors }) => format(factors[n].value))]);
  const total = shown > paths.length ? [["sum", signed(sum), ...seen.slice(1).map(() => "")]] : [];
  return numbersTable(["factor", ...seen.map(wayOf)], [...rows, ["product", ...seen.map(({ product }) => signed(product))], ...total]);
}

export default { render };
