// Long texts survive an expired session or a closed window: <form data-draft="hotline.reply.云热〔2026〕12号">.
// They are kept in this tab only (sessionStorage), so that nothing is left behind on a shared computer, unless the
// user ticks 在本机保留草稿 (an input named keep_draft in the form), which uses localStorage.
const PREFIX = "shuniu.draft.";
const AREAS = "textarea[name], input[type=text][name]";

function place(form) { return form.querySelector("[name=keep_draft]")?.checked ? localStorage : sessionStorage; }
function forget(key) { sessionStorage.removeItem(PREFIX + key); localStorage.removeItem(PREFIX + key); }

function save(form) {
  const texts = {};
  form.querySelectorAll(AREAS).forEach((one) => { if (one.value.trim()) texts[one.name] = one.value; });
  forget(form.dataset.draft);
  if (Object.keys(texts).length) place(form).setItem(PREFIX + form.dataset.draft, JSON.stringify(texts));
}
function offer(form) {
  const kept = sessionStorage.getItem(PREFIX + form.dataset.draft) || localStorage.getItem(PREFIX + form.dataset.draft);
  if (!kept) return;
  const texts = JSON.parse(kept);
  const empty = [...form.querySelectorAll(AREAS)].filter((one) => texts[one.name] && !one.value.trim());
  if (!empty.length) return;
  empty.forEach((one) => { one.value = texts[one.name]; one.dispatchEvent(new Event("input", { bubbles: true })); });
  const note = document.getElementById("draft-note")?.content.firstElementChild.cloneNode(true);
  if (!note) return;
  note.querySelector("button").addEventListener("click", () => {
    empty.forEach((one) => { one.value = ""; });
    forget(form.dataset.draft);
    note.remove();
  });
  form.prepend(note);
}
const waiting = new Map();
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-draft]");
  if (!form) return;
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(() => save(form), 500));
});
// The server says which draft has arrived, in the page that follows a success.
function arrived(root) {
  root.querySelectorAll("[data-draft-done]").forEach((one) => forget(one.dataset.draftDone));
  root.querySelectorAll("form[data-draft]").forEach(offer);
}
document.addEventListener("htmx:load", (event) => arrived(event.target));
arrived(document);
