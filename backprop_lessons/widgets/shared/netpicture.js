// The picture of a small network: columns of units, and an edge for each weight. All words and numbers come from the caller:
//   unit(column, k)    -> { lines: ["h1", "z 0.3775", …], kind }     kind: "" (plain), "on" (lit up), "off" (faded)
//   edge(column, i, j) -> { label, kind }    from unit i of this column to unit j of the next; label may be empty
//   press(column, i, j), if given, is called when an edge is clicked; the keyboard needs a control of its own for that.
// Returns { svg, draw(columns, width) }; columns are the numbers of units, such as [2, 2, 2].

const LINE_HEIGHT = 16, ROW_GAP = 40;

function netPicture({ alt, unit, edge, press }) {
  const svg = drawing("svg", { role: "img", "aria-label": alt, class: "bl-net" });

  function draw(columns, width) {
    const boxWidth = Math.min(112, (width - 40 * (columns.length - 1)) / columns.length);
    const step = (width - boxWidth - 4) / (columns.length - 1);
    const units = columns.map((n, c) => Array.from({ length: n }, (_, k) => unit(c, k)));
    const tallest = Math.max(...units.flat().map(({ lines }) => lines.length)) * LINE_HEIGHT + 10;
    const height = Math.max(...columns) * (tallest + ROW_GAP) - ROW_GAP + 24;
    const place = (c, k) => ({
      x: 2 + boxWidth / 2 + c * step,
      y: height / 2 + (k - (columns[c] - 1) / 2) * (tallest + ROW_GAP),
    });
    svg.setAttribute("height", height);
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.replaceChildren(...edges(columns, place, boxWidth), ...units.flatMap((column, c) =>
      column.map((content, k) => box(content, place(c, k), boxWidth))));
  }

  function edges(columns, place, boxWidth) {
    const lines = [], labels = [];
    for (let c = 0; c + 1 < columns.length; c++) {
      for (let i = 0; i < columns[c]; i++) {
        for (let j = 0; j < columns[c + 1]; j++) {
          const { label, kind = "" } = edge(c, i, j);
          const from = place(c, i), to = place(c + 1, j);
          const ends = { x1: from.x + boxWidth / 2, y1: from.y, x2: to.x - boxWidth / 2, y2: to.y };
          const pressed = press && { onclick: () => press(c, i, j) };
          lines.push(drawing("line", { ...ends, class: `bl-edge ${kind && `bl-edge-${kind}`} ${press ? "bl-press" : ""}`, ...pressed }));
          if (press) lines.push(drawing("line", { ...ends, class: "bl-edge-finger", ...pressed })); // wide enough to hit
          if (!label) continue;
          // Crossing edges carry their labels near their start, where they are still apart; level ones in the middle.
          const t = Math.abs(ends.y1 - ends.y2) < 1 ? 0.5 : 0.3;
          labels.push(drawing("text", {
            x: ends.x1 + t * (ends.x2 - ends.x1), y: ends.y1 + t * (ends.y2 - ends.y1) + 4, "text-anchor": "middle",
            class: `bl-edge-label ${kind && `bl-edge-label-${kind}`}`, ...pressed,
          }, label));
        }
      }
    }
    return [...lines, ...labels];
  }

  function box({ lines, kind = "" }, { x, y }, boxWidth) {
    const height = lines.length * LINE_HEIGHT + 8;
    return drawing("g", { class: `bl-unit ${kind && `bl-unit-${kind}`}` },
      drawing("rect", { x: x - boxWidth / 2, y: y - height / 2, width: boxWidth, height, rx: 6 }),
      ...lines.map((text, n) => drawing("text", {
        x, y: y - height / 2 + (n + 1) * LINE_HEIGHT - 1, "text-anchor": "middle", class: n ? "" : "bl-unit-name",
      }, text)));
  }

  return { svg, draw };
}
