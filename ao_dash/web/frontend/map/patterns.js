// @ts-check
// Patterns of missing figures.
import { svg } from "../common/dom.js";

/** Pattern by status: ok, missing, not applicable, confidential. */
export const PATTERNS = [null, "ao-hatch", "ao-dots", "ao-cross"];

const SLANTED = "M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4";
const SLANTED_BACK = "M-2,6 l4,4 M0,0 l8,8 M6,-2 l4,4";

/** Return definitions of the patterns, for a drawing that uses them. */
export function patterns() {
  const line = (/** @type {string} */ d) => svg("path", { d, class: "ao-pattern-line" });
  const dot = svg("circle", { cx: 4, cy: 4, r: 1.3, class: "ao-pattern-dot" });
  const defs = svg("defs");
  defs.append(
    pattern("ao-hatch", line(SLANTED)),
    pattern("ao-dots", dot),
    pattern("ao-cross", line(SLANTED), line(SLANTED_BACK)),
  );
  return defs;
}

/**
 * @param {string} id
 * @param {...SVGElement} marks
 */
function pattern(id, ...marks) {
  const node = svg("pattern", { id, width: 8, height: 8, patternUnits: "userSpaceOnUse" });
  node.append(svg("rect", { width: 8, height: 8, class: "ao-pattern-ground" }), ...marks);
  return node;
}

/**
 * Put the patterns into the drawing of a map, once.
 * @param {import("leaflet").Map} map
 */
export function addPatterns(map) {
  const root = map.getPane("overlayPane")?.querySelector("svg");
  if (root && !root.querySelector("#ao-hatch")) root.prepend(patterns());
}
