// 收文登记: files that are dropped anywhere on the zone go into its field and are sent; without a script the field does it.
const zone = document.querySelector(".drop");
const field = document.getElementById("id_papers");
if (zone && field) {
  const over = (on) => (event) => {
    event.preventDefault();
    zone.classList.toggle("is-over", on);
  };
  zone.addEventListener("dragenter", over(true));
  zone.addEventListener("dragover", over(true));
  zone.addEventListener("dragleave", over(false));
  zone.addEventListener("drop", (event) => {
    over(false)(event);
    if (!event.dataTransfer?.files.length) return;
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  // What was chosen or dropped is sent at once: one step less. The list of refused names comes back with the page.
  field.addEventListener("change", () => setTimeout(() => { if (field.files.length) field.form.requestSubmit(); })); // After what is too large was left out.
}
