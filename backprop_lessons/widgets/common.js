// Helpers shared by all widgets. No import and no export: this text is put in front of each module.

const SVG = "http://www.w3.org/2000/svg";

function build(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

function element(tag, attributes = {}, ...children) {
  return build(document.createElement(tag), attributes, children);
}

function drawing(tag, attributes = {}, ...children) {
  return build(document.createElementNS(SVG, tag), attributes, children);
}

// JupyterLab and Notebook 7 take arrow keys away from sliders; stopping them on their way down keeps them here.
// Returns the function that undoes it.
function keepKeys(root) {
  const stop = (event) => { if (root.contains(event.target)) event.stopPropagation(); };
  window.addEventListener("keydown", stop, true);
  return () => window.removeEventListener("keydown", stop, true);
}

// Four significant digits, as a person would write them.
function format(number) {
  if (!Number.isFinite(number)) return "not a finite number";
  const size = Math.abs(number);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) return number.toExponential(2).replaceAll("-", "−");
  return String(Number(number.toPrecision(4))).replace("-", "−");
}

// Round numbers between low and high, about `wanted` of them.
function ticks(low, high, wanted = 5) {
  const rough = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const places = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) places.push(k === 0 ? 0 : k * step);
  return places;
}

// What the reader did is remembered in this browser where it allows that, and nowhere else.
const memory = {
  get(key) { try { return window.localStorage.getItem(key); } catch { return null; } },
  set(key, value) { try { window.localStorage.setItem(key, value); } catch { /* private window: forget it */ } },
};

let counter = 0;
function freshId(prefix) {
  counter += 1;
  return `${prefix}-${counter}-${Math.random().toString(36).slice(2, 8)}`;
}
