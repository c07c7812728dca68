// @ts-check
// A screen shown alone: its words and charts in large letters beside its maps, for a room or for
// somebody's page. A picture of the map alone says everything itself (see map/stage.js).
import { button, el } from "../common/dom.js";
import { EMBED, PRESENT } from "../common/message.js";
import { block, headingOf } from "./blocks.js";
import { showMode } from "./mode.js";
import { state } from "./state.js";

/** @import { Block } from "../types/message" */

// pixels of usual letters in a window of 1280 by 720, and whether rows stand close
/** @type {[number, boolean][]} */
const SIZES = [
  [26, false],
  [24, false],
  [22, false],
  [20, false],
  [20, true],
];
// pixels of letters in somebody's page, whatever its window
/** @type {[number, boolean][]} */
const SIZES_EMBEDDED = [
  [16, false],
  [16, true],
  [14, true],
];
const MAP_SHAPE = 0.75; // height of a map by its width, where nothing else says it
const BESIDE = 800; // pixels of somebody's page from which the map stands beside its figures
const LEGEND = 130; // pixels of the legend below it
const MAPS_BESIDE = 640; // pixels from which several maps stand beside each other, as in map.css
const LEAST_FOR_WORDS = 22; // explanations give way before letters are smaller than that
const CHART_LETTER = 14; // pixels of the letters that charts are made with
const WAYS = ["charts", "map", "maps"];

/** @type {Block[]} what found room */
let fitting = [];
/** widths and pictures of which the page around was told the height: once, or its scroll bar could come and go for ever */
const told = new Set();

/** Show what the message says alone, or take it away when it is not to be shown so. */
export function drawRoom() {
  const shown = state.mode !== "" && !state.view;
  const old = document.querySelector(".ao-room");
  document.body.dataset.room = shown ? WAYS[Math.min(state.maps.length, 2)] : "";
  if (!shown) {
    old?.remove();
    document.documentElement.style.fontSize = "";
    for (const name of ["--ao-wide", "--ao-top", "--ao-high"]) document.body.style.removeProperty(name);
    return;
  }
  const room = el("section", "ao-room");
  room.setAttribute("aria-label", "Obraz");
  if (old) old.replaceWith(room);
  else document.body.append(room);
  fitting = state.blocks.board ?? [];
  room.append(words(), el("div", "ao-panel ao-room-board"), line());
  fit();
}

function words() {
  const { title, subtitle } = headingOf(state.blocks.heading);
  const box = el("header", "ao-panel ao-room-words");
  const { story } = state;
  box.append(el("h1", "", story?.title || title));
  if (story?.text) box.append(el("p", "ao-room-told", story.text));
  box.append(el("p", "ao-subtitle", story?.title ? title : subtitle));
  return box;
}

/** One line at the bottom says everything else. */
function line() {
  const { subtitle, notice } = headingOf(state.blocks.heading);
  const said = [...(state.story?.title ? [subtitle] : []), ...notice].join(" · ");
  const foot = el("footer", "ao-room-line");
  foot.append(el("p", "", said));
  if (state.mode === PRESENT) {
    foot.append(
      ...place(),
      ...codeButton(),
      button("?", () => window.aoPage?.help(), { label: "Pomoc: klawisze", focus: "help" }),
      button("Zakończ", () => window.aoPage?.present(false), { focus: "end" }),
    );
  }
  return foot;
}

/** A page that stands alone has no address. */
function codeButton() {
  const code = window.aoPage?.code;
  return code ? [button("Kod QR", () => code(), { focus: "code" })] : [];
}

/** Where this picture stands: in a story, or among those of its screen. */
function place() {
  const [number, all] = state.leaf;
  if (state.story || all === 1) return [el("span", "ao-room-place", state.story?.place ?? "")];
  const turn = (/** @type {string} */ mark, /** @type {string} */ label, /** @type {number} */ by) =>
    button(mark, () => stepLeaf(by), { label, focus: label, disabled: number + by < 1 || number + by > all });
  return [
    turn("←", "Poprzednia karta", -1),
    el("span", "ao-room-place", `${number} z ${all}`),
    turn("→", "Następna karta", 1),
  ];
}

/** @param {number} by */
export function stepLeaf(by) {
  const [number, all] = state.leaf;
  const next = Math.min(Math.max(number + by, 1), all);
  if (next !== number) state.choose({ karta: next > 1 ? String(next) : "" });
}

/**
 * Letters are as large as they can be, then rows stand closer; where that is not enough, the last
 * blocks give way on a wall, and somebody's page scrolls.
 */
