// @ts-check
// Names of gminy on the map, and in a room their values.
import { BESIDE, PRESENT } from "../common/message.js";
import { labelPlace, outerRings } from "./borders.js";
import { largestRadius } from "./legend.js";
import { placeEnds, placeMinor, put } from "./minor_labels.js";
import { arrange, candidates, clashes } from "./placement.js";
import { labelNode, Ruler } from "./ruler.js";

/** @import { BaseLayer, Borders, Box, MapView, Row, Shape } from "../types/page" */
/** @import { FlowEndMessage } from "../types/message" */
/** @import { Candidate, Circle, Taken } from "./placement.js" */
/**
 * @typedef {{
 *   node: HTMLElement, room: number, teryt6: string, candidates: Candidate[],
 *   box: Box | null, lines: string[], outside: number,
 * }} Label
 * @typedef {{size: number, nodes: HTMLElement[]}} Placement
 * @typedef {{base: BaseLayer | null, ends: FlowEndMessage[], circles: Circle[], taken: Taken[]}} Around what else is drawn
 */

// Pixels in a window of 1280 by 720: letters, and those of names that find no room otherwise.
const ROOM_SIZES = [
  [24, 20],
  [22, 20],
  [20, 20],
  [22, 18],
  [20, 18],
  [20, 17],
  [18, 17],
  [17, 17],
];
const ASTRAY = 0.34; // share of a name outside its gmina above which it seems to name another one
const STRANGER = 120; // cost of a name in a room whose middle is in another gmina
const PLACEMENTS_KEPT = 7;
const ROUGHLY = 3; // pixels

