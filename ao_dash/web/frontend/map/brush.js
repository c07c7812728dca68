// @ts-check
// The scale of classes with a mark for every figure: whoever draws over a part of it sees that part alone.
import { el } from "../common/dom.js";
import { hostPage } from "./host.js";

/** @import { LegendMessage } from "../types/message" */

const LEAST = 5; // pixels that a pointer has to go, or it was a press

/**
 * Return the marks of all figures above the classes.
 * @param {LegendMessage} legend
 */
export function rugOf({ rug, between }) {
  const node = el("div", "ao-rug");
  const [from, to] = between ?? [0, 1];
  for (const place of rug) {
    const tick = el("i", place < from || place > to ? "ao-outside" : "");
    tick.style.left = `${place * 100}%`;
    node.append(tick);
  }
  return node;
}

/**
 * Let a part of the scale be drawn over, where the page can ask for it.
 * @param {HTMLElement} rug
 * @param {HTMLElement} bar the classes below it, which are as wide
 * @param {LegendMessage} legend
 */
export function brushing(rug, bar, legend) {
  if (!legend.scale || !hostPage()?.changeable()) return;
  rug.title = "Przeciągnij po skali, aby zobaczyć tylko gminy o takich wartościach";
  for (const node of [rug, bar]) {
    node.classList.add("ao-brushable");
    node.addEventListener("pointerdown", (event) => event.button || drawOver(event, node, rug, legend));
  }
}

/**
 * @param {PointerEvent} start
 * @param {HTMLElement} node that the pointer went down on
 * @param {HTMLElement} rug
 * @param {LegendMessage} legend
 */
function drawOver(start, node, rug, legend) {
  const { left, width } = rug.getBoundingClientRect();
  const place = (/** @type {PointerEvent} */ { clientX }) => Math.min(Math.max((clientX - left) / width, 0), 1);
  const drawn = el("span", "ao-brush");
  const over = new AbortController();
  const { signal } = over;
  /** @param {PointerEvent} event */
  const ends = (event) => [place(start), place(event)].sort((a, b) => a - b);
  const isDrawn = (/** @type {PointerEvent} */ event) => Math.abs(event.clientX - start.clientX) >= LEAST;
  const move = (/** @type {PointerEvent} */ event) => {
    const [from, to] = ends(event);
    Object.assign(drawn.style, { left: `${from * 100}%`, width: `${(to - from) * 100}%` });
    if (isDrawn(event)) rug.append(drawn);
  };
  const leave = () => {
    over.abort();
    drawn.remove();
  };
  node.setPointerCapture(start.pointerId);
  node.addEventListener("pointermove", move, { signal });
  node.addEventListener("pointercancel", leave, { signal });
  const done = (/** @type {PointerEvent} */ event) => {
    leave();
    const [from, to] = ends(event);
    if (isDrawn(event)) hostPage()?.choose({ wartosci: rangeBetween(legend, from, to) });
  };
  node.addEventListener("pointerup", done, { signal });
}

/**
 * Return the figures between two places on the scale as they stand in an address; an end of the scale
 * is no end of them.
 * @param {LegendMessage} legend
 * @param {number} from @param {number} to
 */
export function rangeBetween({ scale }, from, to) {
  const { bounds, digits } = scale ?? { bounds: [], digits: 0 };
  const at = (/** @type {number} */ place) => {
    const n = Math.min(Math.floor(place * (bounds.length - 1)), bounds.length - 2);
    const within = place * (bounds.length - 1) - n;
    return (bounds[n] + within * (bounds[n + 1] - bounds[n])).toFixed(digits);
  };
  const range = `${from > 0 ? at(from) : ""}..${to < 1 ? at(to) : ""}`;
  return range === ".." ? "" : range;
}
