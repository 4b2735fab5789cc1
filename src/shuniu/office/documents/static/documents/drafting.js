// The drafting desk: what a script adds to a form that works without one.
import { chips } from "./chips.js";
import { Findings } from "./findings.js";
import { Keeping } from "./keeping.js";
import * as levels from "./levels.js";
import { fromHtml, fromText } from "./paste.js";
import * as tables from "./tables.js";

const form = document.getElementById("draft");
const area = document.getElementById("id_text");
const said = document.getElementById("draft-said");
const words = form.dataset;
const told = (id) => JSON.parse(document.getElementById(id).textContent);

// --- Talking to the server ---
async function send(url, signal, more = {}) {
  const body = new FormData(form);
  body.delete("file");
  for (const [name, value] of Object.entries(more)) body.set(name, value);
  try {
    const answer = await fetch(url, { method: "POST", body, signal, headers: { "X-CSRFToken": body.get("csrfmiddlewaretoken"), "X-Requested-With": "fetch" } });
    if (answer.status === 401 || answer.status === 403 || answer.redirected) { signedOut(); return null; }
    return answer.ok ? await answer.text() : null;
  } catch { return null; }
}
function signedOut() {
  const note = document.getElementById("draft-signed-out");
  note.hidden = false;
}

// --- Writing into a field as if typed: the browser's undo keeps working ---
function insert(field, start, end, text) {
  field.focus();
  field.setSelectionRange(start, end);
  if (text.length > 20_000 || !document.execCommand(text ? "insertText" : "delete", false, text)) {
    field.setRangeText(text, start, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
function put(name, value) {
  const field = form.elements[name];
  if (!field) return;
  if (field instanceof RadioNodeList) {
    field.value = value;
    [...field].find((one) => one.checked)?.dispatchEvent(new Event("change", { bubbles: true }));
  } else {
    field.value = value;
    field.dispatchEvent(new Event("chips:read"));
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

// --- Type, organ, title ---
const kind = () => form.elements.kind.value;
const organ = () => form.elements.organ.selectedOptions?.[0]?.dataset.organ ?? form.elements.organ.dataset.organ ?? "";
let composed = "";
let about = "";
const NO_KIND = /(方案|办法|细则|规定|要点|计划|规划)$/;
function matter() {
  const title = form.elements.title.value.trim();
  if (composed && title === composed) return about;
  const bare = title.startsWith(organ()) ? title.slice(organ().length) : title;
  if (told("kind-names").some((name) => bare.replace(/（[^（）]+）$/, "").endsWith(name))) return "";
  return bare.replace(/^关于/, "").replace(/的$/, "");
}
function proper() {
  const said = matter();
  if (!said) return "";
  about = said;
  return NO_KIND.test(said) ? `${organ()}关于印发《${said}》的${kind()}` : `${organ()}关于${said}的${kind()}`;
}
// Only the matter is typed; the title is completed when one goes on, and follows the type and the organ after that.
function compose() {
  const title = proper();
  if (!title || title === form.elements.title.value) return;
  composed = title;
  put("title", title);
  said.textContent = words.composed.replace("%s", title);
}
form.elements.title.addEventListener("change", () => { if (form.elements.title.value !== composed) compose(); });
function recompose() { if (composed && form.elements.title.value === composed) compose(); }
function chosen() {
  const radio = form.querySelector('[name="kind"]:checked');
  form.dataset.kind = radio?.value ?? "";
  form.dataset.ways = radio?.dataset.ways ?? "";
  document.getElementById("kind-help").textContent = radio?.dataset.help ?? "";
  const ending = form.querySelector("button[data-ending]");
  ending.textContent = radio?.dataset.ending ?? "";
  ending.hidden = !ending.textContent;
  form.querySelectorAll("[data-for-kinds]").forEach((one) => { one.hidden = !one.dataset.forKinds.split(" ").includes(kind()) && !one.querySelector(".wrong"); });
  form.querySelectorAll("[data-quick]").forEach((one) => { one.hidden = !(radio?.dataset.ways ?? "").split(" ").includes(one.dataset.way) || (one.dataset.organ && one.dataset.organ !== organ()); });
  recompose();
}
// Letters have a series of their own in most offices (云政办函): choosing the type chooses it.
function seriesOf() {
  const select = form.elements.organ;
  const letter = kind() === "函";
  const fits = (option) => option.dataset.organ === organ() && option.dataset.word.endsWith("函") === letter;
  const better = !fits(select.selectedOptions[0]) && [...select.options].find(fits);
  if (better) select.value = better.value;
}
form.addEventListener("change", (event) => {
  if (event.target.name === "kind") seriesOf();
  if (event.target.name === "kind" || event.target.name === "organ") chosen();
});

// --- Recipients ---
form.querySelectorAll("[data-chips]").forEach((field) => chips(field, words.units));
form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-quick]");
  if (!button) return;
  const field = form.elements.recipients;
  put("recipients", field.value ? `${field.value}、${button.dataset.quick}` : button.dataset.quick);
});

// --- The text: levels, tables, paste ---
const textOf = () => ({ text: area.value, ...levels.lineAt(area.value, area.selectionStart) });
function change(line, to, offset) {
  insert(area, line.start, line.end, to);
  const place = line.start + (offset ?? to.length);
  area.setSelectionRange(place, place);
}
function relevel(make) {
  const from = levels.lineAt(area.value, area.selectionStart).start;
  const until = Math.max(area.selectionEnd - (area.selectionEnd > area.selectionStart ? 1 : 0), from);
  const end = levels.lineAt(area.value, until).end;
  const behind = area.value.slice(end).length;
  const tail = end - Math.min(area.selectionEnd, end);
  let before = area.value.slice(0, from).replace(/\n$/, "");
  const lines = area.value.slice(from, end).split("\n").map((line) => {
    const made = make(before, line);
    before = `${before}\n${made}`;
    return made;
  });
  const text = lines.join("\n");
  if (text !== area.value.slice(from, end)) insert(area, from, end, text);
  const place = area.value.length - behind - tail;
  area.setSelectionRange(lines.length > 1 ? from : place, place);
}
function reorder() {
  const place = area.selectionStart;
  const made = levels.renumbered(area.value);
  if (made === area.value) { said.textContent = words.inOrder; return; }
  const line = area.value.slice(0, place).split("\n").length - 1;
  insert(area, 0, area.value.length, made);
  const start = made.split("\n").slice(0, line).join("\n").length;
  area.setSelectionRange(start + 1, start + 1);
  said.textContent = words.reordered;
}
function entered(event) {
  const line = textOf();
  if (area.selectionStart !== area.selectionEnd || area.selectionStart !== line.end) return false;
  const content = line.text.slice(line.start, line.end);
  const table = tables.tableAt(line.text, line.start);
  if (table && line.end === table.end) { event.preventDefault(); insert(area, line.end, line.end, `\n| ${Array(table.rows[0].length).fill("").join(" | ")} |`); area.setSelectionRange(line.end + 3, line.end + 3); return true; }
  const next = levels.continued(line.text.slice(0, line.start).replace(/\n$/, ""), content);
  if (next === "") return false;
  event.preventDefault();
  if (next === null) change(line, "");
  else {
    const tidy = levels.renumbered(area.value) === area.value;
    insert(area, line.end, line.end, `\n${next}`);
    const place = area.selectionStart;
    const again = levels.renumbered(area.value);
    if (tidy && again !== area.value) { insert(area, place, area.value.length, again.slice(place)); area.setSelectionRange(place, place); }
  }
  return true;
}
let released = false;
area.addEventListener("focus", () => { released = false; });
area.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey) return;
  if (event.key === "Escape") { released = true; said.textContent = words.released; event.preventDefault(); event.stopPropagation(); return; }
  if (event.altKey) return;
  if (event.key === "Enter" && !event.shiftKey) entered(event);
  else if (event.key === "Tab" && !released) {
    event.preventDefault();
    relevel((before, line) => levels.shifted(before, line, !event.shiftKey));
  }
});
form.addEventListener("click", (event) => {
  const level = event.target.closest("[data-level]");
  if (level) relevel((before, line) => levels.atLevel(before, line, Number(level.dataset.level)));
  if (event.target.closest("[data-reorder]")) reorder();
  const ending = event.target.closest("button[data-ending]");
  if (ending && !area.value.trimEnd().endsWith(ending.textContent)) insert(area, area.value.trimEnd().length, area.value.length, `${area.value.trim() ? "\n" : ""}${ending.textContent}`);
});
const grid = document.getElementById("grid");
const openGrid = tables.editor(grid, (rows) => {
  const { start, end } = grid.place;
  const text = tables.written(rows);
  insert(area, start, end, grid.fresh ? `${start && area.value[start - 1] !== "\n" ? "\n" : ""}${text}\n` : text);
});
form.querySelector("[data-grid-open]").addEventListener("click", () => {
  const table = tables.tableAt(area.value, area.selectionStart);
  grid.fresh = !table;
  grid.place = table ?? { start: area.selectionEnd, end: area.selectionEnd };
  openGrid(table?.rows ?? told("new-table"));
});

