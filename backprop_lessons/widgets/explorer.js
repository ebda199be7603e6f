// Draws any explorer: controls, panels and readouts as its description says. In a page the computed settings come with it
// (`frames`); with a kernel Python is asked for each one. "{name}" in the name of a series stands for a control's setting.
// A series called `note` is a sentence, or one for each update, that is shown with the readouts.

function render({ model, el }) {
  const spec = model.get("spec");
  const frames = model.get("frames");
  const live = model.get("live");
  const undo = [];
  const player = spec.controls.find((control) => control.kind === "player");
  const series = (name) => {
    const key = name.replace(/\{(\w+)\}/g, (_, control) => model.get(control));
    return frame()[key] ?? spec.series[key];
  };

  function frame() {
    if (!frames) return model.get("frame");
    const asked = spec.controls.filter((control) => control !== player && control.asked !== false);
    return frames[asked.map((control) => nearest(control.values, model.get(control.name))).join(",")];
  }

  // ---- setting a control

  const controls = spec.controls.map((control) => CONTROLS[control.kind]({
    control, live, undo, quiet, get: () => model.get(control.name), set: (value) => set(control.name, value),
  }));

  // While it plays, ten new numbers a second are not read out.
  function quiet(on) {
    readout.setAttribute("aria-live", on ? "off" : "polite");
  }

  function set(name, value) {
    model.set(name, value);
    model.save_changes();
    refresh();
  }

  function refresh() {
    for (const control of controls) control.show();
    draw();
  }

  // ---- drawing

  const fields = element("div", { class: "bl-controls" }, ...controls.map((control) => control.node));
  const panels = spec.panels.map(panelNode);
  const readout = element("output", { class: "bl-readout", "aria-live": "polite" });
  const numbers = element("div", { class: "bl-scroll", tabindex: "0", role: "region", "aria-label": "Numbers of the picture" });
  const details = element("details", { ontoggle: () => draw() }, element("summary", {}, "The numbers as a table"), numbers);

  function now() {
    return player ? model.get(player.name) : 0;
  }

  function draw() {
    for (const { panel, svg } of panels) svg.replaceChildren(...paint(panel, series, now(), svg.clientWidth || WIDTH));
    const values = spec.readouts.map(({ label, of }) => [label, at(series(of), now())]);
    readout.replaceChildren(...values.map(([label, value]) =>
      element("span", {}, `${label} = `, element("strong", {}, format(value)))));
    const note = series("note");
    if (note) readout.append(element("span", { class: "bl-note" }, Array.isArray(note) ? at(note, now()) : note));
    if (details.open) numbers.replaceChildren(numberTable(spec, series, player));
  }

  const body = element("div", { class: "bl-body" }, fields, readout, element("div", { class: "bl-panels" }, ...panels.map((p) => p.node)), details);
  const root = shell("", spec.title, spec.question, body);
  el.replaceChildren(root);

  model.on("change:frame", refresh);
  for (const control of spec.controls) model.on(`change:${control.name}`, refresh);
  undo.push(keepKeys(root), () => model.off("change:frame", refresh));
  for (const control of spec.controls) undo.push(() => model.off(`change:${control.name}`, refresh));
  for (const control of controls) control.show();
  undo.push(drawnToSize(root, draw));
  return () => undo.forEach((step) => step());
}

function numberTable(spec, series, player) {
  const columns = spec.readouts.map(({ label, of }) => [label, series(of)]);
  if (!player) return numbersTable(["quantity", "number"], columns.map(([label, values]) => [label, format(values[0])]));
  const times = columns[0][1].map((_, time) => time);
  const chosen = times.filter((time) => time <= 5 || time % Math.max(5, Math.ceil(times.length / 60) * 5) === 0 || time === times.length - 1);
  return numbersTable([player.label, ...columns.map(([label]) => label)],
    chosen.map((time) => [String(time), ...columns.map(([, values]) => format(values[time]))]));
}

export default { render };
