// @ts-check
// A person's own words on the map: each stands where it was put and points at its gmina.
import { el, svg } from "../common/dom.js";
import { BESIDE, PRESENT } from "../common/message.js";
import { typeset } from "../common/typography.js";
import { labelPlace, outerRings } from "./borders.js";
import { hostPage } from "./host.js";
import { between, controls, EDGE, visible } from "./minor_labels.js";
import { clashes, inside } from "./placement.js";

/** @import { Borders, Box, MapView } from "../types/page" */
/** @import { Annotation } from "../types/message" */
/** @import { Point, Taken } from "./placement.js" */
/** @typedef {{from: Point, to: Point}} Arrow in pixels */
/** @typedef {{node: HTMLElement, code: string, lat: number, lon: number, text: string}} Words */

const REACH = 12; // pixels that an arrow goes into its gmina
const LEAST = 4; // pixels that a pointer has to go, or it was a press
const HEAD = 11; // pixels of the head of an arrow
const STEP = 12; // pixels that a key moves words by
const SHORTEST = 10; // pixels of an arrow that is drawn

/** @type {Record<string, [dx: number, dy: number]>} */
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Annotations {
  /** @param {import("leaflet").Map} map */
  constructor(map) {
    this.map = map;
    this.pane = /** @type {HTMLElement} */ (map.getPane("annotations"));
    this.arrows = svg("svg", { class: "ao-annotation-arrows", "aria-hidden": "true" });
    map.getPane("arrows")?.append(this.arrows); // below the names, which stay legible where one is crossed
    /** @type {Words[]} */
    this.words = [];
    /** @type {Borders | null} */
    this.shown = null;
    this.mode = "";
  }

  /** @param {MapView} view @param {Borders} shown */
  draw({ annotations = [], mode = "" }, shown) {
    this.shown = shown;
    if (mode !== this.mode) this.forget();
    this.mode = mode;
    const nodes = new Map(this.words.map(({ code, node }) => [code, node])); // one may have the focus
    this.words = annotations.filter(([code]) => shown.byCode[code]).map((one) => this.made(one, nodes.get(one[0])));
    for (const [code, node] of nodes) if (!this.words.some((one) => one.code === code)) node.remove();
  }

  /** In another mode words are of another kind. */
  forget() {
    for (const { node } of this.words) node.remove();
    this.words = [];
  }

  /**
   * @param {Annotation} message
   * @param {HTMLElement} [node] of the same gmina, from before
   * @returns {Words}
   */
  made([code, lat, lon, text], node) {
    const changeable = !this.mode && hostPage()?.changeable();
    const words = { code, lat, lon, text, node: node ?? el(changeable ? "button" : "p", "ao-annotation") };
    if (words.node.dataset.words !== text) words.node.textContent = typeset(text);
    words.node.dataset.words = text;
    if (node) return words;
    this.pane.append(words.node);
    if (changeable) this.listen(words.node, code);
    return words;
  }

  /**
   * Put the words in their places and draw their arrows; return the places in the pixels of the layers.
   * @returns {Taken[]}
   */
  places() {
    const { x, y } = this.map.getSize();
    const room = this.mode === PRESENT || this.mode === BESIDE;
    const scale = Math.max(1, Math.min(innerWidth / 1280, innerHeight / 720));
    this.pane.style.fontSize = `${room ? 20 * scale : Math.max(12, Math.min(18, x / 44, y / 33))}px`;
    this.arrows.replaceChildren();
    return this.words.map((words) => ({ box: this.put(words) }));
  }

  /** @param {Words} words @returns {Box} */
  put(words) {
    const area = visible(this.map);
    words.node.dataset.at = placeOf(words);
    const { x, y } = this.map.latLngToLayerPoint([words.lat, words.lon]);
    const [width, height] = [words.node.offsetWidth, words.node.offsetHeight];
    const left = between(x - width / 2, area[0] + EDGE, area[2] - EDGE - width);
    const top = between(y - height / 2, area[1] + EDGE, area[3] - EDGE - height);
    /** @type {Box} */
    let box = [left, top, left + width, top + height];
    const under = controls(this.map, area).find((control) => clashes(box, [control]));
    if (under) box = [under.box[0] - EDGE - width, top, under.box[0] - EDGE, top + height];
    words.node.style.transform = `translate(${Math.round(box[0])}px, ${Math.round(box[1])}px)`;
    this.point(words.code, box);
    return box;
  }

  /** @param {string} code @param {Box} box */
  point(code, box) {
    const shape = this.shown?.byCode[code];
    if (!shape) return;
    const rings = outerRings(shape).map((ring) => ring.map((at) => this.map.latLngToLayerPoint(at)));
    const arrow = arrowOf(box, this.map.latLngToLayerPoint(labelPlace(shape)), rings);
    if (!arrow) return;
    for (const className of ["ao-annotation-halo", "ao-annotation-arrow"]) {
      this.arrows.append(svg("path", { d: arrowPath(arrow), class: className }));
    }
  }

  // --- mouse and keys ------------------------------------------------------------------------

  /** @param {HTMLElement} node @param {string} code */
  listen(node, code) {
    node.setAttribute("type", "button");
    node.setAttribute("aria-roledescription", "dopisek");
    node.title = "Przeciągnij albo przesuń strzałkami";
    L.DomEvent.disableClickPropagation(node);
    node.addEventListener("pointerdown", (event) => event.button || this.drag(event, node, code));
    node.addEventListener("keydown", (event) => {
      const move = MOVES[event.key];
      if (!move) return;
      event.preventDefault();
      event.stopPropagation();
      this.move(code, move[0] * STEP, move[1] * STEP);
    });
    node.addEventListener("keyup", ({ key }) => MOVES[key] && this.keep());
    node.addEventListener("click", ({ detail }) => detail || hostPage()?.choose({ gmina: code })); // by a key
  }

  /**
   * @param {PointerEvent} start
   * @param {HTMLElement} node
   * @param {string} code
   */
  drag(start, node, code) {
    const over = new AbortController();
    const { signal } = over;
    let [x, y, moved] = [start.clientX, start.clientY, false];
    node.setPointerCapture(start.pointerId);
    node.addEventListener(
      "pointermove",
      ({ clientX, clientY }) => {
        moved ||= Math.hypot(clientX - start.clientX, clientY - start.clientY) >= LEAST;
        if (!moved) return;
        this.move(code, clientX - x, clientY - y);
        [x, y] = [clientX, clientY];
      },
      { signal },
    );
    const done = () => {
      over.abort();
      if (moved) this.keep();
      else hostPage()?.choose({ gmina: code });
    };
    node.addEventListener("pointerup", done, { signal });
    node.addEventListener("pointercancel", () => over.abort(), { signal });
  }

  /** @param {string} code @param {number} dx @param {number} dy */
  move(code, dx, dy) {
    const words = this.words.find((one) => one.code === code);
    if (!words) return;
    const { x, y } = this.map.latLngToLayerPoint([words.lat, words.lon]);
    const { lat, lng } = this.map.layerPointToLatLng([x + dx, y + dy]);
    Object.assign(words, { lat, lon: lng });
    this.places();
  }

  /** Let the address hold where the words are now. */
  keep() {
    const one = (/** @type {Words} */ words) => `${words.code}:${placeOf(words)}:${words.text}`;
    hostPage()?.choose({ dopiski: this.words.map(one).join("~") });
  }
}

