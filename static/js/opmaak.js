/* Helps to write a text with Markdown: buttons and keys, lists that go on, words from elsewhere, a preview, a count. The field works without it. */
"use strict";

(() => {
  const holderOf = (element) => element.closest("[data-opmaak]");
  const areaOf = (holder) => holder.querySelector("textarea");
  const number = new Intl.NumberFormat("nl-NL");

  /* Writing in the field as if it were typed, so that undo of the browser keeps working. */
  const write = (area, from, to, text, start = from + text.length, end = start) => {
    area.focus();
    area.setSelectionRange(from, to);
    const isDone = text ? document.execCommand("insertText", false, text) : from === to || document.execCommand("delete");
    if (!isDone || area.value.slice(from, from + text.length) !== text) {
      area.setRangeText(text, from, to, "end");
      area.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    area.setSelectionRange(start, end);
  };

  /* Marks around words: **vet**, *cursief*. A second time takes them away. */
  const isMarked = (text, mark) => text.length > 2 * mark.length && text.startsWith(mark) && text.endsWith(mark)
    && (mark !== "*" || !text.startsWith("**") || text.startsWith("***"));
  const around = (area, mark, example) => {
    let { selectionStart: from, selectionEnd: to } = area;
    const { value } = area;
    while (from < to && /\s/.test(value[from])) from += 1;
    while (to > from && /\s/.test(value[to - 1])) to -= 1;
    const words = value.slice(from, to) || example;
    const size = mark.length;
    if (isMarked(words, mark)) { const bare = words.slice(size, -size); write(area, from, to, bare, from, from + bare.length); return; }
    if (isMarked(value.slice(from - size, to + size), mark) && from >= size) { write(area, from - size, to + size, words, from - size, to - size); return; }
    const marked = words.split("\n").map((line) => (line.trim() ? line.replace(/^(\s*(?:[-*+>] |\d+[.)] |#{1,6} )?)(.*?)(\s*)$/, `$1${mark}$2${mark}$3`) : line)).join("\n");
    const isOne = marked === mark + words + mark;
    write(area, from, to, marked, from + (isOne ? size : 0), from + marked.length - (isOne ? size : 0));
  };

  /* Marks before lines: a heading, a list, a quote. */
  const LINE = { bullets: /^[-*+] /, numbers: /^\d+[.)] /, quote: /^> ?/, heading: /^#{1,6} / };
  const BEFORE = { bullets: () => "- ", numbers: (index) => `${index + 1}. `, quote: () => "> ", heading: () => "# " };
  const linesOf = (area) => {
    const { value, selectionStart, selectionEnd } = area;
    const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
    const last = selectionEnd > selectionStart && value[selectionEnd - 1] === "\n" ? selectionEnd - 1 : selectionEnd;
    const end = value.indexOf("\n", last);
    return [from, end < 0 ? value.length : end];
  };
  const before = (area, kind) => {
    const [from, to] = linesOf(area);
    const lines = area.value.slice(from, to).split("\n");
    const full = lines.filter((line) => line.trim());
    const isSet = full.length > 0 && full.every((line) => LINE[kind].test(line));
    const isDeeper = kind === "heading" && isSet && full.every((line) => line.startsWith("# "));
    let count = 0;
    const changed = lines.map((line) => {
      if (!line.trim() && lines.length > 1) return line;
      if (isDeeper) return `#${line}`;
      if (isSet) return line.replace(LINE[kind], "");
      const bare = kind === "quote" ? line : Object.values(LINE).reduce((text, pattern) => (pattern === LINE.quote ? text : text.replace(pattern, "")), line);
      return BEFORE[kind](count++) + bare;
    }).join("\n");
    // A list right under a sentence is one with it; a line between them sets it apart.
    const above = area.value.slice(0, from).split("\n").at(-2) || "";
    const gap = !isSet && above.trim() && !LINE[kind].test(above) ? "\n" : "";
    const start = from + gap.length;
    write(area, from, to, gap + changed, lines.length > 1 ? start : start + changed.length, start + changed.length);
  };

  const link = (area) => {
    const { selectionStart: from, selectionEnd: to, value } = area;
    const words = value.slice(from, to);
    if (/^(https:\/\/|mailto:)\S+$/.test(words)) { write(area, from, to, `[tekst](${words})`, from + 1, from + 6); return; }
    const text = words || "tekst";
    const start = from + text.length + 3;
    write(area, from, to, `[${text}](https://)`, start, start + 8);
  };
  const table = (area) => {
    const [, to] = linesOf(area);
    const gap = area.value.slice(0, to).trim() ? (area.value.slice(0, to).endsWith("\n\n") ? "" : area.value.slice(0, to).endsWith("\n") ? "\n" : "\n\n") : "";
    const start = to + gap.length + 2;
    write(area, to, to, `${gap}| Kop 1 | Kop 2 |\n| --- | --- |\n|  |  |\n`, start, start + 5);
  };
  const ACTS = {
    bold: (area) => around(area, "**", "vette tekst"),
    italic: (area) => around(area, "*", "cursieve tekst"),
    heading: (area) => before(area, "heading"),
    bullets: (area) => before(area, "bullets"),
    numbers: (area) => before(area, "numbers"),
    quote: (area) => before(area, "quote"),
    link,
    table,
  };
  const KEYS = { b: "bold", i: "italic", k: "link" };

  /* Enter goes on with a list or a quote; on an empty point it ends it. */
  const goOn = (event, area) => {
    const { value, selectionStart: at, selectionEnd } = area;
    const from = value.lastIndexOf("\n", at - 1) + 1;
    const found = /^(\s*)([-*+]|\d+[.)]|>)( +)/.exec(value.slice(from, at));
    if (!found || at !== selectionEnd) return;
    event.preventDefault();
    const end = value.indexOf("\n", at);
    const rest = value.slice(at, end < 0 ? value.length : end);
    if (from + found[0].length === at && !rest.trim()) { write(area, from, at, ""); return; }
    const mark = /^\d/.test(found[2]) ? `${Number.parseInt(found[2], 10) + 1}${found[2].at(-1)}` : found[2];
    write(area, at, at, `\n${found[1]}${mark}${found[3]}`);
  };

  /* Words with formatting from elsewhere become Markdown. The page they come from is read, never shown: it runs and loads nothing. */
  const styleOf = (node) => node.getAttribute("data-stijl") || "";
  const plain = (text) => text.replace(/[\s\u00a0]+/g, " ").replace(/[\\`*[\]]/g, "\\$&").replace(/(^|\W)_|_(?=\W|$)/g, "$1\\_");
  const marked = (text, mark) => {
    const [, open, words, close] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text);
    return words ? `${open}${mark}${words}${mark}${close}` : text;
  };
  const inline = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return plain(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE || /^(x-weg|head|template|title)$/.test(node.localName)) return "";
    const style = styleOf(node);
    if (/mso-list:\s*ignore/i.test(style)) return "";
    if (node.localName === "br") return "\n";
    let text = [...node.childNodes].map(inline).join("");
    const weight = /font-weight:\s*(\w+)/i.exec(style)?.[1];
    const isBold = weight ? /^(bold|bolder|[6-9]00)$/.test(weight) : /^(b|strong)$/.test(node.localName);
    const slant = /font-style:\s*(\w+)/i.exec(style)?.[1];
    const isItalic = slant ? slant === "italic" : /^(i|em)$/.test(node.localName);
    const isPlain = !/^(h[1-6]|p|div|td|th|li)$/.test(node.localName);
    if (isItalic && isPlain) text = marked(text, "*");
    if (isBold && isPlain) text = marked(text, "**");
    const address = node.localName === "a" ? (node.getAttribute("href") || "").trim() : "";
    if (!text.trim() || !address) return text;
    if (/^(https:\/\/|mailto:)[^\s()<>]+$/i.test(address)) return `[${text.trim().replace(/\n/g, " ")}](${address})`;
    return /^http:\/\/[^\s()<>]+$/i.test(address) && !text.includes(address) ? `${text} (${address})` : text;
  };
  const BLOCKS = "address,article,aside,blockquote,dd,div,dl,dt,figure,footer,h1,h2,h3,h4,h5,h6,header,hr,li,main,nav,ol,p,pre,section,table,tbody,thead,tr,ul";
  const tidy = (text) => text.split("\n").map((line) => line.replace(/ +/g, " ").trim()).join("\n").replace(/^(#{1,6}|[-+>]|\d+[.)])(?=\s)/gm, (mark) => mark.replace(/[#\-+>.)]/, "\\$&")).trim();
  const listed = (list, depth) => [...list.children].map((item, index) => {
    if (/^[uo]l$/.test(item.localName)) return listed(item, depth + 1);
    const own = [...item.childNodes].filter((node) => !/^[uo]l$/.test(node.localName || ""));
    const mark = list.localName === "ol" ? `${index + 1}. ` : "- ";
    const below = [...item.children].filter((node) => /^[uo]l$/.test(node.localName)).map((each) => listed(each, depth + 1));
    return ["   ".repeat(depth) + mark + tidy(own.map(inline).join("")).replace(/\s*\n\s*/g, " "), ...below].join("\n");
  }).join("\n");
  const cells = (row) => [...row.children].filter((cell) => /^t[dh]$/.test(cell.localName)).map((cell) => tidy(inline(cell)).replace(/\s*\n\s*/g, " ").replaceAll("|", "\\|"));
  const tabled = (grid) => {
    const rows = [...grid.querySelectorAll("tr")].map(cells).filter((row) => row.length);
    if (!rows.length) return "";
    const wide = Math.max(...rows.map((row) => row.length));
    const lines = rows.map((row) => `| ${[...row, ...Array(wide - row.length).fill("")].join(" | ")} |`);
    lines.splice(1, 0, `|${" --- |".repeat(wide)}`);
    return lines.join("\n");
  };
  const blocks = (parent) => {
    const found = [];
    let run = "";
    const close = () => { const text = tidy(run); if (text) found.push(text); run = ""; };
    for (const node of parent.childNodes) {
      const name = node.localName || "";
      if (name === "x-weg") continue;
      const style = node.nodeType === Node.ELEMENT_NODE ? styleOf(node) : "";
      const level = /mso-list:\s*l\d+\s+level(\d)/i.exec(style)?.[1];
      if (node.nodeType !== Node.ELEMENT_NODE || !(node.matches(BLOCKS) || node.querySelector(BLOCKS))) { run += inline(node); continue; }
      close();
      if (level) {
        const mark = /^\s*(\d+|[a-z])[.)]/i.test(node.textContent) ? "1. " : "- ";
        const point = "   ".repeat(level - 1) + mark + tidy(inline(node)).replace(/\s*\n\s*/g, " ");
        if (found.at(-1)?.isList) found.at(-1).lines.push(point);
        else found.push({ isList: true, lines: [point] });
      } else if (/^h[1-6]$/.test(name)) { const text = tidy(inline(node)).replace(/\s*\n\s*/g, " "); if (text) found.push(`${"#".repeat(Math.max(1, Math.min(4, Number(name[1]) - 1)))} ${text}`); }
      else if (/^[uo]l$/.test(name)) found.push(listed(node, 0));
      else if (name === "table") found.push(tabled(node));
      else if (name === "blockquote") found.push(blocks(node).replace(/^/gm, "> "));
      else if (name === "hr") found.push("---");
      else { const text = node.querySelector(BLOCKS) ? blocks(node) : tidy(inline(node)); if (text) found.push(text); }
    }
    close();
    return found.map((each) => (each.isList ? each.lines.join("\n") : each)).filter(Boolean).join("\n\n");
  };
  const asMarkdown = (html) => {
    // The policy of the page also watches a page that is only read, and would report what it blocks: so that goes by another name.
    const quiet = html
      .replace(/<(\/?)(?:script|style|link|meta|base|iframe|object|embed|svg|math|img|video|audio)\b/gi, "<$1x-weg")
      .replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/[\s"'/]style\s*=/gi, " data-stijl=").replace(/[\s"'/]on\w+\s*=/gi, " data-weg="));
    return blocks(new DOMParser().parseFromString(quiet, "text/html").body);
  };
  const HAS_FORM = /<(b|strong|i|em|a|ul|ol|li|h[1-6]|table|blockquote)\b|font-weight|font-style|mso-list/i;

  /* The preview, made by the server as the page itself is; and the count. */
  const timers = new WeakMap();
  const turns = new WeakMap();
  const previewOf = (holder) => holder.querySelector(".opmaak-voorbeeld");
  const isShown = (holder) => holder.querySelector(".opmaak-toon").getAttribute("aria-expanded") === "true";
  const preview = async (holder) => {
    const turn = (turns.get(holder) || 0) + 1;
    turns.set(holder, turn);
    const status = holder.querySelector("[role=status]");
    const body = new URLSearchParams({ text: areaOf(holder).value });
    const token = holder.closest("form").elements.csrfmiddlewaretoken?.value || "";
    try {
      const answer = await fetch(holder.dataset.opmaak, { method: "POST", body, headers: { "X-CSRFToken": token } });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const html = await answer.text();
      if (turn !== turns.get(holder)) return;
      const place = previewOf(holder).firstElementChild;
      if (place.dataset.van === html) return;
      place.dataset.van = html;
      place.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
      status.textContent = status.textContent === "Voorbeeld bijgewerkt" ? "Voorbeeld bijgewerkt." : "Voorbeeld bijgewerkt";
    } catch { if (turn === turns.get(holder)) status.textContent = "Het voorbeeld lukt nu niet. Schrijf gerust door."; }
  };
  const show = (holder) => {
    const button = holder.querySelector(".opmaak-toon");
    const isOpen = !isShown(holder);
    button.setAttribute("aria-expanded", String(isOpen));
    previewOf(holder).hidden = !isOpen;
    if (isOpen) preview(holder);
  };
  const count = (holder) => {
    const { value } = areaOf(holder);
    const words = value.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length || 0;
    const place = holder.querySelector(".opmaak-tel");
    const most = Number(holder.dataset.most);
    const size = value.trim().length;
    place.textContent = size > most ? `${number.format(size)} tekens: te lang. Er passen er ${number.format(most)}.` : `${number.format(words)} ${words === 1 ? "woord" : "woorden"}`;
    place.classList.toggle("is-te-lang", size > most);
  };

  /* A field gets its buttons when it is there: with the page, or with a row that was added. */
  const dress = (holder) => {
    if (holder.dataset.klaar) return;
    holder.dataset.klaar = "1";
    holder.querySelector(".opmaak-balk").hidden = false;
    holder.querySelector(".opmaak-tel").hidden = false;
    const button = holder.querySelector(".opmaak-toon");
    button.type = "button";
    button.setAttribute("aria-controls", previewOf(holder).id);
    button.setAttribute("aria-expanded", String(!previewOf(holder).hidden));
    count(holder);
  };
  const all = () => document.querySelectorAll("[data-opmaak]").forEach(dress);
  all();
  new MutationObserver((changes) => { if (changes.some((change) => [...change.addedNodes].some((node) => node.querySelector?.("[data-opmaak]")))) all(); })
    .observe(document.getElementById("inhoud") || document.body, { childList: true, subtree: true });

  document.addEventListener("click", (event) => {
    const holder = holderOf(event.target);
    if (!holder) return;
    if (event.target.closest(".opmaak-toon")) { event.preventDefault(); show(holder); return; }
    const button = event.target.closest("[data-doe]");
    if (button) { rove(button); ACTS[button.dataset.doe](areaOf(holder)); }
  });
  const rove = (button) => {
    for (const each of button.parentElement.children) each.tabIndex = each === button ? 0 : -1;
  };
  const alongBar = (event, button) => {
    const buttons = [...button.parentElement.children];
    const at = buttons.indexOf(button);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = buttons[(to + buttons.length) % buttons.length];
    rove(next);
    next.focus();
  };
  document.addEventListener("keydown", (event) => {
    const holder = holderOf(event.target);
    if (!holder || event.isComposing) return;
    if (event.target.matches("[data-doe]")) { alongBar(event, event.target); return; }
    if (event.target !== areaOf(holder)) return;
    const act = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && KEYS[event.key.toLowerCase()];
    if (act) { event.preventDefault(); ACTS[act](event.target); }
    else if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey) goOn(event, event.target);
  });
  document.addEventListener("paste", (event) => {
    const holder = holderOf(event.target);
    if (!holder || event.target !== areaOf(holder)) return;
    const html = event.clipboardData?.getData("text/html") || "";
    if (!HAS_FORM.test(html)) return;
    const text = asMarkdown(html);
    if (!text) return;
    event.preventDefault();
    write(event.target, event.target.selectionStart, event.target.selectionEnd, text);
  });
  document.addEventListener("input", (event) => {
    const holder = holderOf(event.target);
    if (!holder || event.target !== areaOf(holder)) return;
    count(holder);
    if (!isShown(holder)) return;
    window.clearTimeout(timers.get(holder));
    timers.set(holder, window.setTimeout(() => preview(holder), 400));
  });
})();
