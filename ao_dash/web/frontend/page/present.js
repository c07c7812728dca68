// The picture alone: for a room, by keys, or inside the page of a gmina.

const PRESENT = "prezentacja";
const EMBED = "osadzenie";
const STILL_TIME = 3000; // milliseconds after which a pointer that stands still is hidden
const TELL_TIME = 150; // keys pressed one after another ask the server once
const TYPED = "input:not([type=range], [type=checkbox], [type=radio]), textarea, select, [contenteditable], [role=combobox]";
const PRESSED = "button, a[href], summary, input"; // what Space and Enter press by themselves

const HELP_FOR_A_PICTURE = [
  ["← →", "poprzedni i następny rok"],
  ["↑ ↓", "poprzedni i następny wskaźnik dziedziny"],
];
const HELP_FOR_A_STORY = [
  ["← →", "poprzedni i następny krok (także pilot: Page Up, Page Down)"],
  ["↑ ↓", "poprzedni i następny rok"],
];
const HELP = [
  ["n, b", "następna i poprzednia gmina w alfabecie"],
  ["spacja", "odtwarzanie lat, zatrzymanie"],
  ["f", "pełny ekran"],
  ["?", "ta pomoc"],
  ["p, Esc", "koniec prezentacji"],
];

const ahead = {}; // asked for by keys, not drawn yet
let telling = 0;
let still = 0;

const shownMode = () => picture.view?.mode || "";
const presenting = () => document.body.classList.contains(`ao-mode-${PRESENT}`);

function showMode(mode) {
  const { classList } = document.body;
  classList.toggle("ao-mode", Boolean(mode));
  for (const name of [PRESENT, EMBED]) classList.toggle(`ao-mode-${name}`, mode === name);
  if (!telling) for (const name of Object.keys(ahead)) delete ahead[name];
  stir();
}

function tell(parameters) {
  Object.assign(ahead, parameters);
  clearTimeout(telling);
  const send = () => {
    if (maps().some((map) => map.playing())) {
      telling = setTimeout(send, TELL_TIME); // an answer of the server would stop the years
      return;
    }
    telling = 0;
    picture.choose({ ...ahead });
  };
  telling = setTimeout(send, TELL_TIME);
}

// Leaving shows at once, whatever the network does; the words of a presentation come from the server.
function present(on) {
  clearTimeout(telling);
  telling = 0;
  picture.choose({ ...ahead, tryb: on ? PRESENT : "" });
  if (on || !picture.view) return;
  picture.view.mode = "";
  for (const view of picture.maps) view.mode = "";
  showMode("");
  for (const map of maps()) map.stage("");
  document.querySelector("dialog.ao-help")?.close();
}

const parameter = (name) => ahead[name] ?? new URLSearchParams(picture.view.query).get(name);

function stepIndicator(by) {
  const { offered = [] } = picture.view;
  const next = offered[offered.indexOf(parameter("wskaznik")) + by];
  if (!next) return;
  for (const map of maps()) map.rest();
  tell({ wskaznik: next });
}

function stepGmina(by) {
  const rows = [...picture.view.shown].sort((a, b) => a.name.localeCompare(b.name, "pl"));
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.code === parameter("gmina"));
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : (at + by + rows.length) % rows.length].code;
  for (const map of maps()) map.select(next);
  tell({ gmina: next });
}

function fullScreen() {
  const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  done.catch(() => {}); // a browser may refuse; the picture fills the window anyway
}

function help() {
  if (document.querySelector("dialog.ao-help")) return;
  const box = el("dialog", "ao-help");
  box.setAttribute("aria-labelledby", "ao-help-title");
  const keys = el("dl");
  for (const [key, told] of [...(tellsAStory() ? HELP_FOR_A_STORY : HELP_FOR_A_PICTURE), ...HELP]) keys.append(el("dt", "", key), el("dd", "", told));
  const close = el("button", "", "Zamknij");
  close.type = "button";
  close.addEventListener("click", () => box.close());
  const title = el("h2", "", "Klawisze");
  title.id = "ao-help-title";
  box.append(title, keys, close);
  const before = document.activeElement;
  box.addEventListener("close", () => {
    box.remove();
    before?.focus();
  });
  document.body.append(box);
  box.showModal();
  close.focus();
}

