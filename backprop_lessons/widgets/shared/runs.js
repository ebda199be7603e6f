// Training runs in the page, over dense.js: a seeded generator of random numbers, first weights, epochs of mini-batches, and
// where a network stands. Everything follows from the setting, its number `seed` included. Held to Python by a test.

// Uniform numbers from 0 to below 1, always the same for one seed (the generator "mulberry32").
function uniformNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function normalNumber(uniform) {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
  return radius * Math.cos(2 * Math.PI * uniform());
}

// The numbers 0 … n - 1 in a new order.
function shuffled(n, uniform) {
  const order = Array.from({ length: n }, (_, k) => k);
  for (let k = n - 1; k > 0; k--) {
    const other = Math.floor(uniform() * (k + 1));
    [order[k], order[other]] = [order[other], order[k]];
  }
  return order;
}

const SPREADS = {
  auto: (nIn, nOut, activation) => Math.sqrt(activation === "relu" ? 2 / nIn : 2 / (nIn + nOut)),
  zeros: () => 0,
  small: () => 0.01,
  large: () => 5,
};

function firstNetwork({ layers, width, activation, cost, initialisation }, uniform) {
  const sizes = [2, ...new Array(layers).fill(width), 1];
  const W = sizes.slice(1).map((nOut, l) => {
    const spread = SPREADS[initialisation](sizes[l], nOut, activation);
    return Array.from({ length: sizes[l] }, () => Array.from({ length: nOut }, () => spread * normalNumber(uniform)));
  });
  return { W, b: sizes.slice(1).map((n) => new Array(n).fill(0)), activation, output: "sigmoid", cost };
}

function trainedEpoch(net, { X, Y }, { batch_size, learning_rate }, uniform) {
  const order = shuffled(X.length, uniform);
  for (let start = 0; start < order.length; start += batch_size) {
    const rows = order.slice(start, start + batch_size);
    const Xb = rows.map((row) => X[row]), Yb = rows.map((row) => Y[row]);
    net = descended(net, backwardPass(net, forwardPass(net, Xb), Yb), learning_rate);
  }
  return net;
}

const lengthOf = (rows) => Math.sqrt(rows.flat().reduce((sum, value) => sum + value * value, 0));

// Where the network stands: its costs, its accuracies, and the length of the cost's gradient in the weights of each layer.
function standing(net, { train, test }, epoch) {
  const now = { epoch };
  for (const [name, { X, Y }] of Object.entries({ train, test })) {
    const trace = forwardPass(net, X);
    now[`${name}_cost`] = costOf(net, trace, Y);
    now[`${name}_accuracy`] = trace.A.at(-1).filter(([a], i) => a > 0.5 === Y[i][0] > 0.5).length / Y.length;
    if (name === "train") now.gradients = backwardPass(net, trace, Y).dW.map(lengthOf);
  }
  return now;
}

const allFinite = (net, now) => Number.isFinite(now.train_cost) && net.W.every((W) => Number.isFinite(lengthOf(W)));

// A run that can be taken further epoch by epoch. `history` begins with the untrained network.
function newRun(setting, points) {
  const uniform = uniformNumbers(setting.seed);
  const run = { setting, points, net: firstNetwork(setting, uniform), history: [], diverged: 0 };
  run.history.push(standing(run.net, points, 0));
  run.step = () => {
    const net = trainedEpoch(run.net, points.train, setting, uniform);
    const now = standing(net, points, run.history.length);
    if (!allFinite(net, now)) { run.diverged = now.epoch; return; }
    run.net = net;
    run.history.push(now);
  };
  return run;
}
