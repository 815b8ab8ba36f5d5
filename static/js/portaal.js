/* What makes the pages quicker to the hand. Every page works without it; no framework, one listener per event. */
"use strict";

(() => {
  const root = document.documentElement;
  root.classList.add("js");

  /* A row of a table lights up its area on the map, and an area its row. */
  const codesOf = (element) => (element.dataset.area || element.dataset.codes || "").split(" ").filter(Boolean);

  const light = (codes) => {
    for (const lit of document.querySelectorAll(".licht-op")) lit.classList.remove("licht-op");
    if (!codes.length) return;
    for (const element of document.querySelectorAll("[data-area], [data-kaart] [data-codes]")) {
      if (codesOf(element).some((code) => codes.includes(code))) element.classList.add("licht-op");
    }
  };

  const lightFrom = (event) => {
    const source = event.target instanceof Element && event.target.closest("[data-area], [data-codes]");
    light(source ? codesOf(source) : []);
  };

  if (document.querySelector("[data-kaart]")) {
    document.addEventListener("pointerover", lightFrom);
    document.addEventListener("focusin", lightFrom);
  }

  /* Shapes on a map lead where the link in the table beside it leads. */
  document.addEventListener("click", (event) => {
    const shape = event.target instanceof Element && event.target.closest("svg [data-href]");
    if (shape) window.location.assign(shape.dataset.href);
  });

  /* What was open stays open after the list was fetched anew, and the focus stays where it was. */
  let opened = [];
  let focused = "";
  document.addEventListener("htmx:beforeSwap", () => {
    opened = [...document.querySelectorAll("details[id][open]")].map((element) => element.id);
    focused = document.activeElement?.id || "";
  });
  document.addEventListener("htmx:afterSettle", () => {
    for (const id of opened) {
      const element = document.getElementById(id);
      if (element) element.open = true;
    }
    if (focused && document.activeElement === document.body) {
      document.getElementById(focused)?.focus({ preventScroll: true });
    }
  });

  /* Empty fields stay out of the address. */
  document.addEventListener("htmx:configRequest", (event) => {
    const parameters = event.detail.parameters;
    if (event.detail.verb !== "get") return;
    for (const name of [...new Set(Object.keys(parameters))]) {
      if (parameters[name] === "") delete parameters[name];
    }
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "get" || form.hasAttribute("hx-get")) return;
    for (const field of form.elements) if (field.name && field.value === "") field.disabled = true;
  });
  window.addEventListener("pageshow", () => {
    for (const field of document.querySelectorAll("form[method=get] :disabled")) field.disabled = false;
  });

  /* The server may be away for a moment: then the address is opened the ordinary way. */
  const openPlainly = (event) => {
    const path = event.detail.pathInfo?.finalRequestPath;
    if (path && event.detail.requestConfig?.verb === "get") window.location.assign(path);
  };
  document.addEventListener("htmx:responseError", openPlainly);

  /* Who signs out leaves nothing typed behind in this browser; the server keeps it. */
  document.addEventListener("submit", (event) => {
    if (!event.target.action?.endsWith("/uitloggen/")) return;
    try {
      for (const key of Object.keys(window.localStorage)) if (key.startsWith("concept:")) window.localStorage.removeItem(key);
    } catch { /* no storage, nothing kept */ }
  });

  /* A menu closes when one of its links is chosen. */
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("[popover] a");
    if (link && link.closest(":popover-open")) link.closest("[popover]").hidePopover();
  });
})();
