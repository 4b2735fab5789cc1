// Units as chips: typed by name or pinyin, chosen from a list that the server finds. The plain field stays the form's value.
const SPLIT = /[，,；;\n]|、(?![^（]*）)/;
let serial = 0;

export function split(text) {
  return text.replaceAll("委、办、局", "委\u0000办\u0000局").split(SPLIT).map((one) => one.replaceAll("\u0000", "、").trim()).filter(Boolean);
}

class Chips {
  constructor(field, url) {
    this.field = field;
    this.url = url;
    this.asked = 0;
    serial += 1;
    this.build();
    this.draw();
    field.addEventListener("chips:read", () => this.draw());
  }

  build() {
    const { field } = this;
    const label = document.querySelector(`label[for="${field.id}"]`);
    this.box = document.createElement("div");
    this.box.className = "chips";
    this.list = document.createElement("ul");
    this.list.className = "chips-list";
    this.input = document.createElement("input");
    Object.assign(this.input, { type: "text", id: `${field.id}_typing`, autocomplete: "off", className: "chips-input" });
    this.offers = document.createElement("ul");
    Object.assign(this.offers, { id: `chips-${serial}`, className: "chips-offers", hidden: true });
    this.offers.setAttribute("role", "listbox");
    this.offers.setAttribute("aria-label", label?.textContent.trim() ?? "");
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": this.offers.id, "aria-autocomplete": "list" })) this.input.setAttribute(name, value);
    if (field.hasAttribute("aria-describedby")) this.input.setAttribute("aria-describedby", field.getAttribute("aria-describedby"));
    if (field.hasAttribute("aria-invalid")) this.input.setAttribute("aria-invalid", "true");
    if (label) label.htmlFor = this.input.id;
    this.box.append(this.list, this.input, this.offers);
    field.after(this.box);
    field.type = "hidden";
    this.input.addEventListener("input", () => this.ask());
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.input.addEventListener("blur", () => setTimeout(() => { this.take(this.input.value); this.close(); }, 150));
    this.input.addEventListener("paste", (event) => {
      const text = event.clipboardData.getData("text/plain");
      if (!SPLIT.test(text)) return;
      event.preventDefault();
      split(text).forEach((one) => this.take(one));
    });
    this.offers.addEventListener("mousedown", (event) => event.preventDefault());
    this.offers.addEventListener("click", (event) => { const offer = event.target.closest("li"); if (offer) this.take(offer.dataset.name); });
    this.list.addEventListener("click", (event) => { const button = event.target.closest("button"); if (button) this.drop(Number(button.dataset.at)); });
  }

  get names() { return split(this.field.value); }

  set(names) {
    this.field.value = [...new Set(names)].join("、");
    this.draw();
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  draw() {
    this.list.replaceChildren(...this.names.map((name, at) => {
      const chip = document.createElement("li");
      const button = document.createElement("button");
      Object.assign(button, { type: "button", textContent: "×" });
      button.dataset.at = at;
      button.setAttribute("aria-label", document.getElementById("draft").dataset.remove.replace("%s", name));
      chip.append(name, button);
      return chip;
    }));
  }

  take(text) {
    const names = split(text);
    this.input.value = "";
    this.close();
    if (names.length) this.set([...this.names, ...names]);
  }

  drop(at) {
    this.set(this.names.filter((_name, index) => index !== at));
    this.input.focus();
  }

  async ask() {
    const words = this.input.value.trim();
    this.asked += 1;
    const mine = this.asked;
    if (!words) { this.close(); return; }
    await new Promise((done) => setTimeout(done, 120));
    if (mine !== this.asked) return;
    const answer = await fetch(`${this.url}?q=${encodeURIComponent(words)}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || mine !== this.asked) return;
    const { units } = await answer.json();
    this.offers.replaceChildren(...units.map((unit, at) => {
      const offer = document.createElement("li");
      offer.id = `${this.offers.id}-${at}`;
      offer.dataset.name = unit.name;
      offer.setAttribute("role", "option");
      offer.textContent = unit.short && unit.short !== unit.name ? `${unit.name}（${unit.short}）` : unit.name;
      return offer;
    }));
    this.point(units.length ? 0 : -1);
    this.offers.hidden = !units.length;
    this.input.setAttribute("aria-expanded", String(Boolean(units.length)));
  }

  point(at) {
    this.at = at;
    [...this.offers.children].forEach((one, index) => one.setAttribute("aria-selected", String(index === at)));
    const here = this.offers.children[at];
    if (here) { this.input.setAttribute("aria-activedescendant", here.id); here.scrollIntoView({ block: "nearest" }); }
    else this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    this.asked += 1;
    this.offers.hidden = true;
    this.point(-1);
    this.input.setAttribute("aria-expanded", "false");
  }

  pressed(event) {
    if (event.isComposing) return;
    const open = !this.offers.hidden;
    const count = this.offers.children.length;
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) this.point((this.at + (event.key === "ArrowDown" ? 1 : count - 1)) % count);
    else if (event.key === "Enter" && !event.ctrlKey && !event.altKey && !event.metaKey) this.take(open && this.at >= 0 ? this.offers.children[this.at].dataset.name : this.input.value);
    else if (event.key === "Escape" && open) { this.close(); event.stopPropagation(); }
    else if (event.key === "Backspace" && !this.input.value && this.names.length) this.drop(this.names.length - 1);
    else return;
    event.preventDefault();
  }
}

export function chips(field, url) { return new Chips(field, url); }
