// Panels: axes, ticks and layers, drawn as SVG. A panel is { title, alt, x, y, layers, wide }, an axis { label, min, max, log }.
//
// Layers name their series; `series(name)` gives the numbers. Kinds: line (x, y; timed: only up to the shown update; dots;
// dash), points (x, y; shape), contours (regions by level), logistic (the curve σ(w x + b) of the shown update),
// rule (a straight line across the panel at one x or one y, with a label).

const WIDTH = 340, HEIGHT = 250; // of a panel whose width cannot be measured yet
const EDGE = { left: 52, right: 10, top: 10, bottom: 44 };

// The parts of a panel on the page: { panel, svg, node }.
function panelNode(panel) {
  const svg = drawing("svg", { height: HEIGHT, role: "img", "aria-label": panel.alt });
  const legend = panel.layers.filter((layer) => layer.label && layer.kind !== "rule").map((layer) =>
    element("span", { class: `bl-key bl-key-${layer.shape ?? (layer.dash ? "dash" : "line")}`, style: `--bl-key: var(--bl-c${layer.color})` }, layer.label));
  const node = element("figure", { class: panel.wide && "bl-wide" }, element("figcaption", {}, panel.title), svg,
    element("div", { class: "bl-legend" }, ...legend));
  return { panel, svg, node };
}

function range(axis, panel, letter, series) {
  if (axis.max !== undefined) return [axis.min, axis.max];
  const values = panel.layers.flatMap((layer) => (layer[letter] === undefined ? [] : series(layer[letter]))).filter(Number.isFinite);
  return [axis.min, Math.max(...values, axis.min + 1e-9) * 1.05];
}

// From numbers to pixels, and the places and words of the ticks, for one axis.
function scaleOf(axis, [low, high], from, to, wanted) {
  const raw = axis.log ? Math.log10 : (value) => value;
  const at = (value) => from + ((raw(value) - raw(low)) / (raw(high) - raw(low))) * (to - from);
  if (!axis.log) return { at, marks: ticks(low, high, wanted).map((value) => [value, format(value)]) };
  const powers = ticks(raw(low), raw(high), wanted).filter(Number.isInteger);
  return { at, marks: powers.map((power) => [10 ** power, Math.abs(power) < 4 ? format(10 ** power) : `10${superscript(power)}`]) };
}

function superscript(power) {
  return [...String(power)].map((sign) => (sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[sign])).join("");
}

function paint(panel, series, time, width) {
  const xRange = range(panel.x, panel, "x", series), yRange = range(panel.y, panel, "y", series);
  const right = width - EDGE.right, bottom = HEIGHT - EDGE.bottom;
  const across = scaleOf(panel.x, xRange, EDGE.left, right, (right - EDGE.left) / 45);
  const up = scaleOf(panel.y, yRange, bottom, EDGE.top);
  const clip = freshId("bl-clip");
  const inside = drawing("g", { "clip-path": `url(#${clip})` });
  const frame = { x: across.at, y: up.at, xMin: xRange[0], xMax: xRange[1], left: EDGE.left, right, top: EDGE.top, bottom };
  for (const layer of panel.layers) inside.append(...LAYERS[layer.kind]({ layer, series, time, ...frame }));
  const box = { x: EDGE.left, y: EDGE.top, width: right - EDGE.left, height: bottom - EDGE.top };
  return [
    drawing("defs", {}, drawing("clipPath", { id: clip }, drawing("rect", box))),
    inside,
    drawing("rect", { ...box, class: "bl-frame" }),
    ...across.marks.flatMap(([value, text]) => [
      drawing("line", { x1: across.at(value), x2: across.at(value), y1: bottom, y2: bottom + 4, class: "bl-frame" }),
      drawing("text", { x: across.at(value), y: bottom + 17, "text-anchor": "middle" }, text),
    ]),
    ...up.marks.flatMap(([value, text]) => [
      drawing("line", { x1: EDGE.left - 4, x2: EDGE.left, y1: up.at(value), y2: up.at(value), class: "bl-frame" }),
      drawing("text", { x: EDGE.left - 7, y: up.at(value) + 4, "text-anchor": "end" }, text),
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

  rule({ layer, x, y, left, right, top, bottom }) {
    const upright = layer.x_at !== undefined;
    const place = pixel(upright ? x(layer.x_at) : y(layer.y_at));
    const ends = upright ? { x1: place, x2: place, y1: top, y2: bottom } : { x1: left, x2: right, y1: place, y2: place };
    const text = upright ? { x: place + 5, y: top + 14 } : { x: left + 6, y: place - 5 };
    return [drawing("line", { ...ends, class: "bl-rule" }), ...(layer.label ? [drawing("text", text, layer.label)] : [])];
  },
};

function at(values, time) {
  return values[Math.min(time, values.length - 1)];
}
