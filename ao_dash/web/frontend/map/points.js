// @ts-check
// Points over the map: each says what is known of it when it is pointed at or has the focus.
import { el, svg } from "../common/dom.js";

/** @import { MapView } from "../types/page" */

/** @type {Record<string, string>} the shape of each kind, in a square of 16 */
const SHAPES = { kolej: "M3 3H13V13H3Z", powietrze: "M8 1 15 8 8 15 1 8Z" };

/** @param {string} kind */
export function pointSign(kind) {
  const drawing = svg("svg", { width: 16, height: 16, viewBox: "0 0 16 16", class: "ao-point-sign" });
  drawing.append(svg("path", { d: SHAPES[kind] ?? "" }));
  return drawing;
}

/**
 * Draw the points of a view into a group.
 * @param {import("leaflet").LayerGroup} group
 * @param {MapView} view
 */
export function drawPoints(group, { points = [] }) {
  group.clearLayers();
  for (const [kind, name, lon, lat, lines] of points) {
    const sign = el("span", "ao-point");
    sign.append(pointSign(kind));
    const icon = L.divIcon({ html: sign, className: "", iconSize: [24, 24] });
    const marker = L.marker([lat, lon], { icon, keyboard: true, alt: name, pane: "markerPane" });
    marker.bindTooltip(told(name, lines), { className: "ao-point-tip", direction: "auto" });
    marker.addTo(group);
    marker.getElement()?.setAttribute("aria-label", [name, ...lines].join(". "));
  }
}

/** @param {string} name @param {string[]} lines */
function told(name, lines) {
  const box = el("div");
  box.append(el("strong", "", name), ...lines.map((line) => el("div", "", line)));
  return box;
}
