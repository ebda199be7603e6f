// The little that this book needs of Bootstrap's script (82 KB): the menus of the header buttons, and the mark in the
// page's contents. What hover shows, a click and the keyboard show as well. And: what scrolls can be reached by keyboard.
(() => {
  "use strict";

  const buttons = document.querySelectorAll('[data-bs-toggle="dropdown"]');
  const show = (button, open) => {
    button.setAttribute("aria-expanded", String(open));
    button.classList.toggle("show", open);
    button.parentElement.querySelector(".dropdown-menu").classList.toggle("show", open);
  };
  const closeAllBut = (kept) => buttons.forEach((button) => button !== kept && show(button, false));

  for (const button of buttons) {
    button.addEventListener("click", () => {
      closeAllBut(button);
      show(button, button.getAttribute("aria-expanded") !== "true");
    });
    button.parentElement.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || button.getAttribute("aria-expanded") !== "true") return;
      show(button, false);
      button.focus();
    });
  }
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".dropdown")) closeAllBut(null);
  });
  document.addEventListener("focusin", (event) => {
    if (!event.target.closest(".dropdown")) closeAllBut(null);
  });

  // The contents beside the page mark the section that is being read: the last heading above the upper third.
  const links = [...document.querySelectorAll('.bd-toc-nav a[href^="#"]')];
  const targets = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  const mark = () => {
    let current = -1;
    targets.forEach((target, index) => {
      if (target && target.getBoundingClientRect().top < window.innerHeight / 3) current = index;
    });
    links.forEach((link, index) => {
      link.classList.toggle("active", index === current);
      link.parentElement.classList.toggle("active", index === current);
    });
  };
  if (links.length) {
    let waiting = false;
    document.addEventListener("scroll", () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        mark();
      });
    }, { passive: true });
  }

  const LATER = ".bd-article > section > section:not(.laid-out)", WAITING = `${LATER}, .bd-article .waiting`;

  // What is wider than the screen scrolls in its own box, by the arrow keys too. (The theme would ask for every box's size again at
  // each change of the page, hundreds of times while a widget plays: loading.py takes that out.)
  const NAMED = ".pst-scrollable-table-container, div.math";
  const SCROLL = `${NAMED}, pre, .cell_output > .output`;
  const reach = (...parts) => {
    const boxes = parts.flatMap((part) => [...(part.matches?.(SCROLL) ? [part] : []), ...part.querySelectorAll(SCROLL)])
      .filter((box) => !box.closest(WAITING));
    const wide = boxes.map((box) => box.scrollWidth > box.clientWidth || (!box.matches(NAMED) && box.scrollHeight > box.clientHeight));
    boxes.forEach((box, index) => { // all are looked at before any is changed: one layout
      if (wide[index]) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
      if (!box.matches(NAMED)) return;
      if (wide[index]) {
        box.setAttribute("role", "group");
        box.setAttribute("aria-label", `${box.matches(".math") ? "Formula" : "Table"}, scrolls sideways`);
      } else {
        for (const name of ["role", "aria-label"]) box.removeAttribute(name);
      }
    });
  };
  document.addEventListener("toggle", (event) => event.target.open && reach(event.target), true); // details that open

  // A long page is laid out as far as the screen and a little beyond (book.css has the other half). The rest follows in small
  // pieces while the browser has nothing else to do: as soon as the reader moves something, or after a pause.
  // Whoever comes to a place in the middle gets the whole page at once: it must not move.
  const PAUSE = 1500, ELEMENTS = 200; // milliseconds; so many of a page's thousands are laid out at a time
  const PIECE = [":scope > ", ":scope section[id] > "].map((parent) => `${parent}:not(section[id])`); // a widget's sections have no id
  const unfinished = [];
  const cut = () => { // what begins below the screen waits piece by piece; what is seen is laid out already
    const sections = [...document.querySelectorAll(LATER)];
    const below = sections.filter((section) => section.getBoundingClientRect().top > window.innerHeight);
    unfinished.push(...below.flatMap((section) => [...section.querySelectorAll(PIECE)]));
    unfinished.forEach((piece) => piece.classList.add("waiting"));
    sections.forEach((section) => section.classList.add("laid-out"));
    reach(...sections);
    later(next);
  };
  const next = () => {
    const pieces = [];
    for (let room = ELEMENTS; unfinished.length && room > 0; room -= pieces.at(-1).getElementsByTagName("*").length + 1) {
      pieces.push(unfinished.shift());
    }
    pieces.forEach((piece) => piece.classList.remove("waiting"));
    reach(...pieces);
    if (unfinished.length) later(next);
    else mark();
  };
  const later = (call) => (window.requestIdleCallback ? requestIdleCallback(call, { timeout: 1000 }) : setTimeout(call, 20));
  const SIGNS = ["mousemove", "keydown", "scroll", "touchstart"];
  const goOn = () => {
    SIGNS.forEach((sign) => window.removeEventListener(sign, goOn, true));
    clearTimeout(pause);
    later(cut);
  };
  let pause;
  const allAtOnce = () => {
    document.querySelectorAll(LATER).forEach((section) => section.classList.add("laid-out"));
    unfinished.splice(0).forEach((piece) => piece.classList.remove("waiting"));
  };
  const arrival = performance.getEntriesByType("navigation")[0]?.type ?? "navigate";
  if (location.hash || arrival !== "navigate") allAtOnce();
  document.addEventListener("click", (event) => {
    const link = document.querySelector(WAITING) && event.target.closest('a[href^="#"]');
    if (!link) return;
    allAtOnce();
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    requestAnimationFrame(() => later(() => { // widgets are drawn now, so the way has another length
      reach(document);
      target?.scrollIntoView();
    }));
  });
  window.addEventListener("load", () => {
    reach(document);
    pause = setTimeout(goOn, PAUSE);
    SIGNS.forEach((sign) => window.addEventListener(sign, goOn, true));
  });
  // Paper has no folds and no dark side; afterwards everything is as it was.
  const afterPaper = [];
  window.addEventListener("beforeprint", () => {
    const root = document.documentElement;
    const { theme } = root.dataset;
    root.dataset.theme = "light";
    const folded = [...document.querySelectorAll("article details:not([open])")];
    for (const details of folded) {
      details.open = true;
      details.dispatchEvent(new Event("toggle")); // some fill their table only now, and the browser's own event comes too late
    }
    const drawn = [...document.querySelectorAll(".bl-widget svg:not([viewBox])")]; // drawn for the screen: shrinks to the paper
    const sizes = drawn.map((svg) => svg.getBoundingClientRect());
    drawn.forEach((svg, index) => svg.setAttribute("viewBox", `0 0 ${sizes[index].width} ${sizes[index].height}`));
    afterPaper.push(() => {
      root.dataset.theme = theme;
      for (const details of folded) details.open = false;
      for (const svg of drawn) svg.removeAttribute("viewBox");
    });
  });
  window.addEventListener("afterprint", () => afterPaper.splice(0).reverse().forEach((call) => call()));

  let turning = 0;
  window.addEventListener("resize", () => {
    clearTimeout(turning);
    turning = setTimeout(reach, 200, document);
  });
})();