/** @param {Words} words @returns their place as it stands in an address */
const placeOf = ({ lat, lon }) => `${lat.toFixed(3)}:${lon.toFixed(3)}`;

/**
 * Return the ends of an arrow from words to their gmina: it ends a little inside the border, where
 * the name has not begun yet. There is none if the words stand on the gmina itself.
 * @param {Box} box
 * @param {Point} target
 * @param {Point[][]} rings
 * @returns {Arrow | null}
 */
export function arrowOf(box, target, rings) {
  const middle = { x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2 };
  const whole = Math.hypot(target.x - middle.x, target.y - middle.y);
  const [dx, dy] = [(target.x - middle.x) / whole, (target.y - middle.y) / whole];
  const at = (/** @type {number} */ far) => ({ x: middle.x + dx * far, y: middle.y + dy * far });
  const start = Math.min((box[2] - box[0]) / 2 / Math.abs(dx), (box[3] - box[1]) / 2 / Math.abs(dy));
  let end = start;
  while (end < whole && !rings.some((ring) => inside(at(end).x, at(end).y, ring))) end += 2;
  end = Math.min(end + REACH, whole);
  return end - start >= SHORTEST ? { from: at(start), to: at(end) } : null;
}

/** @param {Arrow} arrow */
function arrowPath({ from, to }) {
  const long = Math.hypot(to.x - from.x, to.y - from.y);
  const [dx, dy] = [(to.x - from.x) / long, (to.y - from.y) / long];
  const neck = { x: to.x - dx * HEAD, y: to.y - dy * HEAD };
  const side = (/** @type {number} */ way) => `${round(neck.x - dy * way)} ${round(neck.y + dx * way)}`;
  const line = `M${round(from.x)} ${round(from.y)}L${round(neck.x)} ${round(neck.y)}`;
  return `${line}M${round(to.x)} ${round(to.y)}L${side(HEAD / 2)}L${side(-HEAD / 2)}Z`;
}

/** @param {number} value */
const round = (value) => Math.round(value * 10) / 10;
