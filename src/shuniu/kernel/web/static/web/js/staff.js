// HTMX's manners. Its settings are in the page's head (no eval, no inline style, 422 is swapped in).

// Whole pages of refusal (expired, forbidden, gone) say where they belong with HX-Retarget; other faults stay out.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status >= 400 && xhr.getResponseHeader("HX-Retarget")) { event.detail.shouldSwap = true; event.detail.isError = false; }
});
function told(text) {
  const box = document.getElementById("messages");
  const note = document.createElement("div");
  note.className = "notice notice--bad";
  note.setAttribute("role", "alert");
  note.textContent = text;
  box.replaceChildren(note);
  note.scrollIntoView({ block: "center" });
}
const words = document.getElementById("main").dataset;
document.addEventListener("htmx:sendError", () => told(words.offline));
document.addEventListener("htmx:responseError", (event) => {
  if (!event.detail.xhr.getResponseHeader("HX-Retarget")) told(words.fault);
});

// A menu closes when one looks elsewhere.
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});
