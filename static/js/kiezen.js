/* Choosing rows of a list: ticking a box is no new search, and the button tells how many are chosen. */
"use strict";

(() => {
  const ofChoice = (element) => element instanceof HTMLInputElement && element.form?.id === "kiezen";

  const count = () => {
    const place = document.getElementById("gekozen-aantal");
    const chosen = document.querySelectorAll("input[form=kiezen]:checked").length;
    if (place) place.textContent = chosen ? ` (${chosen})` : "";
  };

  for (const kind of ["change", "input"]) {
    document.addEventListener(kind, (event) => {
      if (!ofChoice(event.target)) return;
      event.stopPropagation();
      count();
    }, true);
  }
  document.addEventListener("htmx:afterSettle", count);
})();
