// A report: a page of its own that holds every picture it shows, with the map in it. What a screen
// asks the server for is found in the page: another gmina, another year, another picture.

const report = { content: null, number: 0, frame: null, gmina: null, map: null };
const RUNNING = ["INPUT", "SELECT", "TEXTAREA"]; // they use arrow keys themselves

// What is said of a year is what differs from the picture itself.
function framesOf(one) {
  one.frames ||= one.years.map((year) => ({ ...one.view, ...year }));
  return one.frames;
}

// The picture with a gmina selected: its mark on the legend stands where its value does.
function withChoice(view, gmina) {
  const query = new URLSearchParams(view.query);
  if (gmina) query.set("gmina", gmina);
  const [ROW_CODE, ROW_NAME, ROW_SHOWN, ROW_TEXT, ROW_NUMBER] = [0, 1, 3, 5, 8];
  const valued = view.rows.filter((row) => row[ROW_SHOWN] && row[ROW_NUMBER] !== null);
  const at = valued.findIndex((row) => row[ROW_CODE] === gmina);
  const place = view.legend.rug[at];
  const own = place === undefined ? [] : [[valued[at][ROW_NAME], valued[at][ROW_TEXT], place]];
  const legend = { ...view.legend, marks: [...view.legend.marks, ...own] };
  return { ...view, query: query.toString(), selected: gmina, legend };
}

const current = () => report.content.pictures[report.number];

function show() {
  const view = withChoice(report.frame || current().view, report.gmina);
  receive({ view });
  document.title = view.dated;
  const foot = el("p", "ao-hint", `Ten obraz w pulpicie Aglomeracji Opolskiej: /?${view.query}`);
  document.querySelector(".ao-report-foot").replaceChildren(foot);
}

function go(number) {
  if (!report.content.pictures[number]) return;
  Object.assign(report, { number, frame: null, gmina: report.content.pictures[number].gmina });
  show();
  tellPlace();
  if (pictureNumber() !== number) location.hash = number + 1;
}

// The picture's number stands in the address, so that a report can be opened at it.
const pictureNumber = () => Math.max(0, (Number.parseInt(location.hash.slice(1), 10) || 1) - 1);

function choose({ gmina, rok }) {
  if (gmina !== undefined) report.gmina = gmina || null;
  if (rok) report.frame = framesOf(current()).find((frame) => String(frame.year) === rok) || null;
  show();
}

// --- the list of pictures --------------------------------------------------------------------------

function pictureList() {
  const { pictures } = report.content;
  const nav = document.querySelector(".ao-pictures");
  nav.hidden = pictures.length < 2;
  const step = (name, by) => {
    const button = el("button", by < 0 ? "ao-back" : "ao-next", name);
    button.type = "button";
    button.append(el("span", "", " obraz"));
    button.addEventListener("click", () => go(report.number + by));
    return button;
  };
  report.back = step("Poprzedni", -1);
  report.next = step("Następny", 1);
  report.select = el("select");
  report.select.setAttribute("aria-label", "Obraz");
  pictures.forEach(({ view }, n) => report.select.append(new Option(`${n + 1}. ${view.dated}`, n)));
  report.select.addEventListener("change", () => go(Number(report.select.value)));
  report.place = el("output", "ao-picture-place");
  nav.append(report.back, report.select, report.place, report.next);
}

function tellPlace() {
  const last = report.content.pictures.length - 1;
  report.select.value = report.number;
  report.place.textContent = `${report.number + 1} z ${last + 1}`;
  report.back.disabled = report.number === 0;
  report.next.disabled = report.number === last;
}

function onArrow(event) {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const held = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
  if (!by || held || event.defaultPrevented || RUNNING.includes(event.target.tagName)) return;
  event.preventDefault();
  go(report.number + by);
}

// --- the map in the page ----------------------------------------------------------------------------

const dark = matchMedia("(prefers-color-scheme: dark)");

function makeMap() {
  const { layers } = report.content;
  const [west, south, east, north] = layers.base.bounds;
  report.bounds = [[south, west], [north, east]];
  report.map = window.aoMap.create("ao-report-map", {
    maps: 1,
    bounds: layers.base.bounds,
    layers: Object.fromEntries(Object.keys(layers).map((name) => [name, name])),
    years: "years",
    tiles: false,
    read: (address) => Promise.resolve(layers[address] || framesOf(current())),
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
  report.content = JSON.parse(document.getElementById("ao-data").textContent);
  for (const name of Object.keys(parts)) places.set(name, document.querySelector(`.ao-panel-${name}`));
  picture.choose = choose;
  pictureList();
  makeMap();
  go(Math.min(pictureNumber(), report.content.pictures.length - 1));
  document.addEventListener("keydown", onArrow);
  window.addEventListener("hashchange", () => pictureNumber() !== report.number && go(pictureNumber()));
  window.addEventListener("beforeprint", () => onPaper(true));
  window.addEventListener("afterprint", () => onPaper(false));
}

start();
