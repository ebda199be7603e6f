// Mounts every widget of a built page. There is no kernel here: a small stand-in keeps the values.

(function () {
  function pageModel(state) {
    const values = { ...state };
    const listeners = {};
    return {
      get: (name) => values[name],
      set(name, value) {
        values[name] = value;
        for (const call of listeners[`change:${name}`] ?? []) call();
      },
      save_changes() {},
      on(event, call) { (listeners[event] ??= []).push(call); },
      off(event, call) { listeners[event] = (listeners[event] ?? []).filter((other) => other !== call); },
    };
  }

  function mount(host) {
    const state = JSON.parse(host.querySelector('script[type="application/json"]').textContent);
    const el = document.createElement("div");
    window.BackpropWidgets[host.dataset.widget].render({ model: pageModel(state), el });
    host.querySelector(".bl-fallback").replaceWith(el); // only now: if drawing fails, the readable form stays
  }

  function mountAll() {
    document.querySelectorAll(".bl-widget[data-widget]").forEach(mount);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", mountAll);
  else mountAll();
})();
