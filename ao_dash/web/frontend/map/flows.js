// @ts-check
// Flows of people over the map: the strongest on top, each from the seat of a gmina to another, or
// to a place at the edge of the map that stands for one outside.
import { band } from "./flow_band.js";

/** @import { MapView } from "../types/page" */
/** @import { FlowMessage } from "../types/message" */

const SEAT = 3; // radius of the dot at a seat, in pixels
const THINNEST = 1.2; // pixels

export class Flows {
  /** @param {import("leaflet").Map} map */
  constructor(map) {
    this.map = map;
    this.group = L.layerGroup().addTo(map);
  }

  /** @param {MapView} view */
  draw(view) {
    this.group.clearLayers();
    if (!view.flows) return;
    const seats = places(view);
    const still = { pane: "lines", interactive: false, weight: 1 };
    for (const flow of view.flows) {
      const [from, to, share] = flow;
      const className = `ao-tie ao-flow ao-tie-${from} ao-tie-${to} ${look(flow, view)}`;
      const outline = () => path(this.outline(flow, seats, this.rooms(view.flows ?? [])[to]));
      const drawn = shapeOf([seats[from], seats[to]], { ...still, className, outline }).addTo(this.group);
      /** @type {SVGElement} */ (drawn.getElement()).style.setProperty("--ao-share", String(share));
    }
    for (const code of new Set(view.flows.flatMap((flow) => flow.slice(0, 2)))) {
      L.circleMarker(seats[code], { ...still, radius: SEAT, className: "ao-seat" }).addTo(this.group);
    }
  }

  /**
   * Return how far from each place flows end, in pixels: heads stand around a place of many.
   * @param {FlowMessage[]} flows
   */
  rooms(flows) {
    /** @type {Record<string, number>} */
    const widths = {};
    for (const [, to, share] of flows) widths[to] = (widths[to] ?? 0) + this.width(share);
    const most = widest(this.map) * 1.6;
    return Object.fromEntries(
      Object.entries(widths).map(([code, width]) => [code, Math.min(most, SEAT + 2 + width / Math.PI / 2)]),
    );
  }

  /** @param {number} share */
  width(share) {
    return Math.max(THINNEST, share * widest(this.map));
  }

  /**
   * @param {FlowMessage} flow
   * @param {Record<string, [lat: number, lon: number]>} seats
   * @param {number} room
   */
  outline([from, to, share, lon, lat], seats, room) {
    // exact: Leaflet rounds places to whole pixels, and thin bands would have steps
    const origin = this.map.getPixelOrigin();
    const point = (/** @type {[number, number]} */ at) => this.map.project(at).subtract(origin);
    const curve = { start: point(seats[from]), control: point([lat, lon]), end: point(seats[to]) };
    return band(curve, this.width(share), SEAT + 2, room);
  }
}

/** A shape that Leaflet moves and scales with the map, whose outline is ours in pixels. */
const Shape = () =>
  L.Polyline.extend({
    options: { fill: true, smoothFactor: 0, noClip: true },
    _updatePath() {
      this._renderer._setPath(this, this.options.outline());
    },
  });

/**
 * @param {[number, number][]} places
 * @param {import("leaflet").PolylineOptions & {outline(): string}} options
 * @returns {import("leaflet").Polyline}
 */
function shapeOf(places, options) {
  return new /** @type {any} */ (Shape())(places, options);
}

/** @param {import("./placement.js").Point[]} points */
const path = (points) => `M${points.map(({ x, y }) => `${x.toFixed(2)},${y.toFixed(2)}`).join("L")}Z`;

/**
 * Return the width of the strongest flow, in pixels.
 * @param {import("leaflet").Map} map
 */
export function widest(map) {
  const { x, y } = map.getSize();
  return Math.max(9, Math.min(x, y) * 0.032);
}

/** @param {MapView} view @returns {Record<string, [lat: number, lon: number]>} */
const places = (view) => Object.fromEntries((view.flow_ends ?? []).map(([code, lon, lat]) => [code, [lat, lon]]));

/** @param {FlowMessage} flow @param {MapView} view */
function look([from, to], { selected, flow_key: key }) {
  if (!key?.length) return "ao-flow-plain";
  if (from === selected) return "ao-flow-out";
  return to === selected ? "ao-flow-in" : "";
}
