// The week's sheet: a card goes into another half day by drag or by keyboard; both fill in and send the same form. Without
// this script every card has links to forms with selects.

let lifted = null; // The card in hand by keyboard.
let over = null; // The cell it would go to.

const board = () => document.querySelector("[data-board]");
function say(text) {
  const place = document.querySelector("[data-week-said]");
  if (place) place.textContent = text;
}
function mark(cell) {
  over?.classList.remove("is-over");
  over = cell;
  over?.classList.add("is-over");
}
function drop(card, cell) {
  const form = document.getElementById("week-move");
  if (!form || !card || !cell) return;
  const { leader, day, half } = cell.dataset;
  Object.entries({ number: card.dataset.number, expected: card.dataset.seq, leader, day, half }).forEach(([name, value]) => {
    form.elements.namedItem(name).value = value;
  });
  sessionStorage.setItem("week-focus", card.id);
  say(board().dataset.sending);
  form.requestSubmit();
}

// --- Drag ---
document.addEventListener("dragstart", (event) => {
  const card = event.target.closest?.("[data-card]");
  if (!card) return;
  event.dataTransfer.setData("text/plain", card.dataset.number);
  event.dataTransfer.effectAllowed = "move";
  card.classList.add("is-lifted");
});
document.addEventListener("dragover", (event) => {
  const cell = event.target.closest?.("[data-cell]");
  if (!cell || !document.querySelector(".week-card.is-lifted")) return mark(null);
  event.preventDefault();
  mark(cell);
});
document.addEventListener("drop", (event) => {
  const cell = event.target.closest?.("[data-cell]");
  const card = document.getElementById(`card-${event.dataTransfer.getData("text/plain")}`);
  if (!cell || !card) return;
  event.preventDefault();
  if (!cell.contains(card)) drop(card, cell);
});
document.addEventListener("dragend", () => {
  document.querySelectorAll(".week-card.is-lifted").forEach((one) => one.classList.remove("is-lifted"));
  mark(null);
});

// --- Keyboard ---
function grid() { // Cells by leader, and in each leader's row by time: rows of halves.
  const rows = new Map();
  document.querySelectorAll("[data-cell]").forEach((cell) => {
    const key = cell.dataset.leader;
    rows.set(key, [...(rows.get(key) ?? []), cell]);
  });
  return [...rows.values()];
}
function near(key) {
  const rows = grid();
  const at = rows.findIndex((row) => row.includes(over));
  if (at < 0) return rows[0]?.[0];
  const { day, half } = over.dataset;
  const same = (row) => row?.find((one) => one.dataset.day === day && one.dataset.half === half) ?? row?.[0];
  const days = [...new Set(rows[at].map((one) => one.dataset.day))];
  const halves = rows[at].filter((one) => one.dataset.day === day);
  const place = halves.indexOf(over);
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const other = days[days.indexOf(day) + (key === "ArrowLeft" ? -1 : 1)];
    return rows[at].find((one) => one.dataset.day === other && one.dataset.half === half) ?? over;
  }
  if (key === "ArrowUp") return halves[place - 1] ?? (rows[at - 1] ? last(rows[at - 1], day) : over);
  return halves[place + 1] ?? same(rows[at + 1]?.filter((one) => one.dataset.day === day)) ?? over;
}
function last(row, day) {
  const own = row.filter((one) => one.dataset.day === day);
  return own[own.length - 1] ?? row[0];
}
function lift(card) {
  lifted = card;
  card.classList.add("is-lifted");
  mark(card.closest("[data-cell]") ?? grid()[0]?.[0]);
  say(board().dataset.lifted.replace("%s", card.dataset.title));
}
function leave(words) {
  lifted?.classList.remove("is-lifted");
  lifted = null;
  mark(null);
  if (words) say(words);
}
document.addEventListener("keydown", (event) => {
  const card = event.target.closest?.("[data-card]");
  if (!lifted) {
    if (card && event.target === card && (event.key === " " || event.key === "Enter")) {
      event.preventDefault();
      lift(card);
    }
    return;
  }
  if (event.key.startsWith("Arrow")) {
    event.preventDefault();
    mark(near(event.key));
    over?.scrollIntoView({ block: "nearest", inline: "nearest" });
    say(board().dataset.over.replace("%s", over?.dataset.label ?? ""));
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    const [moved, cell] = [lifted, over];
    leave("");
    if (cell && !cell.contains(moved)) drop(moved, cell);
    else say(board().dataset.left);
  } else if (event.key === "Escape" || event.key === "Tab") {
    leave(board().dataset.left);
  }
});

// After a move the sheet is drawn anew: the card gets its handles and the focus back.
function ready() {
  document.querySelectorAll("[data-card]").forEach((card) => { card.draggable = true; });
  document.querySelectorAll("[data-week-help]").forEach((one) => { one.hidden = false; });
  const id = sessionStorage.getItem("week-focus");
  sessionStorage.removeItem("week-focus");
  if (id) document.getElementById(id)?.focus();
}
document.addEventListener("htmx:afterSwap", (event) => { if (event.target.id === "week") { lifted = null; over = null; ready(); } });
ready();
