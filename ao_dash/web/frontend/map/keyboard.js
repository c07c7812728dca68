// @ts-check
// Keys that lead from gmina to gmina.
import { labelPlace } from "./borders.js";
import { neighbour } from "./placement.js";

/** @import { Borders } from "../types/page" */

/** @type {Record<string, [dx: number, dy: number]>} */
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/**
 * Return the gmina that a key leads to from another one, if it is such a key.
 * @param {string} key
 * @param {string} code
 * @param {Borders} shown
 * @param {import("leaflet").Map} map
 */
export function gminaByKey(key, code, shown, map) {
  if (key === "Home") return alphabetical(shown)[0];
  if (key === "End") return alphabetical(shown).at(-1);
  if (!ARROWS[key]) return undefined;
  const place = (/** @type {string} */ other) => map.latLngToLayerPoint(labelPlace(shown.byCode[other]));
  const points = new Map(alphabetical(shown).map((other) => [other, place(other)]));
  return neighbour(code, ARROWS[key], points);
}

/** @param {Borders} shown */
function alphabetical({ byCode }) {
  const name = (/** @type {string} */ code) => byCode[code].feature.properties.name;
  return Object.keys(byCode).sort((a, b) => name(a).localeCompare(name(b), "pl"));
}
