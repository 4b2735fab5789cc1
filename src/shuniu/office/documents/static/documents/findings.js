// Live proof: the findings beside the text and their marks in it. The newest answer wins; one key accepts, one ignores.
const MOST = 30_000; // Longer texts are proofread when asked, not at every pause.

export class Findings {
  constructor(form, area, panel, { send, fill }) {
    Object.assign(this, { form, area, panel, send, fill, current: -1, turn: 0, timer: 0 });
    this.count = form.ownerDocument.getElementById("proof-count");
    this.layers();
    area.addEventListener("scroll", () => { this.under.scrollTop = area.scrollTop; }, { passive: true });
    area.addEventListener("input", () => this.draw());
    area.addEventListener("click", () => this.pointed());
    new ResizeObserver(() => this.fit()).observe(area);
    panel.addEventListener("click", (event) => this.clicked(event));
    panel.addEventListener("keydown", (event) => this.pressed(event));
    this.read();
  }

  layers() {
    this.box = document.createElement("div");
    this.box.className = "marked";
    this.under = document.createElement("div");
    this.under.className = "marked-under";
    this.under.setAttribute("aria-hidden", "true");
    this.area.before(this.box);
    this.box.append(this.under, this.area);
  }

  fit() {
    this.under.style.height = `${this.area.offsetHeight}px`;
    this.under.scrollTop = this.area.scrollTop;
  }

  // --- Asking ---
  soon(pause = 450) {
    clearTimeout(this.timer);
    if (this.area.value.length > MOST) { this.panel.dataset.stale = "1"; return; }
    this.timer = setTimeout(() => this.ask(), pause);
  }

  async ask() {
    clearTimeout(this.timer);
    this.turn += 1;
    const mine = this.turn;
    this.asking?.abort();
    this.asking = new AbortController();
    const asked = this.area.value;
    const html = await this.send(this.form.dataset.proof, this.asking.signal);
    if (html === null || mine !== this.turn) return;
    const kept = this.panel.contains(document.activeElement) ? this.current : -1;
    this.panel.innerHTML = html;
    delete this.panel.dataset.stale;
    this.read();
    if (asked !== this.area.value) this.soon();
    if (kept >= 0) this.choose(Math.min(kept, this.all.length - 1), { focus: true });
  }

  read() {
    this.all = [...this.panel.querySelectorAll("[data-finding]")].map((item) => ({
      item,
      field: item.dataset.field,
      start: Number(item.dataset.start),
      end: Number(item.dataset.end),
      text: item.dataset.text,
      severity: item.dataset.severity,
      suggestion: "suggestion" in item.dataset ? item.dataset.suggestion : null,
    }));
    this.current = -1;
    // Places in the text are counted by the server in characters; a script counts some characters twice.
    const wide = /[\ud800-\udbff]/.test(this.area.value);
    if (wide) {
      const places = [0];
      for (const character of this.area.value) places.push(places.at(-1) + character.length);
      this.all.forEach((one) => { if (one.field === "text") { one.start = places[one.start] ?? 0; one.end = places[one.end] ?? 0; } });
    }
    const list = this.panel.querySelector("[data-counted]");
    if (this.count && list) { this.count.textContent = list.dataset.counted; this.count.dataset.tone = list.dataset.tone; }
    this.draw();
  }

  inText() { return this.all.filter((one) => one.field === "text" && one.end > one.start && !one.gone); }

