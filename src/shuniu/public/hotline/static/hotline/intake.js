// The operator's screen by keyboard: Enter after the number asks who calls, a hint's key fills its fields, a clock runs.
const form = document.getElementById("call");
const BEGAN = "shuniu.call.began";

// Enter in a single line moves on and never sends: only Ctrl+Enter registers.
form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.tagName !== "INPUT" || /^(button|submit)$/.test(event.target.type)) return;
  event.preventDefault();
  if (event.target.name === "phone") form.elements.text.focus(); // Leaving the field sends the question.
});

function choose(ending) {
  const radio = form.querySelector(`[name="ending"][value="${ending}"]`);
  radio.checked = true;
  return (name, value) => {
    const field = form.elements[name];
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true })); // The draft and the counter listen.
    return field;
  };
}
const USES = {
  article: (button) => {
    const fill = choose("answer_at_once");
    fill("article", button.dataset.value);
    fill("answer", button.closest("li").querySelector("[data-answer]").textContent).focus();
  },
  join: (button) => choose("join")("into", button.dataset.value).focus(),
  unit: (button) => choose("dispatch")("unit", button.dataset.value).focus(),
};
form?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-use]");
  if (button) {
    event.preventDefault();
    USES[button.dataset.use](button);
  } else if (event.target.name === "ending" && !event.isTrusted) { // A shortcut, not an arrow key: go on to its first question.
    const part = form.querySelector(`.ending--${event.target.value || "none"}`);
    (part?.querySelector("input:not([type=hidden]), textarea, select") ?? event.target).focus();
  }
});
// An answer that was taken from the knowledge base and emptied again is no longer its answer.
form?.elements.answer?.addEventListener("input", (event) => { if (!event.target.value.trim()) form.elements.article.value = ""; });

// A draft that came back asks its questions again, once the page's other scripts have put it there.
function ask(field, event, part) {
  if (form.elements[field].value && !document.querySelector(`#${part} li`)) {
    form.elements[field].dispatchEvent(new Event(event, { bubbles: true }));
  }
}
if (form) addEventListener("load", () => { ask("phone", "change", "caller"); ask("text", "input", "hints"); });

// 本次通话: from the first key to the registration, through a refused form and back.
const timer = document.querySelector("[data-timer]");
if (document.querySelector("[data-call-done]")) sessionStorage.removeItem(BEGAN);
function tick() {
  const began = Number(sessionStorage.getItem(BEGAN));
  if (!began) return;
  const seconds = Math.max(0, Math.floor((Date.now() - began) / 1000));
  timer.hidden = false;
  timer.querySelector("b").textContent = `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
}
if (timer) {
  form.addEventListener("input", () => { if (!sessionStorage.getItem(BEGAN)) sessionStorage.setItem(BEGAN, String(Date.now())); });
  setInterval(tick, 1000);
  tick();
}