let undone = null;
function pasted(made, field) {
  const before = field.value;
  const [start, end] = [field.selectionStart, field.selectionEnd];
  insert(field, start, end, made.text);
  const note = document.getElementById("paste-note");
  const over = [...field.value].length - Number(words.most);
  note.hidden = !(made.lines > 1);
  note.querySelector("span").textContent = (over > 0 ? words.pastedOver : words.pasted).replace("%l", made.lines).replace("%t", made.tables).replace("%n", [...made.text].length).replace("%o", over);
  undone = () => { field.value = before; field.setSelectionRange(end, end); field.dispatchEvent(new Event("input", { bubbles: true })); note.hidden = true; field.focus(); };
}
document.getElementById("paste-undo").addEventListener("click", () => undone?.());
form.addEventListener("paste", (event) => {
  if (!event.target.matches("textarea[data-notation]")) return;
  const html = event.clipboardData.getData("text/html");
  const plain = event.clipboardData.getData("text/plain");
  if (!html && !plain.includes("\n")) return;
  const made = /<(?:p|table|li|h\d|div|br)\b/i.test(html) ? fromHtml(html) : fromText(plain);
  if (!made.text) return;
  event.preventDefault();
  pasted(made, event.target);
});
const file = form.querySelector("[name=file]");
file?.addEventListener("change", async () => {
  if (!file.files.length) return;
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("file", file.files[0]);
  const answer = await fetch(words.import, { method: "POST", body }).catch(() => null);
  const brought = answer ? await answer.json().catch(() => null) : null;
  file.value = "";
  if (brought?.text) { area.setSelectionRange(area.value.length, area.value.length); pasted({ text: (area.value ? "\n" : "") + brought.text, lines: brought.lines, tables: brought.tables }, area); }
  else { const note = document.getElementById("paste-note"); note.hidden = false; note.querySelector("span").textContent = brought?.refused ?? words.offline; }
});

