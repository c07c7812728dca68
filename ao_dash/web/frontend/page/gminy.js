// @ts-check
// A gmina anywhere on the page: pointing at it points at it on every map and chart.
import { button, joins } from "../common/dom.js";
import { joining, toggleMember } from "./group.js";
import { state } from "./state.js";
/** @import { FrameApi } from "../types/page" */

/**
 * Return the maps; they stand in a frame or in the page itself.
 * @returns {FrameApi[]}
 */
export function maps() {
  const frames = [...document.querySelectorAll("iframe")].map((frame) => frame.contentWindow);
  return [window, ...frames].flatMap((at) => at?.aoMap ?? []);
}

/**
 * Make a button that chooses a gmina, or ends the choice.
 * @param {string} code
 * @param {boolean} chosen
 * @param {string} className
 * @param {string} place short name of the part of the page, for the focus
 */
export function gminaButton(code, chosen, className, place) {
  const act = (/** @type {MouseEvent} */ event) => {
    if (!(joins(event) && toggleMember(code))) state.choose({ gmina: chosen ? "" : code });
  };
  const node = button("", act, { className, focus: place + code });
  joining(node, code);
  node.setAttribute("aria-pressed", String(chosen));
  pointing(node, code);
  return node;
}

/**
 * Let a node point at a gmina.
 * @param {HTMLElement | SVGElement} node
 * @param {string} code
 */
export function pointing(node, code) {
  if (!code) return;
  node.dataset.teryt6 = code;
  node.setAttribute("translate", "no"); // names and figures stay what they are
  node.addEventListener("mouseenter", () => point(code));
  node.addEventListener("mouseleave", () => point(null));
}

/** @param {string | null} code */
function point(code) {
  for (const map of maps()) map.hover(code);
  markPointed(code);
}

/**
 * Mark a gmina that is pointed at in charts and tables.
 * @param {string | null} code
 */
export function markPointed(code) {
  for (const node of document.querySelectorAll(".ao-pointed")) node.classList.remove("ao-pointed");
  if (!code) return;
  const own = `[data-teryt6="${CSS.escape(code)}"]`;
  for (const node of document.querySelectorAll(`.ao-chart ${own}, tr${own}`)) node.classList.add("ao-pointed");
}
