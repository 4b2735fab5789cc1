// What every page of a citizen gains from a script, and does without: a button that chooses files, copy and print.
// Written by hand, because the library of the staff's pages weighs more than such a page with its pictures.
document.querySelectorAll("[data-script]").forEach((one) => { one.hidden = false; });

// The browser's own words for choosing a file are in the browser's language, not the page's.
document.querySelectorAll("[data-pick] input[type=file]").forEach((input) => {
  const label = document.createElement("label");
  label.className = "button";
  label.htmlFor = input.id;
  label.textContent = input.closest("[data-pick]").dataset.pick;
  input.classList.add("picked");
  input.after(label);
});

document.addEventListener("click", async (event) => {
  if (event.target.closest("[data-print]")) print();
  const copy = event.target.closest("[data-copy]");
  if (!copy) return;
  const said = copy.parentElement.querySelector("[data-said]");
  try {
    await navigator.clipboard.writeText(copy.dataset.copy);
    said.textContent = copy.dataset.copied;
  } catch { copy.hidden = true; } // Only a page under TLS may copy; the two lines can still be marked by hand.
});
