// Every path from one parameter of a network to the cost of one example, factor by factor, line for line as paths.py has them.
// A parameter is { kind, layer, index }: "W2[0,1]" is { kind: "W", layer: 2, index: [0, 1] }, layers counted from 1.
// Held to paths.trace by a test on random networks. Uses dense.js.

const sizesOf = (net) => [net.W[0].length, ...net.b.map((b) => b.length)];
const parameterName = ({ kind, layer, index }) => `${kind}${layer}[${index.join(",")}]`;
const arrayOf = (net, { kind, layer, index }) => (kind === "W" ? net.W[layer - 1][index[0]] : net.b[layer - 1]);
const parameterValue = (net, parameter) => arrayOf(net, parameter)[parameter.index.at(-1)];

function unitName(sizes, layer, k) {
  if (layer === 0 || layer === sizes.length - 1) return `${layer ? "o" : "x"}${k + 1}`;
  return sizes.length === 3 ? `h${k + 1}` : `h${layer}.${k + 1}`;
}

// All parameters, weights before biases, layer by layer.
function parametersOf(net) {
  return net.W.flatMap((W, l) => [
    ...W.flatMap((row, i) => row.map((_, j) => ({ kind: "W", layer: l + 1, index: [i, j] }))),
    ...net.b[l].map((_, j) => ({ kind: "b", layer: l + 1, index: [j] })),
  ]);
}

// The network with one parameter set to another number; the old one stays as it was.
function withParameter(net, parameter, value) {
  const next = { ...net, W: net.W.map((W) => W.map((row) => [...row])), b: net.b.map((b) => [...b]) };
  arrayOf(next, parameter)[parameter.index.at(-1)] = value;
  return next;
}

// The ways from the weighted input of output k to the cost: lists of [steps on the way, factors].
function endsOf(net, { Z, A }, y) {
  const sizes = sizesOf(net);
  return y.map((target, k) => {
    const unit = unitName(sizes, sizes.length - 1, k), a = A.at(-1)[0][k];
    const miss = { name: `a - y of ${unit}`, value: a - target };
    if (net.cost === "quadratic") return [[[], [{ name: `slope(z) of ${unit}`, value: ACTIVATIONS[net.output].slope(Z.at(-1)[0][k]) }, miss]]];
    if (net.cost === "binary_cross_entropy") return [[[], [miss]]];
    const direct = target ? [[[], [{ name: `-y of ${unit}`, value: -target }]]] : [];
    return [[["normaliser"], [{ name: `p of ${unit}`, value: a }]], ...direct];
  });
}

// { steps, factors: [{ name, value }], units: [[layer, k], …], product } for each path.
function pathsOf(net, x, y, parameter) {
  const sizes = sizesOf(net), last = net.W.length, trace = forwardPass(net, [x]), ends = endsOf(net, trace, y);
  const { kind, layer, index } = parameter, from = unitName(sizes, layer - 1, index[0]);
  const first = kind === "b" ? { name: "1 (bias)", value: 1 } : { name: layer === 1 ? from : `a of ${from}`, value: trace.A[layer - 1][0][index[0]] };

  function onward(depth, k, steps, factors, units) {
    const unit = unitName(sizes, depth, k), walked = [...steps, unit], met = [...units, [depth, k]];
    if (depth === last) {
      return ends[k].map(([more, end]) => ({ steps: [...walked, ...more, "C"], factors: [...factors, ...end], units: met }));
    }
    const slope = { name: `slope(z) of ${unit}`, value: ACTIVATIONS[net.activation].slope(trace.Z[depth - 1][0][k]) };
    return net.W[depth][k].flatMap((value, there) =>
      onward(depth + 1, there, walked, [...factors, slope, { name: `W${depth + 1}[${k},${there}]`, value }], met));
  }

  return onward(layer, index.at(-1), [parameterName(parameter)], [first], []).map((path) =>
    ({ ...path, product: path.factors.reduce((product, { value }) => product * value, 1) }));
}

// dC/d(parameter) measured: the parameter is moved a little to both sides. Rounded to what a small step can tell.
function measuredParameter(net, x, y, parameter, step = 1e-5) {
  const cost = (value) => { const moved = withParameter(net, parameter, value); return costOf(moved, forwardPass(moved, [x]), [y]); };
  const value = parameterValue(net, parameter);
  return Number(((cost(value + step) - cost(value - step)) / (2 * step)).toFixed(9));
}
