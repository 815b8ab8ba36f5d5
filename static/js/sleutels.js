"use strict";
// A button with data-kopieer copies the text of the element with that id, and says so in the words of data-gelukt.
// Without JavaScript it stays hidden: one click selects the text itself.
(() => {
  for (const button of document.querySelectorAll("[data-kopieer]")) if (navigator.clipboard) button.hidden = false;
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-kopieer]");
    if (!button) return;
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.kopieer).textContent);
      button.querySelector("span").textContent = button.dataset.gelukt;
    } catch {
      button.hidden = true;
    }
  });
})();