  // --- Marks ---
  draw() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      const text = this.area.value;
      // What was typed since moves the marks behind it: the words tell where they are now.
      const parts = [];
      let from = 0;
      for (const one of this.inText().sort((a, b) => a.start - b.start)) {
        if (one.start < from || text.slice(one.start, one.end) !== one.text) continue;
        parts.push(text.slice(from, one.start));
        const mark = document.createElement("mark");
        mark.className = `is-${one.severity}`;
        if (this.all[this.current] === one) mark.classList.add("is-current");
        mark.textContent = one.text;
        parts.push(mark);
        from = one.end;
      }
      parts.push(`${text.slice(from)}\n`);
      this.under.replaceChildren(...parts);
      this.fit();
    });
  }

  shift(from, by) { this.all.forEach((one) => { if (one.field === "text" && one.start >= from) { one.start += by; one.end += by; } }); }

  // The caret in a marked word points at its finding.
  pointed() {
    const place = this.area.selectionStart;
    const at = this.all.findIndex((one) => one.field === "text" && one.start <= place && place < one.end);
    if (at >= 0) this.choose(at, { select: false });
  }

  // --- Walking ---
  choose(at, { select = true, focus = false } = {}) {
    this.all[this.current]?.item.classList.remove("is-current");
    this.current = at;
    const one = this.all[at];
    if (!one) return;
    one.item.classList.add("is-current");
    this.all.forEach((other) => { other.item.tabIndex = other === one ? 0 : -1; });
    one.item.scrollIntoView({ block: "nearest" });
    if (select && one.field === "text" && one.end > one.start) {
      this.area.setSelectionRange(one.start, one.end);
      this.reveal();
    }
    if (focus) one.item.focus();
    this.draw();
  }

  reveal() {
    requestAnimationFrame(() => {
      const mark = this.under.querySelector(".is-current");
      if (!mark) return;
      const top = mark.offsetTop - this.area.clientHeight / 3;
      if (mark.offsetTop < this.area.scrollTop || mark.offsetTop > this.area.scrollTop + this.area.clientHeight - 60) this.area.scrollTop = top;
    });
  }

  walk(step, focus = false) {
    if (!this.all.length) return;
    const next = this.current < 0 ? (step > 0 ? 0 : this.all.length - 1) : (this.current + step + this.all.length) % this.all.length;
    this.choose(next, { focus });
    if (!focus) this.say(this.all[next].item);
  }

  say(item) {
    const said = document.getElementById("draft-said");
    said.textContent = item.querySelector("[data-said]")?.textContent ?? "";
  }

  // --- Deciding ---
  accept(at = this.current, mend = null) {
    const one = this.all[at];
    const button = mend ?? one?.item.querySelector("[data-mend]");
    if (!one) return false;
    if (one.suggestion !== null && !mend) {
      if (!this.fill.replace(one.start, one.end, one.text, one.suggestion)) return false;
      this.shift(one.end, one.suggestion.length - (one.end - one.start));
    } else if (button) this.fill.values(JSON.parse(button.dataset.mend));
    else return false;
    this.away(at);
    return true;
  }

  away(at) {
    const [gone] = this.all.splice(at, 1);
    gone.item.remove();
    this.current = -1;
    if (this.all.length) this.choose(Math.min(at, this.all.length - 1), { select: false, focus: this.listed });
    else this.area.focus();
    this.draw();
    this.soon(150);
  }

  get listed() { return this.panel.contains(document.activeElement) || document.activeElement === document.body; }

  // Left as it is, for the reason that stands below the list.
  async ignore(at = this.current) {
    const one = this.all[at];
    const why = document.getElementById("why");
    if (!one) return;
    if (!why.value.trim()) { why.focus(); return; }
    const html = await this.send(this.form.dataset.ignore, undefined, { rule: one.item.dataset.rule, words: one.item.dataset.text, reason: why.value });
    if (html === null) return;
    this.away(this.all.indexOf(one));
    this.ask();
  }

  async again(pk) {
    if (await this.send(this.form.dataset.ignore, undefined, { again: pk }) !== null) this.ask();
  }

  clicked(event) {
    const back = event.target.closest("[data-again]");
    if (back) { event.preventDefault(); this.again(back.dataset.again); return; }
    const item = event.target.closest("[data-finding]");
    if (!item) return;
    const at = this.all.findIndex((one) => one.item === item);
    const button = event.target.closest("button");
    if (button?.matches("[data-accept]")) { event.preventDefault(); this.accept(at); }
    else if (button?.matches("[data-mend]")) { event.preventDefault(); this.accept(at, button); }
    else if (button?.matches("[data-ignore]")) { event.preventDefault(); this.ignore(at); }
    else if (!button) this.choose(at, { focus: true });
  }

  pressed(event) {
    if (!event.target.matches("[data-finding]") || event.ctrlKey || event.metaKey) return;
    const keys = {
      ArrowDown: () => this.walk(1, true), ArrowUp: () => this.walk(-1, true), Enter: () => this.accept(),
      Delete: () => this.ignore(), Backspace: () => this.ignore(), Escape: () => this.area.focus(),
    };
    const done = keys[event.key];
    if (!done) return;
    event.preventDefault();
    event.stopPropagation();
    done();
  }
}
