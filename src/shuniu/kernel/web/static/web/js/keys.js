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
  return all.find((one) => (dialog ? dialog.contains(one) : true) && !one.disabled && one.getClientRects().length);
}
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented || !event.key) return;
  const key = named(event);
  if (typing(event.target) && !key.startsWith("ctrl+") && !key.startsWith("alt+")) {
    if (key === "escape") event.target.blur();
    return;
  }
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
