// Nothing typed is lost: the server keeps it every few seconds, and this tab keeps its own copy in case the server cannot.
const PREFIX = "shuniu.paper.";
const PAUSE = 3000;
const FREE = /^(csrfmiddlewaretoken|once|expected|base|file|do|reason|number|page)$/;

export function snapshot(form) {
  const kept = {};
  for (const [name, value] of new FormData(form)) {
    if (FREE.test(name) || typeof value !== "string") continue;
    (kept[name] ??= []).push(value);
  }
  return kept;
}

export class Keeping {
  constructor(form, status, send) {
    Object.assign(this, { form, status, send, timer: 0, failed: false });
    this.place = PREFIX + form.dataset.place;
    this.last = JSON.stringify(snapshot(form));
    form.addEventListener("input", () => this.soon());
    form.addEventListener("change", () => this.soon());
    form.addEventListener("submit", () => { clearTimeout(this.timer); this.leaving = true; });
    addEventListener("pagehide", () => { if (!this.leaving) this.local(); });
    addEventListener("beforeunload", (event) => { if (this.failed && !this.leaving) event.preventDefault(); });
  }

  soon() {
    this.local();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), PAUSE);
  }

  local() {
    const text = JSON.stringify(snapshot(this.form));
    if (text === this.last) return;
    try { sessionStorage.setItem(this.place, JSON.stringify({ at: Date.now(), text })); } catch { /* The tab's store is full: the server's copy remains. */ }
  }

  async now() {
    clearTimeout(this.timer);
    const text = JSON.stringify(snapshot(this.form));
    if (text === this.last || this.leaving) return;
    this.say(this.form.dataset.keeping);
    const answer = await this.send(this.form.dataset.keep);
    this.failed = answer === null;
    if (this.failed) { this.say(this.form.dataset.keptHere, "warn"); this.timer = setTimeout(() => this.now(), PAUSE * 4); return; }
    this.last = text;
    sessionStorage.removeItem(this.place);
    const refused = answer.startsWith("!");
    this.say(refused ? answer.slice(1) : answer, refused ? "bad" : "");
  }

  say(text, tone = "") {
    this.status.textContent = text;
    this.status.dataset.tone = tone;
  }

  // A copy that this tab kept because the server could not: offered, never put over what is there.
  offered(restore) {
    const kept = JSON.parse(sessionStorage.getItem(this.place) || "null");
    if (!kept || kept.text === this.last) { sessionStorage.removeItem(this.place); return; }
    const note = document.getElementById("draft-local").content.firstElementChild.cloneNode(true);
    note.querySelector("time").textContent = new Date(kept.at).toTimeString().slice(0, 5);
    note.querySelector("[data-restore]").addEventListener("click", () => { restore(JSON.parse(kept.text)); note.remove(); });
    note.querySelector("[data-discard]").addEventListener("click", () => { sessionStorage.removeItem(this.place); note.remove(); });
    this.form.prepend(note);
  }
}
