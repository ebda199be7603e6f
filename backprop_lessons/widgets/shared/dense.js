// A small dense network in the page: forward, cost, backward and update, line for line as the Python package has them.
// Examples are rows: X is [[…], …]. A network is { W, b, activation, output, cost }, W[l] rows by columns (n_in, n_out).
// Held to the package on random networks by a test.

function sigmoid(z) {
  const small = Math.exp(-Math.abs(z));
  return (z >= 0 ? 1 : small) / (1 + small);
}

function sigmoidPrime(z) {
  const small = Math.exp(-Math.abs(z));
  return small / (1 + small) ** 2;
}

// Each activation beside its slope; both take z.
const ACTIVATIONS = {
  sigmoid: { of: sigmoid, slope: sigmoidPrime },
  tanh: { of: Math.tanh, slope: (z) => 4 * sigmoidPrime(2 * z) },
  relu: { of: (z) => Math.max(z, 0), slope: (z) => (z > 0 ? 1 : 0) },
  leaky_relu: { of: (z) => (z > 0 ? z : 0.01 * z), slope: (z) => (z > 0 ? 1 : 0.01) },
  identity: { of: (z) => z, slope: () => 1 },
  linear: { of: (z) => z, slope: () => 1 }, // the same function under its other common name
};

function logSoftmax(row) {
  const top = Math.max(...row);
  const total = Math.log(row.reduce((sum, z) => sum + Math.exp(z - top), 0));
  return row.map((z) => z - top - total);
}

function activate(name, Z) {
  if (name === "softmax") return Z.map((row) => logSoftmax(row).map(Math.exp));
  return Z.map((row) => row.map(ACTIVATIONS[name].of));
}

// ---- matrices

const zipped = (A, B, combine) => A.map((row, i) => row.map((a, j) => combine(a, B[i][j])));
const turned = (A) => A[0].map((_, j) => A.map((row) => row[j]));
const columnSums = (A) => A[0].map((_, j) => A.reduce((sum, row) => sum + row[j], 0));

// (m, k) times (k, n) -> (m, n)
function product(A, B) {
  return A.map((row) => {
    const out = [];
    for (let j = 0; j < B[0].length; j++) {
      let sum = 0;
      for (let k = 0; k < row.length; k++) sum += row[k] * B[k][j];
      out.push(sum);
    }
    return out;
  });
}

// ---- the network

// All that the forward pass computes: A[0] is X, A[l + 1] the activation of Z[l].
function forwardPass(net, X) {
  const Z = [], A = [X];
  net.W.forEach((W, l) => {
    Z.push(product(A[l], W).map((row) => row.map((z, j) => z + net.b[l][j])));
    A.push(activate(l === net.W.length - 1 ? net.output : net.activation, Z[l]));
  });
  return { Z, A };
}

// One number: the mean over the examples, computed stably from the weighted inputs of the last layer.
function costOf(net, { Z, A }, Y) {
  const last = Z.at(-1);
  const each = {
    quadratic: (i) => A.at(-1)[i].reduce((sum, a, j) => sum + (a - Y[i][j]) ** 2 / 2, 0),
    binary_cross_entropy: (i) => last[i].reduce((sum, z, j) => sum + Math.max(z, 0) - Y[i][j] * z + Math.log1p(Math.exp(-Math.abs(z))), 0),
    negative_log_likelihood: (i) => logSoftmax(last[i]).reduce((sum, p, j) => sum - Y[i][j] * p, 0),
  }[net.cost];
  return last.reduce((sum, _, i) => sum + each(i), 0) / last.length;
}

// delta = dC/dZ of the last layer; 1/m enters here, once.
function outputDelta(net, { Z, A }, Y) {
  const miss = zipped(A.at(-1), Y, (a, y) => (a - y) / Y.length);
  if (net.cost !== "quadratic") return miss;
  const { slope } = ACTIVATIONS[net.output];
  return zipped(miss, Z.at(-1), (d, z) => d * slope(z));
}

// The gradients, layer by layer from the last: dW[l], db[l], delta[l], and dA[l], what is handed back to A[l].
function backwardPass(net, trace, Y) {
  const dW = [], db = [], delta = [], dA = [];
  let d = outputDelta(net, trace, Y);
  for (let l = net.W.length - 1; l >= 0; l--) {
    delta[l] = d;
    dW[l] = product(turned(trace.A[l]), d);
    db[l] = columnSums(d);
    dA[l] = product(d, turned(net.W[l]));
    if (l > 0) {
      const { slope } = ACTIVATIONS[net.activation];
      d = zipped(dA[l], trace.Z[l - 1], (a, z) => a * slope(z));
    }
  }
  return { dW, db, delta, dA };
}

// The network after one step of gradient descent; the old one stays as it was.
function descended(net, { dW, db }, rate) {
  return {
    ...net,
    W: net.W.map((W, l) => zipped(W, dW[l], (w, slope) => w - rate * slope)),
    b: net.b.map((b, l) => b.map((v, j) => v - rate * db[l][j])),
  };
}
