// @ts-check
// What is known of a gmina, beside the pointer.
import { el, list } from "../common/dom.js";

/** @import { Box, MapView, Row } from "../types/page" */

const PROJECTS_SHOWN = 3;
const GAP = 10; // pixels between a gmina and what is said of it
const EDGE = 4;

/** Forms whose texts say their units themselves. */
const FORMS_WITH_UNITS = ["named", "bivariate"];

const NUMERALS = new Intl.PluralRules("pl");
const FEW = ["one", "few", "many"];

/**
 * Return the unit in the form that follows a row's figure, or nothing where its text says it.
 * @param {MapView} view @param {Row} row
 */
export function unitAfter(view, row) {
  if (row.status || FORMS_WITH_UNITS.includes(view.form)) return "";
  if (!view.unit_forms) return view.unit;
  if (row.text.includes(",")) return view.unit_forms[3];
  return view.unit_forms[FEW.indexOf(NUMERALS.select(Number(row.text.replace(/\D/g, ""))))];
}

export class Tooltip {
  /** @param {import("leaflet").Map} map */
  constructor(map) {
    this.map = map;
    this.node = el("div", "ao-tip");
    this.node.setAttribute("role", "tooltip");
    this.node.hidden = true;
    map.getContainer().append(this.node);
  }

  hide() {
    this.node.hidden = true;
  }

  /**
   * Show a row beside its gmina, which is not covered where the map has room for both.
   * @param {Row} row
   * @param {MapView} view
   * @param {import("leaflet").LatLngBounds} gmina
   */
  show(row, view, gmina) {
    this.node.replaceChildren(...tooltipParts(row, view));
    this.node.hidden = false;
    const { x: left, y: top } = this.map.latLngToContainerPoint(gmina.getNorthWest());
    const { x: right, y: bottom } = this.map.latLngToContainerPoint(gmina.getSouthEast());
    const { offsetWidth: wide, offsetHeight: high, style } = this.node;
    const [x, y] = freePlace([left, top, right, bottom], [wide, high], this.map.getSize());
    style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }
}

/**
 * Return where a box stands beside another one: on its right, left, below or above it, inside a map.
 * @param {Box} around
 * @param {[width: number, height: number]} size
 * @param {{x: number, y: number}} map
 * @returns {[x: number, y: number]}
 */
export function freePlace([left, top, right, bottom], [width, height], { x: across, y: down }) {
  const within = (/** @type {number} */ at, /** @type {number} */ most) => Math.max(EDGE, Math.min(at, most - EDGE));
  const level = within((top + bottom - height) / 2, down - height);
  if (right + GAP + width <= across) return [Math.max(EDGE, right + GAP), level];
  if (left - GAP - width >= 0) return [within(left - GAP - width, across - width), level];
  const middle = within((left + right - width) / 2, across - width);
  return [middle, bottom + GAP + height <= down ? bottom + GAP : within(top - GAP - height, down - height)];
}

/** @param {Row} row @param {MapView} view */
function tooltipParts(row, view) {
  /** @type {HTMLElement[]} */
  const parts = [el("strong", "", row.name), el("span", "ao-tip-type", view.types[row.type])];
  if (view.form !== "empty") {
    const value = el("div", "ao-tip-value", row.text);
    const when = view.base ? `${view.base}–${view.year}` : view.year;
    const unit = unitAfter(view, row);
    if (unit) value.append(el("small", "", ` ${unit} · ${when}`));
    parts.push(value);
  }
  if (row.rank) parts.push(el("div", "", `miejsce ${row.rank}. z ${view.ranked}`));
  if (!row.shown) parts.push(el("div", "", "poza filtrem"));
  const projects = row.projects.map((index) => view.projects[index]);
  const more = projects.length - PROJECTS_SHOWN;
  const shown = more > 0 ? [...projects.slice(0, PROJECTS_SHOWN), `i ${more} więcej`] : projects;
  parts.push(...listParts(view.listed || "Wspólne projekty w tej dziedzinie", shown));
  return [
    ...parts,
    ...listParts(
      "Uwagi",
      row.notes.map((index) => view.notes[index]),
    ),
  ];
}

/** @param {string} title @param {string[]} texts */
const listParts = (title, texts) => (texts.length ? [el("div", "ao-tip-head", title), list(texts)] : []);
