// Shortcuts are attributes: data-key="g d", "ctrl+enter", "/" beside data-key-label. "?" lists those of this page.
// Plain letters never fire while somebody types; those with Ctrl or Alt do.
let prefix = "";
let timer = 0;

function typing(target) {
  return target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName)
    || (target.tagName === "INPUT" && !/^(checkbox|radio|button|submit)$/.test(target.type));
}
function named(event) {
  const held = (event.ctrlKey || event.metaKey ? "ctrl+" : "") + (event.altKey ? "alt+" : "");
  return held + event.key.toLowerCase();
}
function fired(key) {
  const all = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
  const dialog = document.querySelector("dialog[open]");
  const seen = (one) => one.getClientRects().length || one.matches(".side-group a"); // a folded section keeps its keys
  return all.find((one) => (dialog ? dialog.contains(one) : true) && !one.disabled && seen(one));
}
// j and k walk through the rows of the page's list; Enter then opens the row's link.
function walked(step) {
  const links = [...document.querySelectorAll("main .table tbody tr")].map((row) => row.querySelector("a")).filter(Boolean);
  const here = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const next = links[here < 0 ? (step > 0 ? 0 : links.length - 1) : here + step];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return Boolean(next);
}
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented || !event.key) return;
  const key = named(event);
  if (typing(event.target) && !key.startsWith("ctrl+") && !key.startsWith("alt+")) {
    if (key === "escape") event.target.blur();
    return;
  }
  if (!prefix && (key === "j" || key === "k") && !document.querySelector("dialog[open]") && walked(key === "j" ? 1 : -1)) return;
  const target = fired(prefix + key) || fired(key);
  clearTimeout(timer);
  prefix = "";
  if (!target) {
    if (key.length === 1 && document.querySelector(`[data-key^="${CSS.escape(key)} "]`)) {
      prefix = `${key} `;
      timer = setTimeout(() => { prefix = ""; }, 1200);
    }
    return;
  }
  event.preventDefault();
  if (target.matches("input:not([type=checkbox], [type=radio]), select, textarea")) { target.focus(); target.select?.(); }
  else target.click();
});

const list = document.querySelector("[data-keys-list]");
document.querySelector('[data-open="keys"]')?.removeAttribute("hidden");
document.getElementById("keys")?.addEventListener("toggle", () => {
  const seen = new Map();
  document.querySelectorAll("[data-key][data-key-label]").forEach((one) => seen.set(one.dataset.key, one.dataset.keyLabel));
  if (document.querySelector("main .table tbody a")) seen.set("j k", list.dataset.rows);
  list.replaceChildren(...[...seen].map(([key, label]) => {
    const line = document.createElement("div");
    const term = document.createElement("dt");
    const keys = document.createElement("dd");
    term.textContent = label;
    for (const part of key.split(/ |\+(?=.)/)) {
      const cap = document.createElement("kbd");
      cap.textContent = part;
      keys.append(cap, " ");
    }
    line.append(term, keys);
    return line;
  }));
});
