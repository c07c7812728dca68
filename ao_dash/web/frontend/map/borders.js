// @ts-check
// Borders of every vintage and what lies around: fetched once for all maps of the frame.
import { fetchJson } from "./host.js";

/** @import { BaseLayer, Borders, Shape, VintageCollection } from "../types/page" */

const OF_GROUP = "~";

export class Layers {
  /** @param {Record<string, string>} urls addresses by name of a layer */
  constructor(urls) {
    this.urls = urls;
    /** @type {Record<string, Promise<any>>} */
    this.loading = {};
  }

  /** Names of the vintages. */
  get vintages() {
    return Object.keys(this.urls).filter((name) => name !== "base");
  }

  /** @returns {Promise<BaseLayer>} */
  base() {
    return this.load("base");
  }

  /**
   * @param {string} code
   * @returns {Promise<VintageCollection>}
   */
  vintage(code) {
    return this.load(code);
  }

  /** @param {string} name */
  load(name) {
    const [borders, group] = name.split(OF_GROUP); // a group as one unit has borders of its own
    this.loading[name] ||= fetchJson(this.urls[name] ?? `${this.urls[borders]}&grupa=${encodeURIComponent(group)}`);
    return this.loading[name];
  }
}

/** Polygons of the vintages on one map, made when they are first needed. */
export class BordersOfMap {
  /**
   * @param {Layers} layers
   * @param {(teryt6: string, shape: Shape) => void} listen called with every polygon
   */
  constructor(layers, listen) {
    this.layers = layers;
    this.listen = listen;
    /** @type {Record<string, Borders | Promise<Borders>>} */
    this.made = {};
  }

  /**
   * Return the borders of a vintage, or a promise of them while they are on their way.
   * @param {string} code
   */
  of(code) {
    this.made[code] ||= this.layers.vintage(code).then((collection) => {
      const borders = makeBorders(code, collection, this.listen);
      this.made[code] = borders; // from now on there is nothing to wait for
      return borders;
    });
    return this.made[code];
  }

  /**
   * Fetch what pictures to come are drawn on: a network that is lost meanwhile changes nothing.
   * @param {{vintage?: string}[]} views
   */
  bring(views) {
    const codes = new Set(views.flatMap(({ vintage }) => vintage ?? []));
    return Promise.all([...codes].map((code) => this.of(code)));
  }
}

/**
 * Make the polygons of one vintage for one map.
 * @param {string} code
 * @param {VintageCollection} collection
 * @param {(teryt6: string, shape: Shape) => void} listen called with every polygon
 * @returns {Borders}
 */
function makeBorders(code, collection, listen) {
  /** @type {Record<string, Shape>} */
  const byCode = {};
  const layer = L.geoJSON(collection, {
    style: { className: "ao-gmina", weight: 1 },
    onEachFeature: ({ properties: { teryt6 } }, polygon) => {
      const shape = /** @type {Shape} */ (polygon);
      byCode[teryt6] = shape;
      listen(teryt6, shape);
    },
  });
  return { code, lines: collection.lines, layer, byCode };
}

/**
 * Return the place of a gmina's name, as Leaflet has it.
 * @param {Shape} shape
 * @returns {[lat: number, lon: number]}
 */
export function labelPlace(shape) {
  const [lon, lat] = shape.feature.properties.label;
  return [lat, lon];
}

/**
 * Return the outer rings of a polygon or of several.
 * @param {Shape} shape
 * @returns {import("leaflet").LatLng[][]}
 */
export function outerRings(shape) {
  const parts = /** @type {any} */ (shape.getLatLngs());
  return Array.isArray(parts[0][0]) ? parts.map((/** @type {any} */ part) => part[0]) : [parts[0]];
}

/** Leaflet rounds radii to whole pixels; areas of small circles would no longer be the values. */
export function keepExactRadii() {
  /** @type {any} */ (L.SVG).include({
    /** @param {any} layer */
    _updateCircle(layer) {
      const { _point: at, _radius: r } = layer;
      const half = (/** @type {number} */ sign) => `a${r},${r} 0 1,0 ${sign * r * 2},0 `;
      this._setPath(layer, layer._empty() ? "M0 0" : `M${at.x - r},${at.y}${half(1)}${half(-1)}`);
    },
  });
}
