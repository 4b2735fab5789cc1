// What every form gains from a script; all of it works, plainer, without one.

// A form goes once. The second click does nothing, and coming back with the browser's Back frees it again.
// aria-disabled rather than disabled: a disabled button would drop its own name and value from what is sent.
function holds(form, held) {
  form.dataset.sent = held ? "1" : "";
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    button.toggleAttribute("aria-disabled", held);
    if (held) button.setAttribute("aria-disabled", "true");
  }
}
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]") || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  else {
    holds(form, true);
    setTimeout(() => holds(form, false), 15_000); // A download or a lost connection leaves the page standing.
  }
});
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.target;
  if (!form.matches?.("[data-once]")) return;
  if (form.dataset.sent === "htmx") event.preventDefault();
  else { holds(form, true); form.dataset.sent = "htmx"; }
});
document.addEventListener("htmx:afterRequest", (event) => { if (event.target.matches?.("[data-once]")) holds(event.target, false); });
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach((form) => holds(form, false));
});

// 还可以输入 n 字
function counted(note) {
  const area = document.getElementById(note.dataset.countFor);
  const left = area.maxLength - [...area.value].length;
  note.hidden = false;
  note.textContent = (left < 0 ? note.dataset.over : note.dataset.words).replace("%n", Math.abs(left));
}
document.addEventListener("input", (event) => {
  const note = event.target.id && document.querySelector(`[data-count-for="${CSS.escape(event.target.id)}"]`);
  if (note) counted(note);
});

// What is too large is left out before it is sent: nobody waits ten minutes to be refused.
function fitting(input) {
  const most = Number(input.dataset.most || 0);
  const tooLarge = [...input.files].filter((file) => most && file.size > most * 1e6);
  if (!tooLarge.length) return;
  const kept = new DataTransfer();
  [...input.files].filter((file) => !tooLarge.includes(file)).forEach((file) => kept.items.add(file));
  input.files = kept.files;
  const note = document.createElement("p");
  note.className = "wrong";
  note.setAttribute("role", "alert");
  note.textContent = tooLarge.map((file) => input.dataset.tooLarge.replace("%(name)s", file.name).replace("%(most)d", most)).join(" ");
  input.after(note);
}

// Photos are shown before they are sent.
document.addEventListener("change", (event) => {
  const input = event.target;
  if (!input.matches('input[type="file"]')) return;
  input.parentElement.querySelectorAll(".upload-preview, .wrong[role=alert]").forEach((old) => old.remove());
  fitting(input);
  const list = document.createElement("ul");
  list.className = "upload-preview";
  for (const file of input.files) {
    const item = document.createElement("li");
    if (file.type.startsWith("image/")) {
      const picture = new Image();
      picture.alt = "";
      const reader = new FileReader();
      reader.onload = () => { picture.src = reader.result; };
      reader.readAsDataURL(file);
      item.append(picture);
    }
    item.append(`${file.name}（${file.size < 1e6 ? `${Math.max(1, Math.round(file.size / 1e3))} KB` : `${(file.size / 1e6).toFixed(1)} MB`}）`);
    list.append(item);
  }
  if (input.files.length) input.after(list);
});

// A question before a grave step becomes a dialog; Escape and 取消 close it, the focus goes back to the button.
function asked(details) {
  const body = details.querySelector(".confirm-body");
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-label", details.querySelector("summary").textContent.trim());
  details.addEventListener("click", (event) => {
    if (!event.target.closest("summary")) return;
    event.preventDefault();
    dialog.append(body);
    body.classList.remove("confirm-body");
    details.after(dialog);
    dialog.showModal();
  });
}

function ready(root) {
  root.querySelectorAll("[data-count-for]").forEach(counted);
  root.querySelectorAll("details[data-confirm]:not([data-ready])").forEach((one) => { one.dataset.ready = "1"; asked(one); });
  root.querySelector("[data-focus]")?.focus();
}
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) document.getElementById(opener.dataset.open)?.showModal();
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
});
document.addEventListener("htmx:load", (event) => ready(event.target));
ready(document);
