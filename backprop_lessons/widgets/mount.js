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

  // The first widget is there at once. The others wait until the browser has laid out the place where they stand: it leaves out
  // what is far from the screen (book.css), and whoever comes near, or reads on for a while (page.js), finds them mounted.
  function begin() {
    const [first, ...others] = document.querySelectorAll(".bl-widget[data-widget]");
    if (!first) return;
    const waiting = new Set(others);
    const mountOne = (host) => {
      seen.unobserve(host);
      if (waiting.delete(host)) mount(host);
    };
    const seen = new ResizeObserver((entries) => entries.forEach(({ target, contentRect }) => contentRect.width && mountOne(target)));
    others.forEach((host) => seen.observe(host));
    window.addEventListener("beforeprint", () => {
      waiting.forEach(mountOne);
      document.querySelectorAll(".bl-widget > div > *").forEach((root) => root.dispatchEvent(new Event("beforeprint")));
    });
    mount(first);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
