// Small graphs of numbers: every value by one sweep forwards, every slope by one sweep backwards.
// A node is { name, op, of, number, first }: `of` are the places of its inputs, all of them before it in the list; `number`
// is a plain number that takes part in the operation, in front if `first`. The last node is the output.
// Held to graph.Value on random graphs by a test.

// Each operation: its value, then its slope in each of the numbers that it takes.
const GATES = {
  "+": (...numbers) => [numbers.reduce((sum, a) => sum + a, 0), ...numbers.map(() => 1)],
  "-": (a, b) => [a - b, 1, -1],
  "*": (a, b) => [a * b, b, a],
  "/": (a, b) => [a / b, 1 / b, -(a / b) / b],
  "max": (a, b) => [Math.max(a, b), a > b ? 1 : 0, a <= b ? 1 : 0],
  "**": (a, k) => [a ** k, k ? k * a ** (k - 1) : 0],
  exp: (a) => [Math.exp(a), Math.exp(a)],
  log: (a) => [Math.log(a), 1 / a],
  sin: (a) => [Math.sin(a), Math.cos(a)],
};

function gate({ op, number, first }, numbers) {
  if (!GATES[op]) return [ACTIVATIONS[op].of(numbers[0]), ACTIVATIONS[op].slope(numbers[0])];
  if (number === undefined) return GATES[op](...numbers);
  const [value, ...slopes] = GATES[op](...(first ? [number, ...numbers] : [...numbers, number]));
  return [value, slopes[first ? 1 : 0]];
}

// The value of every node and its local slopes. inputs: name -> number. The node at the place `moved` is shifted by `by`.
function forwardSweep(nodes, inputs, moved = -1, by = 0) {
  const values = [], slopes = [];
  nodes.forEach((node, place) => {
    const [value, ...local] = node.op ? gate(node, node.of.map((source) => values[source])) : [inputs[node.name]];
    values.push(place === moved ? value + by : value);
    slopes.push(local);
  });
  return { values, slopes };
}

// d(output)/d(node) for every node, and the messages that it was made of, in the order in which they came.
// overwrite: the bug of = for +=, where the last message replaces those before it.
function backwardSweep(nodes, slopes, overwrite = false) {
  const grads = nodes.map(() => 0), messages = nodes.map(() => []);
  grads[nodes.length - 1] = 1;
  for (let place = nodes.length - 1; place >= 0; place--) {
    nodes[place].of.forEach((source, slot) => {
      const amount = slopes[place][slot] * grads[place];
      messages[source].push({ from: place, slope: slopes[place][slot], amount });
      grads[source] = overwrite ? amount : grads[source] + amount;
    });
  }
  return { grads, messages };
}

// The slope of the output in one node, measured: the node is moved a little to both sides, and what follows computed anew.
// Rounded to what a small step can tell.
function measuredSlope(nodes, inputs, place, step = 1e-5) {
  const output = (by) => forwardSweep(nodes, inputs, place, by).values.at(-1);
  const rough = (output(step) - output(-step)) / (2 * step);
  const digits = Math.max(0, 8 - Math.max(0, Math.ceil(Math.log10(Math.abs(output(0)) + 1))));
  return Number.isFinite(rough) ? Number(rough.toFixed(digits)) : rough;
}

// ---- in words

const SHOWN = { "*": "×", "-": "−", "/": "÷", "**": "^", sigmoid: "σ", log: "ln", relu: "ReLU", leaky_relu: "leaky" };
const WRITTEN = {
  "+": (...parts) => parts.join(" + "),
  "-": (a, b) => `${a} − ${b}`,
  "*": (a, b) => `${a} · ${b}`,
  "/": (a, b) => `${a} / ${b}`,
  "max": (a, b) => `max(${a}, ${b})`,
  "**": (a, k) => ({ 2: `${a}²`, "−1": `1 / ${a}` }[k] ?? `${a}^${k}`),
};

const short = (number, digits = 4) => (Number.isFinite(number) ? format(Number(number.toPrecision(digits))) : "no number");
const inBrackets = (number) => (number < 0 ? `(${short(number)})` : short(number));

// How a node is made, from names or from numbers.
function written({ op, number, first }, parts) {
  const all = number === undefined ? parts : first ? [inBrackets(number), ...parts] : [...parts, op === "**" ? short(number) : inBrackets(number)];
  return (WRITTEN[op] ?? ((a) => `${SHOWN[op] ?? op}(${a})`))(...all);
}
