/* The curation desk: chosen words become the passage of a remark, and a form tells how many rows are chosen. */
"use strict";

(() => {
  const LONGEST = 500;

  /* What is selected within one part of the text goes into the field for that part; what was typed there stays. */
  const take = () => {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !selection.anchorNode) return;
    const node = selection.anchorNode;
    const element = node instanceof Element ? node : node.parentElement;
    const part = element?.closest("[data-leesdeel]");
    if (!part || !part.contains(selection.focusNode)) return;
    const field = document.getElementById(part.dataset.leesdeel);
    if (!field || (field.value && field.value !== field.dataset.gekozen)) return;
    field.value = selection.toString().replace(/\s+/g, " ").trim().slice(0, LONGEST);
    field.dataset.gekozen = field.value;
    const details = field.closest("details");
    if (details && field.value) details.open = true;
  };
  document.addEventListener("pointerup", take);
  document.addEventListener("keyup", (event) => { if (event.shiftKey || event.key === "Shift") take(); });

  /* How many rows are chosen. */
  const count = () => {
    for (const place of document.querySelectorAll("[data-gekozen]:not(input)")) {
      const chosen = document.querySelectorAll(`input[type=checkbox][form="${place.dataset.gekozen}"]:checked`).length;
      place.textContent = chosen ? `(${chosen})` : "";
    }
  };
  document.addEventListener("change", count);
  document.addEventListener("htmx:afterSettle", count);
})();
