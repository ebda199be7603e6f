// What a gradient costs by four roads: exact counts for any widths, on a logarithmic axis, and seconds from a measured pace.
//
// Counts are BigInt, since a product of widths soon exceeds 2^53, beyond which a JavaScript number no longer holds every whole
// number. Seconds are ordinary numbers: they are no better than the pace.

const ROW = 52, AXIS = 44, FIRST_AXIS = 15; // pixels per road, pixels for the axis, and how many powers of ten are always shown

// ---- counting: what counting.py counts, for sizes with the inputs first

function countOperations(sizes) {
  const n = sizes.map(BigInt), layers = n.slice(0, -1).map((_, k) => k);
  const product = (from) => n.slice(from).reduce((a, b) => a * b, 1n);
  const sum = (numbers) => numbers.reduce((a, b) => a + b, 0n);
  const weights = sum(layers.map((k) => n[k] * n[k + 1]));
  const parameters = weights + sum(n.slice(1));
  const paths = sum(layers.map(product));
  const walked = sum(layers.map((k) => {
    const later = BigInt(n.length - 2 - k);
    return product(k) * (later + 1n) + product(k + 1) * later;
  }));
  return {
    parameters, paths, forward: weights, gradient: 3n * weights - n[0] * n[1],
    central: 2n * parameters * weights, forward_mode: parameters * weights, path_by_path: walked,
  };
}

function secondsOf(counts, pace) {
  const line = ([start, rate], number) => start + rate * pace.batch * Number(number);
  const forward = line(pace.forward, counts.forward), parameters = Number(counts.parameters);
  return {
    forward, gradient: line(pace.gradient, counts.gradient), central: 2 * parameters * forward,
    forward_mode: parameters * forward, path_by_path: pace.path * pace.batch * Number(counts.path_by_path),
  };
}

// ---- numbers for people

function grouped(number) {
  const [whole, ...decimals] = String(number).split(".");
  return [whole.replace(/\B(?=(\d{3})+$)/g, ","), ...decimals].join(".");
}

// What the larger one is in units of the smaller one, rounded down: a ratio below 3 is never shown as 3.
function roundedDown(above, below) {
  const thousandths = String((1000n * above) / below).padStart(4, "0");
  return `${grouped(thousandths.slice(0, -3))}.${thousandths.slice(-3)}`.replace(/\.?0+$/, "");
}

// To a whole number, or to one tenth where it is small.
function times(above, below) {
  if (above >= 100n * below) return grouped((2n * above + below) / (2n * below));
  const tenths = String((20n * above + below) / (2n * below)).padStart(2, "0");
  return `${tenths.slice(0, -1)}.${tenths.slice(-1)}`;
}

function logOf(number) {
  const digits = String(number);
  return Math.log10(Number(digits.slice(0, 17))) + Math.max(0, digits.length - 17);
}

const UNITS = [[1e-3, 1e-6, "µs"], [1, 1e-3, "ms"], [100, 1, "seconds"], [6000, 60, "minutes"], [172800, 3600, "hours"], [63115200, 86400, "days"]];
const YEAR = 31557600;
const MANY_YEARS = [[1e4, 1, "years"], [1e6, 1e3, "thousand years"], [1e9, 1e6, "million years"], [1e12, 1e9, "billion years"]];

// A time to two digits, in the unit that a person would choose; as timing.in_words says it.
function inWords(time) {
  const short = (number) => grouped(Number(number.toPrecision(2)));
  const rounded = Number(time.toPrecision(3)), years = time / YEAR; // 0.9996 seconds are no 1,000 ms
  const unit = UNITS.find(([limit]) => rounded < limit);
  if (unit) return `${short(time / unit[1])} ${unit[2]}`.replace(/^1 seconds$/, "1 second");
  const many = MANY_YEARS.find(([limit]) => rounded / YEAR < limit);
  if (many) return `${short(years / many[1])} ${many[2]}`;
  return `10${superscriptOf(Math.floor(Math.log10(years)))} years and more`;
}

function superscriptOf(power) {
  return [...String(power)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]).join("");
}

// ---- the widget

