// @ts-check
// What is drawn over the fill: circles, borders with a break inside the change, ties
// between gminy, flows of people, a person's own words.
import { isAside } from "../common/message.js";
import { Annotations } from "./annotations.js";
import { labelPlace } from "./borders.js";
import { Flows } from "./flows.js";
import { largestRadius } from "./legend.js";
import { drawPoints } from "./points.js";
/** @import { Borders, MapView, Row } from "../types/page" */

export class Overlays {
  /** @param {import("leaflet").Map} map */
  constructor(map) {
    this.map = map;
    this.circles = L.layerGroup();
    this.lines = L.layerGroup();
    this.points = L.layerGroup();
    this.flows = new Flows(map);
    this.annotations = new Annotations(map);
    this.radius = 0; // of the largest circle, in pixels
    for (const group of [this.circles, this.lines, this.points]) group.addTo(map);
  }

  /** @param {MapView} view @param {Borders} shown */
  draw(view, shown) {
    this.drawCircles(view, shown);
    this.drawLines(view, shown);
    this.flows.draw(view);
    drawPoints(this.points, view);
    this.annotations.draw(view, shown);
  }

  /** @param {MapView} view @param {Borders} shown */
  drawCircles(view, shown) {
    this.circles.clearLayers();
    if (view.form !== "circles") return;
    this.radius = largestRadius(this.map);
    const size = (/** @type {Row} */ row) => row.size ?? 0;
    const rows = view.shown.filter((row) => row.size !== null);
    for (const row of rows.sort((a, b) => Math.abs(size(b)) - Math.abs(size(a)))) {
      L.circleMarker(labelPlace(shown.byCode[row.code]), {
        pane: "circles",
        interactive: false,
        radius: row.size === 0 ? 2.5 : Math.max(1.5, Math.abs(size(row)) * this.radius),
        className: circleClass(row.code, size(row)) + (isAside(row, view) ? " ao-aside" : ""),
        weight: 1,
      }).addTo(this.circles);
    }
  }

  /** Tell whether the circles are of a map of another size. */
  outgrown() {
    return this.circles.getLayers().length > 0 && this.radius !== largestRadius(this.map);
  }

  /** @param {MapView} view @param {Borders} shown */
  drawLines(view, shown) {
    this.lines.clearLayers();
    const still = { pane: "lines", interactive: false };
    for (const { code } of view.shown.filter((row) => row.broken)) {
      const look = { ...still, fill: false, className: "ao-broken", weight: 3 };
      L.polygon(shown.byCode[code].getLatLngs(), look).addTo(this.lines);
    }
    // those of the selected gmina come last, over the others
    const ofSelected = (/** @type {[string, string, number]} */ [a, b]) => a === view.selected || b === view.selected;
    const ties = [...(view.ties || [])].sort((a, b) => Number(ofSelected(a)) - Number(ofSelected(b)));
    for (const tie of ties) {
      const [a, b, weight] = tie;
      const look = view.selected ? (ofSelected(tie) ? " ao-tie-own" : " ao-tie-faint") : "";
      const ends = [a, b].map((code) => labelPlace(shown.byCode[code]));
      const className = `ao-tie ao-tie-${a} ao-tie-${b}${look}`;
      L.polyline(ends, { ...still, className, weight: weight + (ofSelected(tie) ? 1.2 : 0) }).addTo(this.lines);
    }
  }
}

/** @param {string} code @param {number} size */
function circleClass(code, size) {
  const sign = size < 0 ? "ao-negative" : "ao-positive";
  return `ao-circle ${sign}${size === 0 ? " ao-zero" : ""} ao-circle-${code}`;
}

/**
 * Let the ties of the gmina that is pointed at stand out.
 * @param {HTMLElement} cell
 * @param {string | null} teryt6
 */
export function traceTies(cell, teryt6) {
  const lines = teryt6 ? cell.querySelectorAll(`.ao-tie-${CSS.escape(teryt6)}`) : [];
  for (const line of cell.querySelectorAll(".ao-tie-lit")) line.classList.remove("ao-tie-lit");
  for (const line of lines) line.classList.add("ao-tie-lit");
  cell.classList.toggle("ao-tracing", lines.length > 0);
}