const years = (act) => () => maps().forEach((map) => map.years(act));
const step = (by) => () => goTo(player.number + by);
const STORY_KEYS = {
  ArrowLeft: step(-1),
  ArrowRight: step(1),
  PageUp: step(-1),
  PageDown: step(1),
  ArrowUp: years("back"),
  ArrowDown: years("next"),
  Home: () => goTo(0),
  End: () => goTo(lastPicture()),
};
const KEYS = {
  p: () => present(false),
  Escape: () => present(false),
  ArrowLeft: years("back"),
  ArrowRight: years("next"),
  ArrowUp: () => stepIndicator(-1),
  ArrowDown: () => stepIndicator(1),
  n: () => stepGmina(1),
  b: () => stepGmina(-1),
  " ": years("play"),
  f: fullScreen,
  "?": help,
  PageUp: () => {},
  PageDown: () => {},
  r: () => {}, // Streamlit would run the page again, or offer to clear its cache
  c: () => {},
};

// Caught before Streamlit sees it, on the page and in the frame of the map.
function key(event) {
  const { target } = event;
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || !picture.view) return;
  if (target.closest?.(TYPED)) return;
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (document.querySelector("dialog.ao-help")) {
    if (name === "?") document.querySelector("dialog.ao-help").close();
    else if (name !== "Escape" && name in KEYS && name !== " ") event.preventDefault();
    event.stopPropagation();
    return;
  }
  const keys = tellsAStory() ? { ...KEYS, ...STORY_KEYS } : KEYS;
  const act = presenting() ? keys[name] : shownMode() === "" && name === "p" && (() => present(true));
  if (!act || (name === " " && target.closest?.(PRESSED))) return;
  event.preventDefault();
  event.stopPropagation();
  if (!event.repeat || name.startsWith("Arrow")) act();
}

function stir() {
  const bodies = () => [document, ...[...document.querySelectorAll("iframe")].map((frame) => frame.contentDocument)];
  const rest = (on) => bodies().forEach((page) => page?.body?.classList.toggle("ao-still", on));
  clearTimeout(still);
  rest(false);
  if (presenting()) still = setTimeout(() => rest(true), STILL_TIME);
}

// Only the dashboard itself can change what it shows; a copy of the page has nobody to ask.
const served = () => Boolean(document.querySelector(".stApp"));
let embedOpen = false;

function presentButton() {
  const button = el("button", "ao-present", "Prezentacja");
  button.type = "button";
  button.title = "Obraz na cały ekran, duże litery (klawisz p)";
  button.dataset.focus = "present";
  button.addEventListener("click", () => present(true));
  return button;
}

function embedding(view) {
  const query = new URLSearchParams(view.query);
  query.set("tryb", EMBED);
  const code = el("textarea", "ao-embed-code");
  const name = view.title.replace(/[&"<>]/g, (mark) => `&#${mark.charCodeAt(0)};`);
  const address = `${location.origin}/?${query}`.replaceAll("&", "&amp;");
  code.value = `<iframe src="${address}" title="${name}" width="100%" height="620" style="border:0" loading="lazy"></iframe>`;
  Object.assign(code, { readOnly: true, rows: 3, spellcheck: false });
  code.setAttribute("aria-label", "Kod do wklejenia na stronie");
  code.addEventListener("focus", () => code.select());
  const copy = el("button", "ao-copy", "Kopiuj kod");
  copy.type = "button";
  copy.dataset.focus = "copy";
  const told = el("span", "ao-copied");
  told.setAttribute("role", "status");
  copy.addEventListener("click", () => copied(code).then((done) => (told.textContent = done ? "Skopiowano." : "Zaznaczono; naciśnij Ctrl+C.")));
  const box = el("details", "ao-embed");
  box.open = embedOpen;
  box.addEventListener("toggle", () => (embedOpen = box.open));
  box.append(
    el("summary", "", "Osadź na stronie"),
    el("p", "", "Ten kod pokazuje mapę z legendą i źródłem. Zadziała na stronach, którym pozwolił na to opiekun pulpitu."),
    code,
    copy,
    told,
  );
  return box;
}

async function copied(code) {
  try {
    await navigator.clipboard.writeText(code.value);
    return true;
  } catch {
    code.select(); // without https a browser keeps the clipboard to itself
    return false;
  }
}

Object.assign(picture, { present, help, key, stir });
window.addEventListener("keydown", key, true);
for (const name of ["pointermove", "pointerdown"]) window.addEventListener(name, () => stir(), { passive: true });