// --- Annexes ---
const annexes = document.getElementById("annexes");
function numbered() {
  [...annexes.children].forEach((one, at) => { one.querySelector("[data-number]").textContent = at + 1; });
}
function added(title = "", text = "", focus = true) {
  const one = document.getElementById("annex").content.firstElementChild.cloneNode(true);
  one.querySelector("[name=annex_title]").value = title;
  one.querySelector("[name=annex_text]").value = text;
  annexes.append(one);
  numbered();
  if (focus) one.querySelector("[name=annex_title]").focus();
}
form.querySelector("[data-annex-add]").addEventListener("click", () => added());
annexes.addEventListener("click", (event) => {
  const button = event.target.closest("[data-annex]");
  if (!button) return;
  const one = button.closest("fieldset");
  if (button.dataset.annex === "up") one.previousElementSibling?.before(one);
  else if (button.dataset.annex === "down") one.nextElementSibling?.after(one);
  else one.remove();
  numbered();
  if (one.isConnected) button.focus();
  form.dispatchEvent(new Event("input", { bubbles: true }));
});

// --- Length ---
const length = document.getElementById("length");
function counted() {
  const count = area.value.replace(/[\s|]/g, "").length;
  const over = count > Number(words.general) ? words.overGeneral : count > Number(words.specific) ? words.overSpecific : "";
  length.textContent = `${words.length.replace("%n", count)}${over}`;
  length.dataset.tone = over ? "warn" : "";
}