export class Labels {
  /** @param {import("leaflet").Map} map */
  constructor(map) {
    this.map = map;
    this.pane = /** @type {HTMLElement} */ (map.getPane("labels"));
    this.ruler = new Ruler(this.pane);
    /** Outlines in pixels by gmina, where the map stands and in the borders that it shows. */
    this.outlines = { key: "", rings: /** @type {Map<string, import("leaflet").Point[][]>} */ (new Map()) };
    /** @type {Map<string, Placement>} place of the map and borders -> names: years go by without measuring again */
    this.placements = new Map();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /**
   * Several reasons to place the names may come at once: the last one counts.
   * @param {() => void} place
   */
  soon(place) {
    clearTimeout(this.timer);
    this.timer = setTimeout(place, 30);
  }

  /** Letters are of another width from now on. */
  forget() {
    this.placements.clear();
    this.ruler.forget();
  }

  /**
   * @param {Borders} shown
   * @param {BaseLayer | null} base
   * @param {Map<string, string>} values
   */
  key(shown, base, values) {
    const { lat, lng } = this.map.getCenter();
    const { x, y } = this.map.getSize();
    return [shown.code, Boolean(base), this.map.getZoom(), lat, lng, x, y, ...values.values()].join();
  }

  /**
   * Place the names of what is shown.
   * @param {Borders | null} shown
   * @param {BaseLayer | null} base
   * @param {MapView | null} view
   * @param {Taken[]} taken where no name may stand
   */
  place(shown, base, view, taken) {
    if (!shown) return;
    const values = widestValues(view);
    const circles = circlesOf(this.map, shown, view);
    const ends = (view?.flow_ends ?? []).filter(([, , , name]) => name);
    const key = [
      this.key(shown, base, values),
      ...circles.map(({ r }) => r),
      ...ends.flat(),
      ...taken.map(({ box }) => box),
    ].join();
    let placement = this.placements.get(key);
    if (!placement) {
      if (this.placements.size >= PLACEMENTS_KEPT) this.placements.clear();
      placement =
        view?.mode === PRESENT || view?.mode === BESIDE
          ? this.largest(shown, values, { base: null, ends, circles, taken })
          : this.made(shown, { base, ends, circles, taken }, this.size());
      this.placements.set(key, placement);
    }
    if (this.pane.firstElementChild === placement.nodes[0]) return;
    this.pane.style.fontSize = `${placement.size}px`;
    this.pane.replaceChildren(...placement.nodes);
  }

  /**
   * In a room letters are as large as they can be with every name standing in its own gmina.
   * @param {Borders} shown
   * @param {Map<string, string>} values
   * @param {Around} around
   * @returns {Placement}
   */
  largest(shown, values, around) {
    const scale = Math.max(1, Math.min(innerWidth / 1280, innerHeight / 720));
    /** @type {{made: Placement, faults: number} | null} */
    let best = null;
    for (const [size, small] of ROOM_SIZES) {
      const made = this.made(shown, around, size * scale, values, small * scale);
      const faults = made.nodes.reduce((sum, node) => sum + (node.hidden ? 100 : Number(node.dataset.astray)), 0);
      if (!best || faults < best.faults) best = { made, faults };
      if (!faults) break;
    }
    return /** @type {{made: Placement}} */ (best).made;
  }

  /**
   * @param {Borders} shown
   * @param {Around} around
   * @param {number} size
   * @param {Map<string, string>} [values]
   * @param {number} [small] size of names that find no room otherwise, if there is one
   * @returns {Placement}
   */
  made(shown, { base, ends, circles, taken }, size, values = new Map(), small = 0) {
    const { pane } = this;
    pane.replaceChildren();
    pane.style.fontSize = `${size}px`;
    this.trace(shown);
    const labels = Object.values(shown.byCode).map((shape) => this.label(shape, circles, values));
    labels.sort((a, b) => a.room - b.room);
    arrange(labels, taken);
    if (small) this.shrinkMisplaced(labels, shown, { circles, taken }, values, small);
    /** @type {{box: Box | null}[]} */
    const placed = [...taken];
    for (const label of labels) {
      const clash = clashes(/** @type {Box} */ (label.box), placed);
      label.node.hidden = clash;
      label.node.dataset.astray = String(Number(label.outside > ASTRAY));
      if (!clash) placed.push(label);
      put(label);
    }
    /** @type {{box: Box}[]} */
    const drawn = circles.map(({ x, y, r }) => ({ box: [x - r, y - r, x + r, y + r] }));
    placeEnds(this.map, this.ruler, ends, placed);
    if (base) placeMinor(this.map, this.ruler, base, [...placed, ...drawn], [...this.outlines.rings.values()].flat());
    return { size, nodes: /** @type {HTMLElement[]} */ ([...pane.children]) };
  }

  /**
   * @param {Label[]} labels
   * @param {Borders} shown
   * @param {Pick<Around, "circles" | "taken">} around
   * @param {Map<string, string>} values
   * @param {number} small
   */
  shrinkMisplaced(labels, shown, { circles, taken }, values, small) {
    const others = (/** @type {Label} */ label) => [...labels.filter((other) => other !== label), ...taken];
    const misplaced = labels.filter(
      (label) => label.outside > ASTRAY || clashes(/** @type {Box} */ (label.box), others(label)),
    );
    for (const label of misplaced) {
      label.node.remove();
      Object.assign(label, this.label(shown.byCode[label.teryt6], circles, values, small));
    }
    if (misplaced.length) arrange(labels, taken);
  }

  size() {
    const { x, y } = this.map.getSize();
    return Math.max(11, Math.min(22, x / 44, y / 33));
  }

  /**
   * @param {Shape} shape
   * @param {Circle[]} circles
   * @param {Map<string, string>} values
   * @param {number} [size]
   * @returns {Label}
   */
  label(shape, circles, values, size = 0) {
    const { name, teryt6 } = shape.feature.properties;
    const value = values.get(teryt6);
    const words = name.split(" ");
    const forms = words.length > 1 ? [[words[0], words.slice(1).join(" ")], [name]] : [[name]];
    if (value) for (const form of forms) form.push(value);
    const node = labelNode("", teryt6);
    if (size) node.style.fontSize = `${size}px`;
    this.pane.append(node);
    const sizes = forms.map((lines) => this.ruler.measure("", lines, size));
    node.dataset.value = value || "";
    const rings = this.outlines.rings.get(teryt6) ?? [];
    const { min, max } = /** @type {Required<import("leaflet").Bounds>} */ (L.bounds(rings.flat()));
    const room = (max.x - min.x) * (max.y - min.y);
    const centre = this.map.latLngToLayerPoint(labelPlace(shape));
    const places = candidates(centre, sizes, rings, values.size ? STRANGER : 0, circles);
    return { node, room, teryt6, candidates: places, box: null, lines: [], outside: 0 };
  }

  /**
   * Find the outlines of what is shown, unless they are known from the picture before.
   * @param {Borders} shown
   */
  trace({ code, byCode }) {
    const { x, y } = this.map.getPixelOrigin();
    const key = [code, this.map.getZoom(), x, y].join();
    if (this.outlines.key === key) return;
    const rings = Object.entries(byCode).map(([teryt6, shape]) => /** @type {const} */ ([teryt6, this.outline(shape)]));
    this.outlines = { key, rings: new Map(rings) };
  }

  /** @param {Shape} shape */
  outline(shape) {
    return outerRings(shape).map((ring) => {
      const step = Math.max(1, Math.floor(ring.length / 80));
      return ring.filter((_, n) => n % step === 0).map((at) => this.map.latLngToLayerPoint(at));
    });
  }

  /**
   * Letters are light on dark fills and dark on light ones; names outside the filter are pale.
   * @param {MapView | null} view
   */
  tune(view) {
    if (!view) return;
    const inTheDark = document.documentElement.classList.contains("ao-dark");
    for (const node of /** @type {HTMLElement[]} */ ([...this.pane.children])) {
      const row = view.byCode[node.dataset.teryt6 || ""];
      if (!row) continue;
      const plain = row.shown && (!row.status || view.form === "empty") && inTheDark;
      const dark = row.shown && row.class_index !== null ? view.dark[row.class_index] : plain;
      node.classList.toggle("ao-on-dark", Boolean(dark));
      node.classList.toggle("ao-muted", !row.shown);
      if (node.dataset.value) showValue(node, row);
      node.classList.toggle("ao-chosen", row.code === view.selected);
    }
  }
}

/**
 * @param {HTMLElement} node
 * @param {Row} row
 */
function showValue(node, row) {
  const line = node.lastElementChild;
  if (!line) return;
  line.classList.add("ao-label-value");
  line.textContent = valueText(row);
}

/**
 * Return the circles that no name may stand on, a little larger than they are drawn.
 * @param {import("leaflet").Map} map
 * @param {Borders} shown
 * @param {MapView | null} view
 * @returns {Circle[]}
 */
function circlesOf(map, shown, view) {
  const largest = largestRadius(map);
  if (view?.form !== "circles") return [];
  return Object.entries(shown.byCode).flatMap(([code, shape]) => {
    const size = view.largest?.get(code) ?? Math.abs(view.byCode[code]?.size ?? 0);
    if (!size) return [];
    const { x, y } = map.latLngToLayerPoint(labelPlace(shape));
    return [{ x, y, r: Math.ceil((size * largest + 1) / ROUGHLY) * ROUGHLY }];
  });
}

/** @param {Row} row */
const valueText = (row) => (row.status ? "–" : row.brief || row.text);

/**
 * Return the widest that a value's line can get, by gmina: digits are equally wide, so that years go
 * by without moving the names. Only a picture for a room has values on the map.
 * @param {MapView | null} view
 */
function widestValues(view) {
  const rows = view?.mode === PRESENT && view.form !== "empty" ? view.shown : [];
  return new Map(rows.map((row) => [row.code, valueText(row).replace(/\d/g, "0")]));
}