export function fit() {
  const room = /** @type {HTMLElement | null} */ (document.querySelector(".ao-room"));
  const board = /** @type {HTMLElement | null} */ (room?.querySelector(".ao-room-board"));
  if (!room || !board) return;
  room.classList.toggle("ao-stacked", stacked());
  document.body.style.setProperty("--ao-high", `${mapsHeight()}px`);
  tellHeight(room, board);
  const least = embedded() ? fitting.length : 0;
  for (let number = fitting.length; number >= least; number -= 1) {
    const last = fitting[number - 1];
    if (last?.kind === "text" && !last.sentences.length) continue; // a title goes with what it names
    board.replaceChildren(...fitting.slice(0, number).flatMap(block));
    if (fits(room, board, number)) break;
  }
  placeMaps(room, board);
}

const embedded = () => state.mode === EMBED;

/** Whether the map stands above its figures: in somebody's page its width alone says so. */
const stacked = () => innerWidth <= (embedded() ? BESIDE : innerHeight);

/** Return the height of what shows the maps, where words and charts stand above or below it. */
function mapsHeight() {
  const count = state.maps.length;
  if (!embedded()) return innerHeight / 2;
  const columns = count > 1 && innerWidth > MAPS_BESIDE ? 2 : 1;
  return Math.ceil(count / columns) * (innerWidth / columns) * MAP_SHAPE + (count > 1 ? 0 : LEGEND);
}

/** @param {HTMLElement} room @param {HTMLElement} board @param {number} number of blocks on it */
function fits(room, board, number) {
  const [sizes, large] = lettering();
  const last = fitting[number - 1];
  const least = !embedded() && number > 1 && last.kind === "text" && last.title ? LEAST_FOR_WORDS : 0;
  return sizes.some(([size, close]) => {
    if (size < least) return false;
    setLetters(room, size * large);
    room.classList.toggle("ao-close", Boolean(close));
    return board.scrollHeight <= board.clientHeight + 1 && board.scrollWidth <= board.clientWidth + 1;
  });
}

/**
 * Return the sizes of letters that are tried, and by how much the window makes them larger.
 * @returns {[[number, boolean][], number]}
 */
function lettering() {
  if (embedded()) return [SIZES_EMBEDDED, 1];
  const [wide, high] = innerHeight > innerWidth ? [640, 1100] : [1280, 720];
  return [SIZES, Math.max(0.5, Math.min(innerWidth / wide, innerHeight / high))];
}

/** @param {HTMLElement} room @param {number} size of usual letters, in pixels */
function setLetters(room, size) {
  document.documentElement.style.fontSize = `${size}px`;
  room.style.setProperty("--ao-chart-scale", String((size * 0.85) / CHART_LETTER));
}

/**
 * Tell the page around how high a frame of this width shows everything; it may not listen.
 * @param {HTMLElement} room
 * @param {HTMLElement} board
 */
function tellHeight(room, board) {
  const about = `${innerWidth} ${state.address}`;
  if (!embedded() || parent === window || told.has(about)) return;
  told.add(about);
  board.replaceChildren(...fitting.flatMap(block));
  setLetters(room, SIZES_EMBEDDED[0][0]);
  room.classList.add("ao-natural");
  const { left } = board.getBoundingClientRect();
  const beside = state.maps.length === 1 ? left * MAP_SHAPE + LEGEND : 0;
  const above = state.maps.length > 1 ? mapsHeight() : 0;
  const height = Math.max(room.scrollHeight, beside) + above;
  room.classList.remove("ao-natural");
  parent.postMessage({ aoHeight: Math.ceil(height) }, "*");
}

/**
 * Maps have the room that words leave: on the left of them, or below the title.
 * @param {HTMLElement} room
 * @param {HTMLElement} board
 */
function placeMaps(room, board) {
  const { style } = document.body;
  const { left } = board.getBoundingClientRect();
  const top = board.previousElementSibling?.getBoundingClientRect().bottom ?? 0;
  const beside = left > 0;
  const foot = room.lastElementChild?.getBoundingClientRect().top ?? innerHeight;
  const below = state.maps.length > 1 ? foot - top : mapsHeight();
  style.setProperty("--ao-wide", `${beside ? left : innerWidth}px`);
  style.setProperty("--ao-top", `${beside ? 0 : top}px`);
  style.setProperty("--ao-high", `${beside ? foot : below}px`);
  room.dataset.fits = `${innerWidth}x${innerHeight}`;
}

/** Show what is here as usual, whatever the message says. */
export function leaveRoom() {
  showMode("");
  drawRoom();
}