function render({ model, el }) {
  const spec = model.get("spec"), roads = Object.keys(spec.roads), names = spec.controls.map((control) => control.name);
  const limits = Object.fromEntries(spec.controls.map((control) => [control.name, control.values]));
  const seen = []; // gradient / forward of the nets that were shown before
  const undo = [];
  let setting = false; // while several widths are set, the nets between are not shown

  const controls = spec.controls.map((control) => CONTROLS[control.kind]({
    control, live: model.get("live") !== false, undo, quiet() {}, get: () => model.get(control.name), set: (value) => set({ [control.name]: Math.round(value) }),
  }));
  const twice = element("button", { type: "button", onclick: () => scale(2) }, "Double both hidden widths");
  const half = element("button", { type: "button", onclick: () => scale(1 / 2) }, "Halve both");
  const buttons = element("div", { class: "bl-buttons" }, twice, half);
  const readout = element("output", { class: "bl-readout", "aria-live": "polite" });
  const chart = drawing("svg", { role: "img", height: ROW * roads.length + AXIS });
  const strip = drawing("svg", { role: "img", height: 74 });
  const note = element("p", { class: "bl-speed-note" });
  const numbers = element("div", { class: "bl-scroll", tabindex: "0", role: "region", "aria-label": "Numbers of the picture" });
  const details = element("details", {}, element("summary", {}, "The numbers as a table"), numbers);
  const figure = (caption, svg) => element("figure", { class: "bl-wide" }, element("figcaption", {}, caption), svg);
  const body = element("div", { class: "bl-body" },
    element("div", { class: "bl-controls" }, ...controls.map((control) => control.node)), buttons, readout,
    element("div", { class: "bl-panels" },
      figure("Multiply-adds for one gradient and one example (exact), and on the right the time for a batch. From mark to mark: a thousand times as many", chart),
      figure("Gradient / forward: the net that is shown, and those before it", strip)),
    note, details);
  const root = shell("bl-speed-chart", spec.title, spec.question, body);

  function sizes() {
    return names.map((name) => model.get(name));
  }

  function set(widths) {
    setting = true;
    for (const [name, value] of Object.entries(widths)) model.set(name, value);
    model.save_changes();
    setting = false;
    refresh();
  }

  function scale(factor) {
    set({ n_hidden_1: model.get("n_hidden_1") * factor, n_hidden_2: model.get("n_hidden_2") * factor });
    const [pressed, other] = factor > 1 ? [twice, half] : [half, twice];
    if (pressed.disabled) other.focus(); // the keyboard keeps its place in the chart
  }

  function scalable(factor) {
    return ["n_hidden_1", "n_hidden_2"].every((name) => {
      const value = model.get(name) * factor, values = limits[name];
      return Number.isInteger(value) && value >= values[0] && value <= values[values.length - 1];
    });
  }

  function refresh() {
    if (setting) return;
    for (const control of controls) control.show();
    twice.disabled = !scalable(2);
    half.disabled = !scalable(1 / 2);
    draw();
  }

  function passes(road, counts) {
    return {
      forward: "one pass, for comparison", gradient: "one pass and the way back", central: `${grouped(2n * counts.parameters)} passes`,
      forward_mode: `${grouped(counts.parameters)} sweeps`, path_by_path: `${grouped(counts.paths)} paths from weights`,
    }[road];
  }

  function draw() {
    if (!root.isConnected) return; // drawnToSize draws it as soon as it is laid out
    const counts = countOperations(sizes()), pace = model.get("pace"), seconds = secondsOf(counts, pace);
    const ratio = roundedDown(counts.gradient, counts.forward);
    if (seen[seen.length - 1] !== ratio) seen.push(ratio);
    const values = [["net", sizes().join("-")], ["parameters", grouped(counts.parameters)], ["gradient / forward", ratio],
      ["central differences / gradient", times(counts.central, counts.gradient)]];
    readout.replaceChildren(...values.map(([label, value]) => element("span", {}, `${label} = `, element("strong", {}, value))));
    const own = pace.machine === "your machine";
    note.textContent = `Times ${own ? "on your machine" : `from ${pace.machine}`}: a batch of ${pace.batch}, float64. ` +
      "Two nets were measured in full; all other times are extrapolated from them by the counts. " +
      "Paths are walked one by one, without matrix products, so each of their multiply-adds takes longer." +
      (own ? "" : " In a running notebook, chart.calibrate() measures yours.");
    chart.setAttribute("aria-label", roads.map((road) => `${spec.roads[road]}: ${grouped(counts[road])} multiply-adds, ${inWords(seconds[road])}`).join("; "));
    chart.replaceChildren(...bars(counts, seconds, chart.clientWidth || 340));
    strip.setAttribute("aria-label", `Axis from 2 to 3: this net at ${ratio}, all nets below 3`);
    strip.replaceChildren(...dots(strip.clientWidth || 340));
    numbers.replaceChildren(numbersTable(["road", "multiply-adds per example", "in forward passes", "time for a batch", "made of"],
      roads.map((road) => [spec.roads[road], grouped(counts[road]), road === "gradient" ? ratio : times(counts[road], counts.forward),
        inWords(seconds[road]), passes(road, counts)])));
  }

  function bars(counts, seconds, width) {
    const left = 8, right = width - 14, bottom = ROW * roads.length;
    const most = Math.max(FIRST_AXIS, ...roads.map((road) => Math.ceil(logOf(counts[road]))));
    const x = (power) => left + (power / most) * (right - left);
    const marks = [];
    for (let power = 0; power <= most; power += 3) {
      marks.push(drawing("line", { x1: x(power), x2: x(power), y1: 0, y2: bottom + 4, class: "bl-speed-mark" }),
        drawing("text", { x: x(power), y: bottom + 18, "text-anchor": power === 0 ? "start" : power + 3 > most ? "end" : "middle" },
          power ? `10${superscriptOf(power)}` : "1"));
    }
    const rows = roads.flatMap((road, k) => {
      const top = k * ROW, color = { forward: 1, gradient: 3 }[road] ?? 2;
      const count = grouped(counts[road]), made = passes(road, counts);
      const fits = (count.length + made.length + 1) * 7.6 < right - left; // a small screen has no room for long ones side by side
      return [
        drawing("rect", { x: left, y: top + 20, width: Math.max(2, x(logOf(counts[road])) - left), height: 9, class: "bl-speed-bar", "data-road": road, style: `--bl-ink: var(--bl-c${color})` }),
        drawing("text", { x: left, y: top + 15, class: "bl-speed-name" }, spec.roads[road]),
        drawing("text", { x: right, y: top + 15, "text-anchor": "end" }, inWords(seconds[road])),
        drawing("text", { x: left, y: top + 43 }, count),
        ...(fits ? [drawing("text", { x: right, y: top + 43, "text-anchor": "end" }, made)] : []),
      ];
    });
    return [...marks, ...rows, drawing("text", { x: (left + right) / 2, y: bottom + 38, "text-anchor": "middle" }, "multiply-adds per example")];
  }

  function dots(width) {
    const left = 14, right = width - 22, line = 26;
    const x = (ratio) => left + (ratio - 2) * (right - left);
    const mark = (ratio) => [
      drawing("line", { x1: x(ratio), x2: x(ratio), y1: line, y2: line + 5, class: "bl-frame" }),
      drawing("text", { x: x(ratio), y: line + 20, "text-anchor": "middle" }, String(ratio)),
    ];
    const dot = (ratio, r, kind) => drawing("circle", { cx: x(Number(ratio)), cy: line, r, class: kind, style: "--bl-ink: var(--bl-c3)" });
    return [
      drawing("line", { x1: left, x2: right, y1: line, y2: line, class: "bl-frame" }), ...[2, 2.2, 2.4, 2.6, 2.8, 3].flatMap(mark),
      drawing("line", { x1: x(3), x2: x(3), y1: 6, y2: line, class: "bl-rule" }),
      drawing("text", { x: x(3) - 4, y: 12, "text-anchor": "end" }, "never reached"),
      ...seen.slice(0, -1).map((ratio) => dot(ratio, 3, "bl-point")), dot(seen[seen.length - 1], 6, "bl-dot"),
      drawing("text", { x: (left + right) / 2, y: line + 40, "text-anchor": "middle" }, "gradient / forward, in multiply-adds"),
    ];
  }

  el.replaceChildren(root);
  for (const name of [...names, "pace"]) {
    model.on(`change:${name}`, refresh);
    undo.push(() => model.off(`change:${name}`, refresh));
  }
  undo.push(keepKeys(root));
  refresh();
  undo.push(drawnToSize(root, draw));
  return () => undo.forEach((step) => step());
}

export default { render };
