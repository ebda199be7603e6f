// The picture of a graph: a box for each node, an arrow for each input, from left to right, or downwards where that would be
// too wide. `now` says what is known: nodes, values, slopes, grads, hasValue(place), hasGrad(place), now (the place of the node
// that is being computed), back (how many grads are there). Uses circuit.js.

const BOX = { width: 84, height: 56 }, LETTER = 15, SIDE_GAP = 54, DOWN_GAP = 52;
const NARROW = 76; // boxes below this width hold three digits of a number

function paintGraph(svg, now, width) {
  const { nodes } = now;
  const deep = Math.max(...nodes.map(({ place }) => place[0])), broad = Math.max(...nodes.flatMap(({ place, bends }) => [place, ...bends.flat()]).map((at) => at[1]));
  const aside = (deep + 1) * BOX.width + deep * SIDE_GAP + 4 <= width;
  const w = aside ? BOX.width : Math.min(BOX.width, (width - 4 - 6 * broad) / (broad + 1));
  const stepAlong = aside ? Math.min(190, (width - 4 - w) / Math.max(deep, 1)) : BOX.height + DOWN_GAP;
  const stepAcross = aside ? BOX.height + 18 : Math.min(150, (width - 4 - w) / Math.max(broad, 1));
  const used = (aside ? deep * stepAlong : broad * stepAcross) + w;
  const left = (width - used) / 2 + w / 2;
  const at = ([along, across]) => (aside ? { x: left + along * stepAlong, y: 2 + BOX.height / 2 + across * stepAcross }
    : { x: left + across * stepAcross, y: 2 + BOX.height / 2 + along * stepAlong });
  const out = aside ? { x: w / 2, y: 0 } : { x: 0, y: BOX.height / 2 };
  const height = (aside ? broad * stepAcross : deep * stepAlong) + BOX.height + 4;
  svg.setAttribute("height", height);
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const arrows = [], taken = [];
  nodes.forEach((node, place) => node.of.forEach((source, slot) => {
    const twins = node.of.map((other, k) => [other, k]).filter(([other]) => other === source);
    const shift = 16 * (twins.findIndex(([, k]) => k === slot) - (twins.length - 1) / 2);
    const aim = (point, way) => ({ x: point.x + way * out.x + (aside ? 0 : shift), y: point.y + way * out.y + (aside ? shift : 0) });
    const points = [aim(at(nodes[source].place), 1), ...node.bends[slot].flatMap((bend) => [aim(at(bend), -1), aim(at(bend), 1)]), aim(at(node.place), -1)];
    const active = now.back > 0 ? source === now.now : place === now.now;
    arrows.push({ points, place, slot, active });
  }));
  arrows.sort((a, b) => a.points.length - b.points.length); // bent ones have more room to give way
  const labels = now.back > 0 ? arrows.flatMap((one) => edgeLabel(one, now, taken, width)) : [];
  svg.replaceChildren(...arrows.flatMap(arrow), ...labels, ...nodes.map((_, place) => nodeBox(now, place, at(nodes[place].place), w)));
}

function arrow({ points, active }) {
  const end = points.at(-1), before = points.at(-2), long = Math.hypot(end.x - before.x, end.y - before.y);
  const [dx, dy] = [(end.x - before.x) / long, (end.y - before.y) / long];
  const head = [end, { x: end.x - 9 * dx + 4 * dy, y: end.y - 9 * dy - 4 * dx }, { x: end.x - 9 * dx - 4 * dy, y: end.y - 9 * dy + 4 * dx }];
  const corners = (list) => list.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  const kind = active ? "bl-edge-on" : "";
  return [drawing("polyline", { points: corners(points), class: `bl-edge bl-wire ${kind}` }), drawing("polygon", { points: corners(head), class: `bl-tip ${kind}` })];
}

// The local slope, and where it is being sent now the message, on the arrow where there is room.
function edgeLabel({ points, place, slot, active }, { slopes, grads }, taken, width) {
  const slope = slopes[place][slot];
  const lines = [`×${short(slope, 3)}`, ...(active ? [`= ${short(slope * grads[place], 3)}`] : [])];
  const half = { x: Math.max(...lines.map((text) => text.length)) * 3.8 + 2, y: 7.5 * lines.length };
  const inside = (x) => Math.max(half.x, Math.min(width - half.x, x));
  const spots = points.slice(1).flatMap((to, k) => [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8].map((t) =>
    ({ x: inside(points[k].x + t * (to.x - points[k].x)), y: points[k].y + t * (to.y - points[k].y) })));
  const hits = ({ x, y }) => taken.filter((other) => Math.abs(other.x - x) < other.half.x + half.x && Math.abs(other.y - y) < other.half.y + half.y).length;
  const best = spots.reduce((a, b) => (hits(b) < hits(a) ? b : a));
  taken.push({ ...best, half });
  return lines.map((text, k) => drawing("text", {
    x: best.x, y: best.y + 5 + (k - (lines.length - 1) / 2) * 14, "text-anchor": "middle",
    class: `bl-edge-label ${active ? "bl-edge-label-on" : ""}`,
  }, text));
}

function nodeBox({ nodes, values, grads, now, hasValue, hasGrad }, place, { x, y }, w) {
  const { name, op, of, number, first } = nodes[place];
  const sign = SHOWN[op] ?? op;
  const operation = number === undefined ? sign : first ? `${short(number)} ${sign}` : `${sign} ${short(number)}`;
  const whole = `${name} = ${written(nodes[place], of.map((source) => nodes[source].name))}`;
  const title = !op ? name : whole.length * 8.2 < w ? whole : `${name}: ${operation}`;
  const rounded = (value) => short(value, w < NARROW ? 3 : 4);
  const lines = [title, hasValue(place) ? rounded(values[place]) : "…", ...(hasGrad(place) ? [`← ${rounded(grads[place])}`] : [])];
  return drawing("g", { class: `bl-unit ${place === now ? "bl-unit-on" : ""}` },
    drawing("rect", { x: x - w / 2, y: y - BOX.height / 2, width: w, height: BOX.height, rx: op ? 6 : 16 }),
    ...lines.map((text, k) => drawing("text", { x, y: y + 5 + (k - (lines.length - 1) / 2) * LETTER, "text-anchor": "middle", class: k ? "" : "bl-unit-name" }, text)));
}
