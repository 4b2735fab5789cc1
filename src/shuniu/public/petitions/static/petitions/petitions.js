// Lists: j and k walk through rows and cards alike. Forms: inside an open form letters are no shortcuts, Ctrl+Enter sends it.
// Registration: a hint's button sets what the petition is beside the earlier one.
const links = () => [...document.querySelectorAll("[data-row]")]
  .map((row) => [row, row.querySelector("a[href]")]).filter(([, link]) => link);

function typing(target) {
  return target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName)
    || (target.tagName === "INPUT" && !/^(checkbox|radio|button|submit)$/.test(target.type));
}
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || typing(event.target) || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if ((event.key !== "j" && event.key !== "k") || !document.querySelector("[data-list]") || document.querySelector("dialog[open]")) return;
  const all = links();
  const here = all.findIndex(([row]) => row.contains(document.activeElement));
  const next = all[Math.min(Math.max(here + (event.key === "j" ? 1 : -1), 0), all.length - 1)];
  next?.[1].focus();
  next?.[0].scrollIntoView({ block: "nearest" });
  event.preventDefault();
});
addEventListener("keydown", (event) => {
  const form = event.target.closest?.(".step-form form");
  if (!form) return;
  const sends = (event.ctrlKey || event.metaKey) && event.key === "Enter";
  if (sends) { event.preventDefault(); form.querySelector(".actions button.button--primary")?.click(); }
  if (sends || (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey)) event.stopPropagation();
}, true);
document.addEventListener("click", (event) => {
  const use = event.target.closest("[data-use]");
  const form = use?.closest("form");
  if (!form) return;
  event.preventDefault();
  const choice = form.querySelector(`[name="standing"][value="${use.dataset.use}"]`);
  if (choice) choice.checked = true;
  form.elements.earlier.value = use.dataset.number;
  if (!form.elements.reason.value) form.elements.reason.value = use.dataset.why;
  form.elements.earlier.focus();
});
