/* Makes a form quicker to the hand: rows, finding names, keeping what was typed. The form works without it. */
"use strict";

(() => {
  const form = document.querySelector("[data-formulier]");
  if (!form) return;
  const status = document.getElementById("bewaard");
  const isKept = status !== null;
  const say = (text) => { status.textContent = text; };

  /* Rows: added from the template, removed by the tick of the row, taken back by the same. */
  const renumber = (block) => {
    block.querySelectorAll("[data-rij]").forEach((row, index) => {
      for (const place of row.querySelectorAll("[data-nummer]")) place.textContent = index + 1;
    });
  };

  const addRow = (button) => {
    const block = button.closest("[data-rijen]");
    const total = block.querySelector("input[name$=-TOTAL_FORMS]");
    const holder = document.createElement("div");
    holder.innerHTML = block.querySelector("template").innerHTML.replaceAll("__prefix__", total.value).replaceAll("__number__", Number(total.value) + 1);
    const row = holder.firstElementChild;
    block.querySelector("[data-plaats]").append(row);
    total.value = Number(total.value) + 1;
    renumber(block);
    row.querySelector(".rijvelden input:not([type=hidden]), .rijvelden select, .rijvelden textarea")?.focus();
    changed();
  };

  const toggleRow = (box) => {
    const row = box.closest("[data-rij]");
    row.classList.toggle("is-weg", box.checked);
    for (const field of row.querySelectorAll(".rijvelden input, .rijvelden select, .rijvelden textarea")) field.inert = box.checked;
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-rij-erbij]");
    if (button) { event.preventDefault(); addRow(button); }
  });

  /* Finding a record while typing: a combobox with a list that the server fills. */
  let list = null;
  let asked = 0;
  const close = () => {
    if (!list) return;
    list.field.setAttribute("aria-expanded", "false");
    list.field.removeAttribute("aria-activedescendant");
    list.remove();
    list = null;
  };
  const options = () => [...list.querySelectorAll("[role=option]:not([aria-disabled])")];
  const point = (option) => {
    for (const each of options()) each.setAttribute("aria-selected", String(each === option));
    list.field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const dress = (field) => {
    if (field.getAttribute("role")) return;
    const id = `${field.id}-lijst`;
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id })) field.setAttribute(name, value);
  };
  const open = (field, html) => {
    close();
    list = document.createElement("ul");
    list.field = field;
    list.id = `${field.id}-lijst`;
    list.className = "kieslijst";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Gevonden");
    list.innerHTML = html;
    if (!list.children.length) { list = null; return; }
    for (const option of list.children) option.id = `${field.id}-${option.id}`;
    field.closest("[data-kiezer]").append(list);
    field.setAttribute("aria-expanded", "true");
  };
  const look = async (field) => {
    const address = new URL(field.closest("[data-kiezer]").dataset.kiezer, window.location.href);
    const words = field.value.trim();
    if (words.length < 2) { close(); return; }
    address.searchParams.set("q", words);
    const turn = ++asked;
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      const html = await answer.text();
      if (answer.ok && turn === asked && document.activeElement === field) open(field, html);
    } catch { close(); }
  };
  const choose = (option) => {
    const field = list.field;
    const picker = field.closest("[data-kiezer]");
    const row = field.closest("[data-kiesrij]");
    if (row) keep(row, option);
    else {
      field.value = option.dataset.text;
      picker.querySelector("input[name$=_key]").value = option.dataset.key;
      markNew(picker, field, option.dataset.new === "1");
    }
    close();
    field.focus();
    changed();
  };
  const markNew = (picker, field, isNew) => {
    picker.querySelector(".vinkje")?.remove();
    if (!isNew) return;
    const label = document.createElement("label");
    label.className = "vinkje";
    label.innerHTML = '<input type="checkbox" value="1" checked><span class="vinkje-naam">Toevoegen als nieuw</span>';
    const box = label.firstElementChild;
    box.name = `${field.name}_new`;
    box.id = `${field.id}_new`;
    label.htmlFor = box.id;
    picker.append(label);
    const more = picker.closest("[data-rij]")?.querySelector(".rijmeer");
    if (more) more.open = true;
  };
  const keep = (row, option) => {
    const field = list.field;
    field.value = "";
    const known = [...row.querySelectorAll("input[type=checkbox]")].find((box) => box.value === option.dataset.key);
    if (known) { known.checked = true; return; }
    const label = document.createElement("label");
    label.className = "vinkje";
    const box = document.createElement("input");
    Object.assign(box, { type: "checkbox", name: row.dataset.kiesrij, value: option.dataset.key, checked: true, id: `${field.id}_${option.dataset.key}` });
    const name = document.createElement("span");
    name.className = "vinkje-naam";
    name.textContent = option.dataset.text;
    label.htmlFor = box.id;
    label.append(box, name);
    field.closest("[data-kiezer]").before(label);
  };

  let pause = 0;
  form.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-kiezer] > input[type=text]")) dress(event.target);
  });
  form.addEventListener("focusout", (event) => {
    if (list && !list.contains(event.relatedTarget)) window.setTimeout(() => { if (list && document.activeElement !== list.field) close(); }, 150);
  });
  form.addEventListener("keydown", (event) => {
    if (!event.target.matches("[data-kiezer] > input[type=text]")) return;
    if (event.key === "Enter") {
      event.preventDefault();
      const marked = list?.querySelector("[aria-selected=true]");
      if (marked) choose(marked);
    }
    if (!list) return;
    if (event.key === "Escape") { event.preventDefault(); close(); }
    if (event.key === "Tab") close();
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const all = options();
    if (!all.length) return;
    const at = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
    point(all[(at + (event.key === "ArrowDown" ? 1 : at < 0 ? 0 : -1) + all.length) % all.length]);
  });
  form.addEventListener("pointerdown", (event) => {
    const option = event.target.closest(".kieslijst [role=option]:not([aria-disabled])");
    if (option) { event.preventDefault(); choose(option); }
  });

  /* What was typed is kept: at once in this browser, a moment later on the server. */
  const place = `concept:${window.location.pathname}:${form.dataset.plek}`;
  let isDirty = false;
  let isSent = false;
  let timer = 0;
  const written = () => {
    const data = new FormData(form);
    data.delete("csrfmiddlewaretoken");
    return data;
  };
  const inBrowser = () => {
    try { window.localStorage.setItem(place, JSON.stringify({ at: Date.now(), data: [...written()] })); } catch { /* full or forbidden: the server keeps it */ }
  };
  let keeping = null;
  const onServer = async () => {
    keeping = new AbortController();
    const data = written();
    data.set("autosave", "1");
    try {
      const answer = await fetch(window.location.pathname, { method: "POST", body: data, signal: keeping.signal, headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value } });
      if (!(answer.headers.get("Content-Type") || "").includes("json")) { say("Tussendoor bewaren lukte niet. Sla zelf op; wat je typte staat ook in deze browser."); return; }
      const told = await answer.json();
      say(told.text || told.error);
      if (answer.ok) { isDirty = false; try { window.localStorage.removeItem(place); } catch { /* not there */ } }
    } catch (error) { if (error.name !== "AbortError") say("Geen verbinding. Wat je typte, staat in deze browser bewaard."); }
  };
  const changed = () => {
    if (!isKept) return;
    isDirty = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => { inBrowser(); onServer(); }, 1500);
  };
  form.addEventListener("input", (event) => {
    const field = event.target;
    if (field.name?.endsWith("-DELETE")) toggleRow(field);
    if (field.matches("[data-kiezer] > input[type=text]")) {
      const key = field.closest("[data-kiezer]").querySelector("input[name$=_key]");
      if (key) key.value = "";
      window.clearTimeout(pause);
      pause = window.setTimeout(() => look(field), 200);
    }
    changed();
  });
  form.addEventListener("submit", () => { isSent = true; window.clearTimeout(timer); keeping?.abort(); });
  window.addEventListener("beforeunload", (event) => {
    if (isDirty && !isSent) { inBrowser(); event.preventDefault(); }
  });

  /* The server was away while typing: offer what this browser kept. */
  const left = (() => { try { return JSON.parse(window.localStorage.getItem(place)); } catch { return null; } })();
  if (isKept && left && Date.now() - left.at < 30 * 24 * 3600 * 1000) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "knop knop--rand knop--klein";
    button.textContent = "Zet terug wat deze browser bewaarde";
    button.addEventListener("click", () => {
      const data = new FormData();
      for (const [name, value] of left.data) data.append(name, value);
      data.set("autosave", "1");
      fetch(window.location.pathname, { method: "POST", body: data, headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value } })
        .then((answer) => { if (answer.ok) { window.localStorage.removeItem(place); isSent = true; window.location.reload(); } });
    });
    status.after(button);
  }
  for (const box of form.querySelectorAll("[name$=-DELETE]:checked")) toggleRow(box);
  document.getElementById("fouten")?.focus();
})();
