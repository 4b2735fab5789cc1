// What the page of a report gains from a script, and does without: where I am, guides while writing.
// Written by hand, because the library of the staff's pages weighs more than this page with its pictures.
const box = document.querySelector("[data-where]");
if (box) {
  const [take, drop] = box.querySelectorAll("button");
  const said = box.querySelector("[role=status]");
  const latitude = document.getElementById("id_latitude");
  const longitude = document.getElementById("id_longitude");
  box.hidden = !("geolocation" in navigator);
  const show = (there, words) => { drop.hidden = !there; take.hidden = there; said.textContent = words; };
  const taken = (accuracy) => {
    const words = said.dataset.taken.replace("%lat", latitude.value).replace("%lon", longitude.value);
    show(true, accuracy ? words.replace("%m", accuracy) : words.replace(/[，,][^，,]*%m.*$/, "。"));
  };
  take.addEventListener("click", () => {
    said.textContent = said.dataset.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        latitude.value = coords.latitude.toFixed(5);
        longitude.value = coords.longitude.toFixed(5);
        taken(Math.max(1, Math.round(coords.accuracy)));
        drop.focus();
      },
      () => show(false, said.dataset.refused),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  });
  drop.addEventListener("click", () => {
    latitude.value = longitude.value = "";
    show(false, "");
    take.focus();
  });
  if (latitude.value && longitude.value) taken(0); // The form came back with an error: the place is still with it.
}

const guides = document.querySelector("[data-guides]");
if (guides) {
  const area = document.getElementById(guides.dataset.for);
  let waiting = 0;
  let asked = "";
  area.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const query = area.value.trim().slice(0, 60);
      if (query.length < 4 || query === asked) return;
      asked = query;
      const answer = await fetch(`${guides.dataset.guides}?q=${encodeURIComponent(query)}`).catch(() => null);
      if (answer?.ok && asked === query) guides.innerHTML = (await answer.text()).trim(); // Empty means: no box at all.
    }, 700);
  });
}
