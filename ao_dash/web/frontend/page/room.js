// @ts-check
// A screen shown alone: its words and charts in large letters beside its maps, for a room or for
// somebody's page. A picture of the map alone says everything itself (see map/stage.js).
import { button, el } from "../common/dom.js";
import { PRESENT } from "../common/message.js";
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
const LEAST_FOR_WORDS = 22; // explanations give way before letters are smaller than that
const CHART_LETTER = 14; // pixels of the letters that charts are made with
const WAYS = ["charts", "map", "maps"];

/** @type {Block[]} what found room */
let fitting = [];

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
 * blocks give way.
 */
export function fit() {
  const room = /** @type {HTMLElement | null} */ (document.querySelector(".ao-room"));
  const board = /** @type {HTMLElement | null} */ (room?.querySelector(".ao-room-board"));
  if (!room || !board) return;
  for (let number = fitting.length; number >= 0; number -= 1) {
    const last = fitting[number - 1];
    if (last?.kind === "text" && !last.sentences.length) continue; // a title goes with what it names
    board.replaceChildren(...fitting.slice(0, number).flatMap(block));
    if (fits(room, board, number)) break;
  }
  placeMaps(room, board);
}

/** @param {HTMLElement} room @param {HTMLElement} board @param {number} number of blocks on it */
function fits(room, board, number) {
  const [wide, high] = innerHeight > innerWidth ? [640, 1100] : [1280, 720];
  const large = Math.max(0.5, Math.min(innerWidth / wide, innerHeight / high));
  const last = fitting[number - 1];
  const least = number > 1 && last.kind === "text" && last.title ? LEAST_FOR_WORDS : 0;
  return SIZES.some(([size, close]) => {
    if (size < least) return false;
    document.documentElement.style.fontSize = `${size * large}px`;
    room.style.setProperty("--ao-chart-scale", String((size * large * 0.85) / CHART_LETTER));
    room.classList.toggle("ao-close", Boolean(close));
    return board.scrollHeight <= board.clientHeight + 1 && board.scrollWidth <= board.clientWidth + 1;
  });
}

/**
 * Maps have the room that words leave: on the left of them, or below in a window higher than wide.
 * @param {HTMLElement} room
 * @param {HTMLElement} board
 */
function placeMaps(room, board) {
  const { style } = document.body;
  const { left } = board.getBoundingClientRect();
  const top = board.previousElementSibling?.getBoundingClientRect().bottom ?? 0;
  const beside = left > 0;
  const foot = room.lastElementChild?.getBoundingClientRect().top ?? innerHeight;
  const below = state.maps.length > 1 ? foot - top : innerHeight / 2;
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
