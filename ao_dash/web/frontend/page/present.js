// @ts-check
// Presenting by keys.
import { button, el } from "../common/dom.js";
import { PRESENT, readView } from "../common/message.js";
import { addressParts } from "./embed.js";
import { maps } from "./gminy.js";
import { presenting, served } from "./mode.js";
import { openOverlay, overlay } from "./overlay.js";
import { goTo, lastPicture, tellsAStory } from "./player.js";
import { leaveRoom, stepLeaf } from "./room.js";
import { player, pressed, state } from "./state.js";

/** @import { Parameters, YearAct } from "../types/page" */

const TELL_TIME = 150; // keys pressed one after another ask the server once
const TYPED =
  "input:not([type=range], [type=checkbox], [type=radio]), textarea, select, [contenteditable], [role=combobox]";
const PRESSED = "button, a[href], summary, input"; // what Space and Enter press by themselves

const PLAY = "spacja";
const CODE = "q";
const HELP_FOR_A_PICTURE = [
  ["← →", "poprzedni i następny rok"],
  ["↑ ↓", "poprzedni i następny wskaźnik dziedziny"],
];
const HELP_FOR_A_SCREEN = [["← →", "poprzednia i następna karta (także pilot: Page Up, Page Down)"]];
const HELP_FOR_A_STORY = [
  ["← →", "poprzedni i następny krok (także pilot: Page Up, Page Down)"],
  ["↑ ↓", "poprzedni i następny rok"],
];
const HELP = [
  ["n, b", "następna i poprzednia gmina w alfabecie"],
  [PLAY, "odtwarzanie lat, zatrzymanie"],
  ["f", "pełny ekran"],
  [CODE, "kod QR adresu tego obrazu"],
  ["?", "ta pomoc"],
  ["p, Esc", "koniec prezentacji"],
];

/** @param {Parameters} parameters */
function tell(parameters) {
  Object.assign(pressed.parameters, parameters);
  clearTimeout(pressed.telling);
  const send = () => {
    if (maps().some((map) => map.playing())) {
      pressed.telling = setTimeout(send, TELL_TIME); // an answer of the server would stop the years
      return;
    }
    pressed.telling = undefined;
    state.choose({ ...pressed.parameters });
  };
  pressed.telling = setTimeout(send, TELL_TIME);
}

/**
 * Begin a presentation, or end it: that shows at once, whatever the network does; the words of a
 * presentation come from the server.
 * @param {boolean} on
 */
export function present(on) {
  clearTimeout(pressed.telling);
  pressed.telling = undefined;
  state.choose({ ...pressed.parameters, tryb: on ? PRESENT : "", karta: "" });
  if (on) return;
  if (state.view) state.view.mode = "";
  for (const view of state.maps) view.mode = "";
  leaveRoom();
  for (const map of maps()) map.stage("");
  openOverlay()?.close();
}

export function presentButton() {
  const title = "Obraz na cały ekran, duże litery (klawisz p)";
  return button("Prezentacja", () => present(true), { className: "ao-present", title, focus: "present" });
}

/** @param {string} name @returns {string | null} */
const parameter = (name) => pressed.parameters[name] ?? addressParts(state.address).parameters.get(name);

/** @param {number} by */
function stepIndicator(by) {
  const offered = state.view?.offered ?? [];
  const next = offered[offered.indexOf(parameter("wskaznik") ?? "") + by];
  if (!next) return;
  for (const map of maps()) map.leave();
  tell({ wskaznik: next });
}

/** @param {number} by */
function stepGmina(by) {
  const [map] = state.maps;
  const rows = (map ? readView(map).shown : []).sort((a, b) => a.name.localeCompare(b.name, "pl"));
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.code === parameter("gmina"));
  const first = by > 0 ? 0 : rows.length - 1;
  const next = rows[at < 0 ? first : (at + by + rows.length) % rows.length].code;
  for (const map of maps()) map.select(next);
  tell({ gmina: next });
}

function fullScreen() {
  const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  done.catch(() => {}); // a browser may refuse; the picture fills the window anyway
}

/** Years are played on the map and in a story only; a page that stands alone has no address. */
function keysThatAct() {
  const always = HELP.filter(([key]) => key !== CODE || served());
  if (tellsAStory()) return [...HELP_FOR_A_STORY, ...always];
  if (state.view) return [...HELP_FOR_A_PICTURE, ...always];
  const own = always.filter(([key]) => key !== PLAY);
  return state.leaf[1] > 1 ? [...HELP_FOR_A_SCREEN, ...own] : own;
}

export function help() {
  if (openOverlay()) return;
  const keys = el("dl");
  for (const [key, meaning] of keysThatAct()) {
    keys.append(el("dt", "", key), el("dd", "", meaning));
  }
  overlay("Klawisze", "?", keys);
}

/** @param {YearAct} act */
const years = (act) => () => {
  for (const map of maps()) map.years(act);
};
const step = (/** @type {number} */ by) => () => goTo(player.number + by);

/** @type {Record<string, () => void>} */
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
/** @type {Record<string, () => void>} */
const SCREEN_KEYS = {
  ArrowLeft: () => stepLeaf(-1),
  ArrowRight: () => stepLeaf(1),
  PageUp: () => stepLeaf(-1),
  PageDown: () => stepLeaf(1),
};
/** @type {Record<string, () => void>} */
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
  [CODE]: () => window.aoPage?.code?.(),
  PageUp: () => {},
  PageDown: () => {},
  r: () => {}, // Streamlit would run the page again, or offer to clear its cache
  c: () => {},
};

/**
 * Act on a key before Streamlit sees it, on the page and in the frame of the map.
 * @param {KeyboardEvent} event
 */
export function onKey(event) {
  const target = /** @type {Element} */ (event.target);
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || !state.address) return;
  if (target.closest?.(TYPED)) return;
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const dialog = openOverlay();
  if (dialog) {
    if (name === dialog.dataset.key) dialog.close();
    else if (name !== "Escape" && name in KEYS && name !== " ") event.preventDefault();
    event.stopPropagation();
    return;
  }
  const keys = { ...KEYS, ...(tellsAStory() ? STORY_KEYS : state.view ? {} : SCREEN_KEYS) };
  const begin = state.mode === "" && name === "p" ? () => present(true) : undefined;
  const act = presenting() ? keys[name] : begin;
  if (!act || (name === " " && target.closest?.(PRESSED))) return;
  event.preventDefault();
  event.stopPropagation();
  if (!event.repeat || name.startsWith("Arrow")) act();
}
