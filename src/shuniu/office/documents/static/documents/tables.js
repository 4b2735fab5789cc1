// A table in the text is lines with bars; here it is edited as a grid.
const cellsOf = (line) => line.trim().slice(1, -1).split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
const isRow = (line) => line.trim().length > 2 && line.trim().startsWith("|") && line.trim().endsWith("|");

// The table around a place in the text: its lines, where they begin and end; null when there is none.
export function tableAt(text, place) {
  const lines = text.split("\n");
  let start = 0;
  let at = 0;
  while (at < lines.length - 1 && start + lines[at].length < place) { start += lines[at].length + 1; at += 1; }
  if (!isRow(lines[at])) return null;
  let first = at;
  let last = at;
  while (first > 0 && isRow(lines[first - 1])) first -= 1;
  while (last < lines.length - 1 && isRow(lines[last + 1])) last += 1;
  const from = lines.slice(0, first).reduce((sum, line) => sum + line.length + 1, 0);
  const found = lines.slice(first, last + 1);
  const rows = found.map(cellsOf);
  const width = Math.max(...rows.map((row) => row.length));
  rows.forEach((row) => { while (row.length < width) row.push(""); });
  return { start: from, end: from + found.join("\n").length, rows };
}
export function written(rows) {
  return rows.map((row) => `| ${row.map((cell) => cell.replace(/\s+/g, " ").trim().replaceAll("|", "\\|")).join(" | ")} |`).join("\n");
}

// The dialog: arrow keys walk the cells, Enter in the last row adds one.
export function editor(dialog, done) {
  const grid = dialog.querySelector("[data-grid]");
  let rows = [];
  const read = () => [...grid.rows].map((row) => [...row.querySelectorAll("input")].map((input) => input.value));
  const cell = (row, column) => grid.rows[row]?.cells[column]?.querySelector("input");
  function draw() {
    grid.replaceChildren(...rows.map((row, r) => {
      const line = document.createElement("tr");
      row.forEach((text, c) => {
        const box = document.createElement(r ? "td" : "th");
        const input = document.createElement("input");
        Object.assign(input, { value: text, type: "text" });
        input.setAttribute("aria-label", grid.dataset.cell.replace("%r", r + 1).replace("%c", c + 1));
        box.append(input);
        line.append(box);
      });
      return line;
    }));
  }
  const changes = {
    "row": () => { rows.push(Array(rows[0].length).fill("")); },
    "column": () => rows.forEach((row) => row.push("")),
    "row-off": () => { if (rows.length > 1) rows.pop(); },
    "column-off": () => { if (rows[0].length > 1) rows.forEach((row) => row.pop()); },
  };
  dialog.addEventListener("click", (event) => {
    const button = event.target.closest("[data-table]");
    if (!button) return;
    rows = read();
    changes[button.dataset.table]();
    draw();
  });
  grid.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const box = event.target.closest("td, th");
    const [r, c] = [box.parentElement.rowIndex, box.cellIndex];
    if (event.key === "ArrowDown") cell(r + 1, c)?.focus();
    else if (event.key === "ArrowUp") cell(r - 1, c)?.focus();
    else if (event.key === "Enter") {
      if (r === grid.rows.length - 1) { rows = read(); changes.row(); draw(); cell(r + 1, 0).focus(); }
      else cell(r + 1, c).focus();
    } else return;
    event.preventDefault();
  });
  dialog.querySelector("form").addEventListener("submit", () => done(read()));
  return (given) => {
    rows = given;
    draw();
    dialog.showModal();
    cell(0, 0)?.focus();
  };
}
