/* Searching: suggestions while somebody types (an ARIA combobox), and the count of what is opened. Works without it as a plain form. */
"use strict";

(() => {
  const WAIT = 200;
  const SHORTEST = 2;
  const fieldIn = (element) => (element instanceof Element && element.matches("[data-suggesties] > input") ? element : null);
  const boxOf = (field) => field.parentElement;
  const listOf = (field) => document.getElementById(`${field.id}-suggesties`);
  const optionsOf = (field) => [...listOf(field).querySelectorAll("[role=option]")];
  const isOpen = (field) => field.getAttribute("aria-expanded") === "true";

  /* A field gets its list, and a place where a screen reader hears how many there are. */
  const dress = (field) => {
    const id = `${field.id}-suggesties`;
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id, "aria-haspopup": "listbox" };
    for (const [name, value] of Object.entries(attributes)) field.setAttribute(name, value);
    const list = document.createElement("div");
    Object.assign(list, { id, className: "suggesties", hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggesties");
    const told = document.createElement("p");
    told.className = "vh";
    told.setAttribute("role", "status");
    boxOf(field).append(list, told);
  };
  for (const field of document.querySelectorAll("[data-suggesties] > input")) dress(field);

  const say = (field, text) => { boxOf(field).querySelector("[role=status]").textContent = text; };
  const close = (field) => {
    listOf(field).hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const point = (field, option) => {
    for (const each of optionsOf(field)) each.setAttribute("aria-selected", String(each === option));
    if (option) {
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  };
  const open = (field, html) => {
    const list = listOf(field);
    list.innerHTML = html;
    field.removeAttribute("aria-activedescendant");
    const options = optionsOf(field);
    options.forEach((option, place) => { option.id = `${field.id}-suggestie-${place}`; });
    list.hidden = !options.length;
    field.setAttribute("aria-expanded", String(options.length > 0));
    const many = options.length === 1 ? "1 suggestie" : `${options.length} suggesties`;
    say(field, options.length ? `${many}. Kies met de pijltjes.` : "");
  };

  let pause = 0;
  let turn = 0;
  let asked = null;
  const forget = () => { window.clearTimeout(pause); turn += 1; asked?.abort(); };
  const look = async (field) => {
    forget();
    const mine = turn;
    const words = field.value.trim();
    if (words.length < SHORTEST) { close(field); say(field, ""); return; }
    const address = new URL(boxOf(field).dataset.suggesties, window.location.href);
    address.searchParams.set("q", field.value.trimStart());
    asked = new AbortController();
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: asked.signal });
      const html = answer.ok ? await answer.text() : "";
      if (mine === turn && document.activeElement === field) open(field, html);
    } catch { if (mine === turn) close(field); }
  };
  const go = (field, option) => { forget(); close(field); window.location.assign(option.dataset.adres); };

  document.addEventListener("input", (event) => {
    const field = fieldIn(event.target);
    if (!field) return;
    window.clearTimeout(pause);
    pause = window.setTimeout(() => look(field), WAIT);
  });
  /* The form hears typing and sending; leaving the field is neither. */
  document.addEventListener("change", (event) => { if (fieldIn(event.target)) event.stopPropagation(); }, true);

  const MOVES = {
    ArrowDown: (at, last) => (at < last ? at + 1 : -1),
    ArrowUp: (at, last) => (at < 0 ? last : at - 1),
    Home: () => 0,
    End: (_at, last) => last,
  };
  document.addEventListener("keydown", (event) => {
    const field = fieldIn(event.target);
    if (!field || event.isComposing) return;
    if (!isOpen(field)) {
      if (event.key === "ArrowDown" && field.value.trim().length >= SHORTEST) { event.preventDefault(); look(field); }
      return;
    }
    const options = optionsOf(field);
    const at = options.findIndex((each) => each.id === field.getAttribute("aria-activedescendant"));
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); forget(); close(field); }
    else if (event.key === "Tab") { forget(); close(field); }
    else if (event.key === "Enter" && at >= 0) { event.preventDefault(); go(field, options[at]); }
    else if (event.key in MOVES && (at >= 0 || event.key.startsWith("Arrow"))) {
      event.preventDefault();
      point(field, options[MOVES[event.key](at, options.length - 1)]);
    }
  });
  document.addEventListener("focusout", (event) => {
    const field = fieldIn(event.target);
    if (field && !boxOf(field).contains(event.relatedTarget)) { forget(); close(field); }
  });
  /* The field keeps the focus while a suggestion is pressed. */
  document.addEventListener("pointerdown", (event) => {
    if (event.target instanceof Element && event.target.closest(".suggesties")) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const option = event.target instanceof Element && event.target.closest(".suggestie");
    const field = option && option.closest("[data-suggesties]").querySelector("input");
    if (field) go(field, option);
  });
  document.addEventListener("submit", (event) => {
    const field = event.target instanceof Element && event.target.querySelector("[data-suggesties] > input");
    if (field) { forget(); close(field); }
  });

  /* What was sent on purpose is counted as asked; what was typed on the way there is not. */
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt.id === "zoekform" && event.detail.triggeringEvent?.type === "submit") event.detail.headers["Zoek-Verstuurd"] = "1";
  });

  /* Which results are opened, counted without who. */
  const count = (event) => {
    const link = event.target instanceof Element && event.target.closest("[data-record]");
    const place = link && link.closest("[data-vraag]");
    if (!place || (event.type === "auxclick" && event.button !== 1)) return;
    const told = new FormData();
    told.set("vraag", place.dataset.vraag);
    told.set("record", link.dataset.record);
    navigator.sendBeacon(place.dataset.geopend, told);
  };
  document.addEventListener("click", count);
  document.addEventListener("auxclick", count);
})();
