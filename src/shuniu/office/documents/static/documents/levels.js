// The four levels of a paper's text (一、 （一） 1. （1）): read, written and put in order. Pure: text in, text out.
const DIGITS = "零一二三四五六七八九";
const BEGINS = [/^([一二三四五六七八九十百零〇]+)、/, /^（([一二三四五六七八九十百零〇]+)）/, /^(\d{1,3})[.．]\s?(?!\d)/, /^（(\d{1,3})）/];

export function numeral(number) {
  const tens = Math.floor(number / 10);
  const ones = number % 10;
  if (number > 99) return String(number);
  return `${tens > 1 ? DIGITS[tens] : ""}${tens ? "十" : ""}${ones || !tens ? DIGITS[ones] : ""}`;
}
export function value(words) {
  if (/^\d+$/.test(words)) return Number(words);
  const [tens, ones] = words.includes("十") ? words.split("十") : ["", words];
  const ten = words.includes("十") ? (tens ? DIGITS.indexOf(tens) : 1) : 0;
  return ten * 10 + (ones ? DIGITS.indexOf(ones) : 0);
}
export function written(level, number) {
  return ["", `${numeral(number)}、`, `（${numeral(number)}）`, `${number}.`, `（${number}）`][level];
}
// {level, number, head, rest}: level 0 for a plain paragraph, -1 for a row of a table.
export function read(line) {
  const bare = line.replace(/^[ \t\u3000]+/, "");
  if (bare.length > 2 && bare.startsWith("|") && bare.trimEnd().endsWith("|")) return { level: -1, number: 0, head: "", rest: bare };
  for (let level = 1; level <= 4; level += 1) {
    const found = BEGINS[level - 1].exec(bare);
    if (found) return { level, number: value(found[1]), head: found[0], rest: bare.slice(found[0].length) };
  }
  return { level: 0, number: 0, head: "", rest: bare };
}

// Every number in its order. A list that begins again at 1 behind a plain paragraph stays a list of its own.
export function renumbered(text) {
  const counts = [0, 0, 0, 0, 0];
  let plain = false;
  return text.split("\n").map((line) => {
    const { level, number, head, rest } = read(line);
    if (level <= 0) {
      plain ||= level === 0 && Boolean(rest.trim());
      return line;
    }
    const anew = number === 1 && plain && level > 2;
    counts[level] = anew ? 1 : counts[level] + 1;
    counts.fill(0, level + 1);
    plain = false;
    const proper = written(level, counts[level]);
    return value(head.replace(/[^\d一二三四五六七八九十]/g, "")) === counts[level] ? line : proper + rest;
  }).join("\n");
}

// The place of a line: its index and where it begins and ends.
export function lineAt(text, place) {
  const start = text.lastIndexOf("\n", place - 1) + 1;
  const end = text.indexOf("\n", place);
  return { start, end: end < 0 ? text.length : end };
}

// What the next paragraph of a level is numbered, seen from a place: one more than the last of its level above.
export function nextNumber(before, level) {
  const lines = before.split("\n");
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const found = read(lines[at]);
    if (found.level === level) return found.number + 1;
    if (found.level > 0 && found.level < level) return 1;
  }
  return 1;
}
function lastLevel(before) {
  const lines = before.split("\n");
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const { level } = read(lines[at]);
    if (level > 0) return level;
  }
  return 0;
}

// A paragraph at another level (0: plain text), numbered to follow what stands before it.
export function atLevel(before, line, level) {
  const { rest } = read(line);
  return level > 0 ? written(level, nextNumber(before, level)) + rest : rest;
}
// Tab makes a paragraph one level lower, Shift+Tab one higher. An empty line becomes a child, or a sibling, of the last numbered one.
export function shifted(before, line, down) {
  const found = read(line);
  if (found.level < 0) return line;
  if (found.level === 0) {
    const last = lastLevel(before);
    const level = down ? Math.min(last + 1, 4) : Math.max(last, 1);
    return atLevel(before, line, level);
  }
  return atLevel(before, line, down ? Math.min(found.level + 1, 4) : found.level - 1);
}
// What Enter puts: the next number behind a numbered sentence, nothing behind a heading; null takes an empty number away.
export function continued(before, line) {
  const { level, rest } = read(line);
  if (level <= 0) return "";
  if (!rest.trim()) return null;
  return level > 2 || /[。；：！？;:]$/.test(rest.trim()) ? written(level, nextNumber(`${before}\n${line}`, level)) : "";
}
