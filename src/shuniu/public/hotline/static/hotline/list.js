// Beyond what keys.js does for every table: j and k walk through cards too, x ticks the row, a opens the row's
// suggestion, Shift+A takes it at once.
// Forms: a hint fills its field.
const links = () => [...document.querySelectorAll("[data-row]")]
  .map((row) => [row, row.querySelector("a[href]")]).filter(([, link]) => link);

function typing(target) {
  return target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName)
    || (target.tagName === "INPUT" && !/^(checkbox|radio|button|submit)$/.test(target.type));
}
function move(by) {
  const all = links();
  const here = all.findIndex(([row]) => row.contains(document.activeElement));
  const next = all[Math.min(Math.max(here + by, 0), all.length - 1)];
  if (!next) return;
  next[1].focus();
  next[0].scrollIntoView({ block: "nearest" });
}
// The form that the link opens, fetched and sent unseen: the same token, the same checks, the same answer.
async function take(link) {
  const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
  const form = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".step-form form");
  if (!form) { location.assign(link.href); return; }
  form.hidden = true;
  document.body.append(form);
  form.submit();
}
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || typing(event.target) || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (!document.querySelector("[data-list], [data-row]") || document.querySelector("dialog[open]")) return;
  const row = document.activeElement.closest?.("[data-list] tr, [data-row]");
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "x") row?.querySelector('input[type="checkbox"][name="number"]')?.click();
  else if (event.key === "A" && row?.querySelector("[data-accept]")) take(row.querySelector("[data-accept]"));
  else if (event.key === "a" && row?.querySelector("[data-accept]")) row.querySelector("[data-accept]").click();
  else return;
  event.preventDefault();
});
// Inside an open form letters are not shortcuts (a tick or a choice may have the focus), and Ctrl+Enter sends this form.
addEventListener("keydown", (event) => {
  const form = event.target.closest?.(".step-form form");
  if (!form) return;
  const sends = (event.ctrlKey || event.metaKey) && event.key === "Enter";
  if (sends) { event.preventDefault(); form.querySelector(".actions button.button--primary")?.click(); }
  if (sends || (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey)) event.stopPropagation();
}, true);
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-pick-all]")) return;
  document.querySelectorAll('input[type="checkbox"][name="number"]').forEach((one) => { one.checked = event.target.checked; });
});
document.addEventListener("click", (event) => {
  const hint = event.target.closest("[data-fill]");
  if (!hint) return;
  const field = hint.closest("form")?.querySelector(`[name="${hint.dataset.fill}"]`);
  if (field) { field.value = hint.dataset.value; field.focus(); }
});
