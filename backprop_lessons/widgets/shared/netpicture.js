// The picture of a small network: columns of units, and an edge for each weight. All words and numbers come from the caller:
//   unit(column, k)    -> { lines: ["h1", "z 0.3775", …], kind }     kind: "" (plain), "on" (lit up), "off" (faded)
//   edge(column, i, j) -> { label, kind, fixed, along }    from unit i of this column to unit j of the next; label may be empty,
//       a fixed edge cannot be pressed, along (0 to 1) says where the label stands
//   press(column, i, j), if given, is called when an edge is clicked; the keyboard needs a control of its own for that.
//   pressUnit(column, k), if given, is called when a unit is clicked; the same holds for it.
// Returns { svg, draw(columns, width, { downwards }) }; columns are the numbers of units, such as [2, 2, 2]. A picture that
// runs downwards leaves room for long labels on a narrow screen.

const LINE_HEIGHT = 16, ROW_GAP = 40, DOWN_GAP = 76;

function netPicture({ alt, unit, edge, press, pressUnit }) {
  const svg = drawing("svg", { role: "img", "aria-label": alt, class: "bl-net" });

  function draw(columns, width, { downwards = false } = {}) {
    const units = columns.map((n, c) => Array.from({ length: n }, (_, k) => unit(c, k)));
    const { height, boxWidth, place, ends } = (downwards ? layoutDown : layoutAcross)(columns, width, units);
    svg.setAttribute("height", height);
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.replaceChildren(...edges(columns, ends), ...units.flatMap((column, c) =>
      column.map((content, k) => box(content, place(c, k), boxWidth, pressUnit && { onclick: () => pressUnit(c, k), style: "cursor: pointer" }))));
  }

  function edges(columns, ends) {
    const lines = [], labels = [];
    for (let c = 0; c + 1 < columns.length; c++) {
      for (let i = 0; i < columns[c]; i++) {
        for (let j = 0; j < columns[c + 1]; j++) {
          const { label, kind = "", fixed, along } = edge(c, i, j);
          const { t, ...at } = ends(c, i, j);
          const pressed = press && !fixed && { onclick: () => press(c, i, j) };
          lines.push(drawing("line", { ...at, class: `bl-edge ${kind && `bl-edge-${kind}`} ${pressed ? "bl-press" : ""}`, ...pressed }));
          if (pressed) lines.push(drawing("line", { ...at, class: "bl-edge-finger", ...pressed })); // wide enough to hit
          if (!label) continue;
          const place = along ?? t;
          labels.push(drawing("text", {
            x: at.x1 + place * (at.x2 - at.x1), y: at.y1 + place * (at.y2 - at.y1) + 4, "text-anchor": "middle",
            class: `bl-edge-label ${kind && `bl-edge-label-${kind}`}`, ...pressed,
          }, label));
        }
      }
    }
    return [...lines, ...labels];
  }

  function box({ lines, kind = "" }, { x, y }, boxWidth, pressed = {}) {
    const height = boxHeight(lines);
    return drawing("g", { class: `bl-unit ${kind && `bl-unit-${kind}`}`, ...pressed },
      drawing("rect", { x: x - boxWidth / 2, y: y - height / 2, width: boxWidth, height, rx: 6 }),
      ...lines.map((text, n) => drawing("text", {
        x, y: y - height / 2 + (n + 1) * LINE_HEIGHT - 1, "text-anchor": "middle", class: n ? "" : "bl-unit-name",
      }, text)));
  }

  return { svg, draw };
}

function boxHeight(lines) {
  return lines.length * LINE_HEIGHT + 8;
}

// Both layouts give the height, the width of a box, place(column, k), the middle of a box, and ends(column, i, j) of an edge,
// with the place t of its label: in the middle of a straight edge, near the start of crossing ones, where they are still apart.

function layoutAcross(columns, width, units) {
  const boxWidth = Math.min(112, (width - 40 * (columns.length - 1)) / columns.length);
  const step = (width - boxWidth - 4) / (columns.length - 1);
  const row = Math.max(...units.flat().map(({ lines }) => lines.length)) * LINE_HEIGHT + 10 + ROW_GAP;
  const height = Math.max(...columns) * row - ROW_GAP + 24;
  const place = (c, k) => ({ x: 2 + boxWidth / 2 + c * step, y: height / 2 + (k - (columns[c] - 1) / 2) * row });
  const ends = (c, i, j) => {
    const from = place(c, i), to = place(c + 1, j);
    return { x1: from.x + boxWidth / 2, y1: from.y, x2: to.x - boxWidth / 2, y2: to.y, t: Math.abs(from.y - to.y) < 1 ? 0.5 : 0.3 };
  };
  return { height, boxWidth, place, ends };
}

function layoutDown(columns, width, units) {
  const most = Math.max(...columns), boxWidth = Math.min(112, (width - 4 - 10 * (most - 1)) / most);
  const step = most > 1 ? (width - boxWidth - 4) / (most - 1) : 0;
  const heights = units.map((column) => Math.max(...column.map(({ lines }) => boxHeight(lines))));
  const above = (c) => 2 + heights.slice(0, c).reduce((sum, height) => sum + height + DOWN_GAP, 0);
  const place = (c, k) => ({ x: width / 2 + (k - (columns[c] - 1) / 2) * step, y: above(c) + heights[c] / 2 });
  const ends = (c, i, j) => {
    const from = place(c, i), to = place(c + 1, j);
    const [top, bottom] = [boxHeight(units[c][i].lines) / 2, boxHeight(units[c + 1][j].lines) / 2];
    return { x1: from.x, y1: from.y + top, x2: to.x, y2: to.y - bottom, t: Math.abs(from.x - to.x) < 1 ? 0.5 : 0.22 };
  };
  return { height: above(columns.length) - DOWN_GAP + 2, boxWidth, place, ends };
}
