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
    window.addEventListener("load", mark); // not before: asking for places now would make the page be laid out twice
  }

  // A table or formula that is wider than the screen scrolls in its own box, by the arrow keys too.
  const boxes = document.querySelectorAll(".pst-scrollable-table-container, div.math");
  const reach = () => {
    const wide = [...boxes].map((box) => box.scrollWidth > box.clientWidth); // all looked at before any is changed: one layout
    boxes.forEach((box, index) => {
      if (wide[index]) {
        box.tabIndex = 0;
        box.setAttribute("role", "group");
        box.setAttribute("aria-label", `${box.matches(".math") ? "Formula" : "Table"}, scrolls sideways`);
      } else {
        for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
      }
    });
  };
  window.addEventListener("load", reach);
  window.addEventListener("resize", reach);
})();
