// What comes from Word, WPS or a web page becomes plain lines: numbers stay as text, tables stay tables, formats go.
const BLOCKS = new Set("ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CENTER DD DIV DL DT FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION TABLE TD TH TR UL".split(" "));
const DROPPED = new Set("AUDIO CANVAS DEL HEAD IFRAME IMG INPUT NOSCRIPT OBJECT SCRIPT SELECT STYLE SVG TEMPLATE TEXTAREA TITLE VIDEO XML".split(" "));
const BULLET = /^[·•●○■□◆◇►▪▫\uf06c\uf06e\uf075\uf0a7\uf0b2\uf0b7\uf0d8\uf0fc]\s*/;

// Blanks between Chinese characters are the source's line breaks and justification; between Latin words they are spaces.
export function tidy(text) {
  return text
    .replace(/[\u200b-\u200d\u2060\ufeff\u00ad]/g, "")
    .replace(/[\s\u00a0\u3000]+/g, " ")
    .replace(/ (?=[^\x21-\x7e])|(?<=[^\x21-\x7e]) /g, "")
    .trim();
}
function hidden(node) {
  return DROPPED.has(node.tagName.toUpperCase()) || node.tagName.includes(":") && node.tagName.toUpperCase() !== "O:P"
    || /display\s*:\s*none|mso-hide\s*:\s*all|mso-element\s*:\s*(?:comment|field)/i.test(node.getAttribute("data-style") || "");
}
function number(item) {
  const list = item.parentElement;
  if (!list || list.tagName !== "OL") return "";
  const place = [...list.children].filter((one) => one.tagName === "LI").indexOf(item) + Number(list.getAttribute("start") || 1);
  return list.parentElement?.closest("ol") ? `（${place}）` : `${place}.`;
}
function words(node) {
  const parts = [];
  const waiting = [node];
  while (waiting.length) {
    const one = waiting.pop();
    if (one.nodeType === Node.TEXT_NODE) parts.push(one.data);
    else if (one.nodeType === Node.ELEMENT_NODE && !hidden(one)) {
      if (one.tagName === "BR" || (one !== node && BLOCKS.has(one.tagName))) parts.push(" ");
      waiting.push(...[...one.childNodes].reverse());
    }
  }
  return tidy(parts.join(""));
}
function rows(table) {
  const width = (cell) => Math.min(Math.max(Number(cell.getAttribute("colspan")) || 1, 1), 50);
  const filled = [];
  let carried = [];
  for (const row of table.rows) {
    const cells = [];
    const next = [];
    const skip = () => { while (carried[cells.length] > 0) { next[cells.length] = carried[cells.length] - 1; cells.push(""); } };
    for (const cell of row.cells) {
      skip();
      const down = Math.min(Math.max(Number(cell.getAttribute("rowspan")) || 1, 1), 200) - 1;
      for (let at = 0; at < width(cell); at += 1) {
        next[cells.length] = down;
        cells.push(at ? "" : words(cell).replaceAll("|", "\\|"));
      }
    }
    skip();
    carried = next;
    if (cells.some(Boolean)) filled.push(cells);
  }
  return filled;
}
// A table of one column only holds a page together; its cells are paragraphs.
function tabled(table, lines) {
  const found = rows(table);
  if (found.every((row) => row.length < 2)) {
    for (const row of table.rows) for (const cell of row.cells) lines.push(...linesOf(cell));
    return;
  }
  const most = Math.max(...found.map((row) => row.length));
  lines.push(...found.map((row) => `| ${[...row, ...Array(most - row.length).fill("")].join(" | ")} |`));
}
function linesOf(root) {
  const lines = [];
  let line = "";
  const end = () => {
    const text = tidy(line).replace(BULLET, "");
    if (text) lines.push(text);
    line = "";
  };
  // A stack and no recursion: a page may be nested as deep as it likes.
  const waiting = [...root.childNodes].reverse();
  while (waiting.length) {
    const node = waiting.pop();
    if (node === end) end();
    else if (node.nodeType === Node.TEXT_NODE) line += node.data;
    else if (node.nodeType === Node.ELEMENT_NODE && !hidden(node)) {
      if (node.tagName === "BR") end();
      else if (node.tagName === "TABLE") { end(); tabled(node, lines); }
      else if (BLOCKS.has(node.tagName)) {
        end();
        if (node.tagName === "LI") line = number(node);
        waiting.push(end, ...[...node.childNodes].reverse());
      } else waiting.push(...[...node.childNodes].reverse());
    }
  }
  end();
  return lines;
}
// The page's own policy refuses inline styles even in a document that is never shown: they are read under another name.
function harmless(html) {
  return html.replace(/<style\b[\s\S]*?<\/style\s*>/gi, "").replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));
}
export function fromHtml(html) {
  const body = new DOMParser().parseFromString(harmless(html), "text/html").body;
  const lines = linesOf(body);
  return { text: lines.join("\n"), lines: lines.length, tables: body.querySelectorAll("table table").length ? 1 : body.querySelectorAll("table").length };
}
// Plain text keeps its lines; blanks that indented them go. Word's plain text separates cells by tabs.
export function fromText(text) {
  const lines = text.replace(/\r\n?|\u2028|\u2029|\v/g, "\n").split("\n").map((line) => {
    const cells = line.trim().split("\t").map(tidy);
    return cells.length > 1 && !/^[（(]?[\d一二三四五六七八九十]+[）)]?[、.．]?$/.test(cells[0]) ? `| ${cells.join(" | ")} |` : tidy(line);
  }).filter(Boolean);
  return { text: lines.join("\n"), lines: lines.length, tables: 0 };
}
