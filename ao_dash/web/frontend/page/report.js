// A report: a page of its own that holds every picture it shows, with the map in it.

const report = { map: null, bounds: null };

// The picture's number stands in the address, so that a report can be opened at it.
const pictureNumber = () => Math.max(0, (Number.parseInt(location.hash.slice(1), 10) || 1) - 1);

function wentTo() {
  const { title, view } = currentPicture();
  document.title = title || view.dated;
  const foot = el("p", "ao-hint", `Ten obraz w pulpicie Aglomeracji Opolskiej: /?${withChoice(view, player.gmina).query}`);
  document.querySelector(".ao-report-foot").replaceChildren(foot);
  tellPlace();
  if (pictureNumber() !== player.number) location.hash = player.number + 1;
}

// --- the list of pictures --------------------------------------------------------------------------

function pictureList() {
  const { pictures } = player.content;
  const nav = document.querySelector(".ao-pictures");
  nav.hidden = pictures.length < 2;
  const step = (name, by) => {
    const button = el("button", by < 0 ? "ao-back" : "ao-next", name);
    button.type = "button";
    button.append(el("span", "", " obraz"));
    button.addEventListener("click", () => goTo(player.number + by));
    return button;
  };
  report.back = step("Poprzedni", -1);
  report.next = step("Następny", 1);
  report.select = el("select");
  report.select.setAttribute("aria-label", "Obraz");
  pictures.forEach(({ title, view }, n) => report.select.append(new Option(`${n + 1}. ${title || view.dated}`, n)));
  report.select.addEventListener("change", () => goTo(Number(report.select.value)));
  report.place = el("output", "ao-picture-place");
  nav.append(report.back, report.select, report.place, report.next);
}

function tellPlace() {
  report.select.value = player.number;
  report.place.textContent = `${player.number + 1} z ${lastPicture() + 1}`;
  report.back.disabled = player.number === 0;
  report.next.disabled = player.number === lastPicture();
}

// --- the map in the page ----------------------------------------------------------------------------

const dark = matchMedia("(prefers-color-scheme: dark)");

function makeMap(layers) {
  const [west, south, east, north] = layers.base.bounds;
  report.bounds = [[south, west], [north, east]];
  const years = picture.held;
  picture.held = (address) => (layers[address] ? Promise.resolve(layers[address]) : years(address));
  report.map = window.aoMap.create("ao-report-map", {
    maps: 1,
    bounds: layers.base.bounds,
    layers: Object.fromEntries(Object.keys(layers).map((name) => [name, name])),
    years: "lata.json",
    tiles: false,
  });
  // the map is told the theme the way a frame is
  dark.addEventListener("change", () => window.postMessage({ theme: { backgroundColor: dark.matches ? "#12181b" : "#ffffff" } }, "*"));
}

// Paper has a width of its own, and is white.
function onPaper(printing) {
  document.body.classList.toggle("ao-on-paper", printing);
  document.documentElement.classList.toggle("ao-dark", !printing && dark.matches);
  report.map.invalidateSize({ animate: false });
  report.map.fitBounds(report.bounds, { animate: false });
}

function start() {
  const content = JSON.parse(document.getElementById("ao-data").textContent);
  for (const name of ["heading", "board", "sheet"]) places.set(name, document.querySelector(`.ao-panel-${name}`));
  player.content = content;
  player.went = wentTo;
  pictureList();
  play(content, pictureNumber());
  makeMap(content.layers);
  wentTo(); // the map gives the page a title of its own
  window.addEventListener("hashchange", () => pictureNumber() !== player.number && goTo(pictureNumber()));
  window.addEventListener("beforeprint", () => onPaper(true));
  window.addEventListener("afterprint", () => onPaper(false));
}

start();
