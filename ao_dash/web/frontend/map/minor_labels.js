// @ts-check
// Names beside those of our gminy: places outside where flows end, neighbours and, at larger scale,
// villages, which take what room is left.
import { el } from "../common/dom.js";
import { clashes, inside } from "./placement.js";
import { labelNode } from "./ruler.js";

/** @import { BaseLayer, Box } from "../types/page" */
/** @import { FlowEndMessage } from "../types/message" */
/** @import { Point } from "./placement.js" */
/** @import { Ruler } from "./ruler.js" */
/**
 * @typedef {import("leaflet").Map} LeafletMap
 * @typedef {{box: Box | null}[]} Placed
 */

export const EDGE = 6; // pixels between a name and the edge of the map, or the point it stands for
const STEPS = [0, -1.3, 0.5, -1.8, 1, -2.5, 1.5, -3.5, 2.5, 3.5]; // heights by which a name gives way

/**
 * Add those names that have room beside what is placed already; names of neighbours keep off
 * `rings`, the outlines of our gminy.
 * @param {LeafletMap} map
 * @param {Ruler} ruler
 * @param {BaseLayer} base
 * @param {Placed} placed
 * @param {Point[][]} rings
 */
export function placeMinor(map, ruler, base, placed, rings) {
  const area = visible(map);
  placed.push(...controls(map, area));
  for (const feature of base.context.features) {
    const { name, label_lat, label_lon } = feature.properties;
    const at = map.latLngToLayerPoint([label_lat, label_lon]);
    addMinor(ruler, name, at, "ao-neighbour", area, placed, rings);
  }
  const zoom = map.getZoom();
  for (const feature of zoom >= 11 ? base.towns.features : []) {
    if (feature.properties.type !== "town" && zoom < 12) continue;
    const [lon, lat] = feature.geometry.coordinates;
    addMinor(ruler, feature.properties.name, map.latLngToLayerPoint([lat, lon]), "ao-town", area, placed, []);
  }
}

/**
 * Add the names of places outside with their figures, each within the map and beside the others: one
 * that finds its place taken goes on up or down.
 * @param {LeafletMap} map
 * @param {Ruler} ruler
 * @param {FlowEndMessage[]} ends
 * @param {Placed} placed
 */
export function placeEnds(map, ruler, ends, placed) {
  const area = visible(map);
  const taken = [...placed, ...controls(map, area)];
  for (const [, lon, lat, name, text] of ends) {
    const node = labelNode("ao-end");
    const { width, height } = ruler.measure("ao-end", [name, text]);
    ruler.pane.append(node);
    const at = map.latLngToLayerPoint([lat, lon]);
    const left = between(at.x - width / 2, area[0] + EDGE, area[2] - EDGE - width);
    const top = between(at.y + EDGE, area[1] + EDGE, area[3] - EDGE - height);
    const boxes = STEPS.map((step) => {
      const y = between(top + step * height, area[1] + EDGE, area[3] - EDGE - height);
      return /** @type {Box} */ ([left, y, left + width, y + height]);
    });
    const box = boxes.find((one) => !clashes(one, taken)) ?? boxes[0];
    taken.push({ box });
    placed.push({ box });
    put({ node, lines: text ? [name, text] : [name], box });
  }
}

/** @param {number} value @param {number} low @param {number} high */
export const between = (value, low, high) => Math.max(low, Math.min(high, value));

/**
 * Return what is visible of the map, in the pixels of its layers.
 * @param {LeafletMap} map
 * @returns {Box}
 */
export function visible(map) {
  const { min, max } = /** @type {Required<import("leaflet").Bounds>} */ (map.getPixelBounds());
  const origin = map.getPixelOrigin();
  return [min.x - origin.x, min.y - origin.y, max.x - origin.x, max.y - origin.y];
}

/**
 * Return the boxes of the controls, which no name may stand under.
 * @param {LeafletMap} map
 * @param {Box} area
 * @returns {{box: Box}[]}
 */
export function controls(map, area) {
  const frame = map.getContainer();
  const box = frame.getBoundingClientRect();
  const [dx, dy] = [area[0] - box.left, area[1] - box.top];
  return [...frame.querySelectorAll(".leaflet-control")].map((control) => {
    const { left, top, right, bottom } = control.getBoundingClientRect();
    return { box: [left + dx, top + dy, right + dx, bottom + dy] };
  });
}

/**
 * @param {Ruler} ruler
 * @param {string} name
 * @param {Point} at
 * @param {string} className
 * @param {Box} area
 * @param {Placed} placed
 * @param {Point[][]} rings
 */
function addMinor(ruler, name, at, className, area, placed, rings) {
  const { width, height } = ruler.measure(className, [name]);
  const [w, h] = [width / 2, height / 2];
  /** @type {Box} */
  const box = [at.x - w, at.y - h, at.x + w, at.y + h];
  const [left, top, right, bottom] = box;
  const points = [
    [left, top],
    [right, top],
    [left, bottom],
    [right, bottom],
    [at.x, at.y],
  ];
  const cut = left < area[0] || top < area[1] || right > area[2] || bottom > area[3];
  if (cut || clashes(box, placed)) return;
  if (points.some(([x, y]) => rings.some((ring) => inside(x, y, ring)))) return;
  placed.push({ box });
  const node = labelNode(className);
  put({ node, lines: [name], box });
  ruler.pane.append(node);
}

/**
 * Put a name in its place.
 * @param {{node: HTMLElement, lines: string[], box: Box | null}} label
 */
export function put({ node, lines, box }) {
  node.replaceChildren(...lines.map((line) => el("span", "", line)));
  if (box) node.style.transform = `translate(${Math.round(box[0])}px, ${Math.round(box[1])}px)`;
}