// --- Findings, preview, keeping ---
const fill = {
  replace(start, end, text, suggestion) {
    if (area.value.slice(start, end) !== text) return false;
    insert(area, start, end, suggestion);
    return true;
  },
  values(values) {
    for (const [name, value] of values) put(name, value);
  },
};
const findings = new Findings(form, area, document.getElementById("findings"), { send, fill });
const preview = document.getElementById("preview");
let previewTurn = 0;
let previewTimer = 0;
async function typeset(page = 1) {
  clearTimeout(previewTimer);
  previewTurn += 1;
  const mine = previewTurn;
  preview.setAttribute("aria-busy", "true");
  const html = await send(words.preview, undefined, { page });
  if (mine !== previewTurn) return;
  preview.removeAttribute("aria-busy");
  if (html !== null) preview.innerHTML = html;
}
const shown = () => document.getElementById("side-preview").open;
function typesetSoon() { clearTimeout(previewTimer); if (shown() && area.value.length < 60_000) previewTimer = setTimeout(typeset, 1200); }
document.getElementById("side-preview").addEventListener("toggle", (event) => { if (event.target.open) typeset(); });
preview.addEventListener("click", (event) => {
  const button = event.target.closest("[data-page], [data-zoom]");
  if (!button) return;
  event.preventDefault();
  if (button.dataset.page) typeset(button.dataset.page);
  else preview.dataset.zoomed = preview.dataset.zoomed ? "" : "1";
});
form.addEventListener("input", (event) => { if (event.target.closest(".draft-side")) return; counted(); findings.soon(); typesetSoon(); });
form.addEventListener("change", (event) => { if (!event.target.closest(".draft-side")) { findings.soon(200); typesetSoon(); } });
document.querySelector("[data-proof-now]")?.addEventListener("click", (event) => { event.preventDefault(); findings.ask(); });

const keeping = new Keeping(form, document.getElementById("kept"), send);
function restored(kept) {
  annexes.replaceChildren();
  (kept.annex_title ?? []).forEach((title, at) => added(title, kept.annex_text?.[at] ?? "", false));
  for (const [name, values] of Object.entries(kept)) if (!name.startsWith("annex_")) put(name, values[0]);
}
keeping.offered(restored);

// --- Keys, from anywhere on the page ---
document.addEventListener("keydown", (event) => {
  if (event.isComposing || !event.altKey || event.ctrlKey || event.metaKey) return;
  const keys = {
    ArrowDown: () => findings.walk(1), ArrowUp: () => findings.walk(-1), Enter: () => findings.accept(), Delete: () => findings.ignore(),
    l: () => document.querySelector("#findings [data-finding]")?.focus(),
  };
  const done = keys[event.key];
  if (!done) return;
  event.preventDefault();
  done();
});
// Enter in a single line goes on to the next field; only Ctrl+Enter and Ctrl+S save.
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.isComposing && !event.ctrlKey && !event.altKey && event.target.matches("input:not([type=submit], [type=button])") && !event.defaultPrevented && !event.target.closest("dialog")) {
    event.preventDefault();
    const fields = [...form.querySelectorAll("input:not([type=hidden], [type=radio], [type=file]), textarea, select")].filter((one) => one.getClientRects().length && !one.closest("#findings"));
    fields[fields.indexOf(event.target) + 1]?.focus();
  }
});
// A title that is already whole follows the type and the organ too.
const [front, back] = [`${organ()}关于`, `的${kind()}`];
if (form.elements.title.value.startsWith(front) && form.elements.title.value.endsWith(back)) {
  composed = form.elements.title.value;
  about = composed.slice(front.length, -back.length);
}
chosen();
counted();
if (area.value) findings.soon(0);
