// HTMX's manners. Its settings are in the page's head (no eval, no inline style, 422 is swapped in).

// A request that only asks (a poll, a hint while typing), as against one that sends something. What must not stand in an
// address asks by POST, from inside an element marked data-asks.
function asking(event) {
  const asked = event.detail.requestConfig;
  return asked?.verb === "get" || Boolean(asked?.elt?.closest("[data-asks]"));
}

// A refusal (signed out, forbidden, gone) is a whole page of its own: it takes the place of this one, head and all.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status < 400 || xhr.getResponseHeader("HX-Retarget") !== "body") return;
  if (asking(event)) { event.detail.shouldSwap = false; return; } // What is half typed on this page must not go.
  Object.assign(event.detail, { shouldSwap: false, isError: false });
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
  document.replaceChild(document.adoptNode(page.documentElement), document.documentElement);
  scrollTo(0, 0);
  document.getElementById("main")?.focus();
});
function told(text) {
  const box = document.getElementById("messages");
  const note = document.createElement("div");
  note.className = "notice notice--bad";
  note.setAttribute("role", "alert");
  note.textContent = text;
  box.replaceChildren(note);
  if (box.getBoundingClientRect().bottom < 0) note.scrollIntoView({ block: "center" });
}
const words = document.getElementById("main").dataset;
document.addEventListener("htmx:sendError", (event) => { if (!asking(event)) told(words.offline); });
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  if (xhr.status === 401 && asking(event)) told(words.signedOut);
  else if (!asking(event) && xhr.getResponseHeader("HX-Retarget") !== "body") told(words.fault);
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
