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

// Four significant digits, as a person would write them; three before a power of ten.
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

// A table; the first cell of each row names the row.
function numbersTable(head, rows) {
  const row = ([first, ...rest]) => element("tr", {}, element("th", { scope: "row" }, first), ...rest.map((cell) => element("td", {}, cell)));
  return element("table", {},
    element("thead", {}, element("tr", {}, ...head.map((text) => element("th", { scope: "col" }, text)))),
    element("tbody", {}, ...rows.map(row)));
}

// The frame around a widget: its title, the question that opens it (if there is one), and its body.
function shell(kind, title, question, body) {
  const id = freshId("bl");
  const root = element("section", { class: `bl-explorer ${kind}`, "aria-labelledby": id }, element("p", { class: "bl-title", id }, title));
  if (question) root.append(prediction(title, question, body));
  root.append(body);
  return root;
}

// The prediction that opens the controls: { prompt, options, after }. `body` is locked until one is made.
function prediction(title, { prompt, options, after }, body) {
  const key = `backprop-lessons:${title}`;
  const name = freshId("bl-prediction");
  const box = element("div", { class: "bl-question" });

  function lock(locked) {
    body.inert = locked;
    body.classList.toggle("bl-locked", locked);
  }

  function unlocked(answer) {
    lock(false);
    const message = element("p", { tabindex: -1 }, `You predicted: ${answer}. ${after}`);
    box.replaceChildren(message, element("button", { type: "button", onclick: again }, "Predict again"));
    return message;
  }

  function again() {
    memory.set(key, "");
    ask();
    box.querySelector("input").focus();
  }

  function ask() {
    lock(true);
    const choices = options.map((text) => element("label", {}, element("input", { type: "radio", name, value: text }), ` ${text}`));
    const button = element("button", { type: "button", onclick: predict }, "Predict, then open the controls");
    const hint = element("p", { class: "bl-hint", role: "status" });
    box.replaceChildren(element("fieldset", {}, element("legend", {}, prompt), ...choices), button, hint);

    function predict() {
      const chosen = box.querySelector("input:checked");
      if (!chosen) { hint.textContent = "Choose an answer first: a guess is enough."; return; }
      memory.set(key, chosen.value);
      unlocked(chosen.value).focus(); // the button is gone: the keyboard goes on from what is said now
    }
  }

  const before = memory.get(key);
  if (options.includes(before)) unlocked(before);
  else ask();
  return box;
}

// Calls `draw` as soon as the widget is laid out, and whenever it gets another width: pictures are drawn in the pixels that
// there are, so that letters have the same size on every screen, and none is drawn that nobody can see yet. Paper cannot
// wait: a "beforeprint" on the root draws what is still missing. Returns the function that undoes it.
function drawnToSize(root, draw) {
  let width = 0;
  const resized = new ResizeObserver(([{ contentRect }]) => {
    if (contentRect.width === width) return;
    width = contentRect.width;
    draw();
  });
  resized.observe(root);
  root.addEventListener("beforeprint", () => width || draw());
  return () => resized.disconnect();
}
