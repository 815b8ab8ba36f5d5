/* Sends a chosen file at once, and shows that it is there. Without this the file goes along with the form. */
"use strict";

(() => {
  const form = document.querySelector("[data-formulier]");
  if (!form) return;
  const busy = new Set();

  const parts = (field) => {
    const box = field.closest("[data-bestand]");
    return {
      box,
      key: box.querySelector("input[type=hidden]"),
      now: box.querySelector("[data-bestand-nu]"),
      message: box.querySelector("[data-bestand-melding]"),
    };
  };

  const show = (field, told) => {
    const { key, now, message } = parts(field);
    key.value = told.uuid;
    now.hidden = false;
    now.querySelector("img")?.remove();
    if (told.thumbnail) {
      const picture = document.createElement("img");
      picture.className = "bestand-beeld";
      picture.alt = "";
      picture.src = told.thumbnail;
      now.prepend(picture);
    }
    now.querySelector(".bestand-naam").textContent = told.name;
    now.querySelector("[data-bestand-grootte]").textContent = told.state === "waiting" ? `${told.size} · wordt nagekeken op virussen` : told.size;
    const gone = now.querySelector("input[type=checkbox]");
    if (gone) gone.checked = false;
    field.value = "";
    message.textContent = `${told.name} is er. Sla het formulier nog op.`;
    key.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const fail = (field, text) => {
    const { box, message } = parts(field);
    box.classList.add("is-fout");
    message.textContent = text;
    field.value = "";
  };

  const send = (field) => {
    const file = field.files[0];
    if (!file) return;
    const { box, message } = parts(field);
    box.classList.remove("is-fout");
    if (file.size > 10 * 1024 * 1024) { fail(field, "Dit bestand is te groot: hooguit 10 MB."); return; }
    const data = new FormData();
    data.append("file", file);
    for (const kind of box.dataset.soorten.split(" ")) data.append("kind", kind);
    const line = new XMLHttpRequest();
    const done = () => { busy.delete(line); box.removeAttribute("aria-busy"); };
    line.open("POST", box.dataset.bestand);
    line.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
    line.responseType = "json";
    let told = -1;
    line.upload.addEventListener("progress", (event) => {
      const quarter = event.lengthComputable ? Math.floor((event.loaded / event.total) * 4) * 25 : 0;
      if (quarter === told) return; // said aloud four times, not a hundred
      told = quarter;
      message.textContent = quarter === 100 ? "Het bestand wordt nagekeken." : `Bezig met versturen: ${quarter}%`;
    });
    line.addEventListener("load", () => {
      done();
      if (line.status === 201 && line.response) show(field, line.response);
      else fail(field, line.response?.error || "Versturen lukte niet. Kies het bestand nog eens.");
    });
    line.addEventListener("error", () => { done(); fail(field, "Geen verbinding. Kies het bestand nog eens."); });
    busy.add(line);
    box.setAttribute("aria-busy", "true");
    message.textContent = "Bezig met versturen.";
    line.send(data);
  };

  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-bestand] > input[type=file]")) send(event.target);
  });
  /* What was sent already does not go along once more, nor with each time the form is kept. */
  form.addEventListener("formdata", (event) => {
    for (const field of form.querySelectorAll("[data-bestand] > input[type=file]")) {
      const key = parts(field).key.value;
      event.formData.delete(field.name);
      event.formData.append(field.name, key);
    }
  });
  form.addEventListener("submit", (event) => {
    if (!busy.size) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const box = form.querySelector("[data-bestand][aria-busy]");
    box.querySelector("[data-bestand-melding]").textContent = "Wacht even: het bestand is nog onderweg.";
    box.querySelector("input[type=file]").focus();
  }, { capture: true });
})();
