// Whoever types on while the editor is drawn afresh loses nothing: what changed since the request left is put back.

const values = (form) => new Map([...form.elements].filter((one) => one.name && /^(text|number)$|^textarea/.test(one.type)).map((one) => [one.name, one.value]));
let sent = new Map();
let typed = [];

document.addEventListener("htmx:beforeRequest", (event) => {
  const form = document.getElementById("route-form");
  if (form && event.detail.target.id === "editor") sent = values(form);
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const form = document.getElementById("route-form");
  if (!form || event.detail.target.id !== "editor") return;
  typed = [...values(form)].filter(([name, value]) => sent.has(name) && sent.get(name) !== value);
});
document.addEventListener("htmx:afterSettle", () => {
  const form = document.getElementById("route-form");
  const again = typed.filter(([name]) => form?.elements[name]);
  typed = [];
  for (const [name, value] of again) form.elements[name].value = value;
  if (again.length) form.dispatchEvent(new Event("change", { bubbles: true }));
});
