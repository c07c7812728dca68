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
  /** @param {HTMLElement} root of all maps: the legend may be covered, what is pointed at may not */
  constructor(root) {
    this.root = root;
    this.node = el("div", "ao-tip");
    this.node.setAttribute("role", "tooltip");
    this.node.hidden = true;
    root.append(this.node);
  }

  hide() {
    this.node.hidden = true;
  }

  /**
   * Show a row beside its gmina, as far as that is seen in its map.
   * @param {Row} row
   * @param {MapView} view
   * @param {Element} gmina
   * @param {Element} map
   */
  show(row, view, gmina, map) {
    this.node.replaceChildren(...tooltipParts(row, view));
    this.node.hidden = false;
    const [room, seen, whole] = [this.root, map, gmina].map((node) => node.getBoundingClientRect());
    /** @type {Box} */
    const around = [
      Math.max(whole.left, seen.left) - room.left,
      Math.max(whole.top, seen.top) - room.top,
      Math.min(whole.right, seen.right) - room.left,
      Math.min(whole.bottom, seen.bottom) - room.top,
    ];
    const { offsetWidth: wide, offsetHeight: high, style } = this.node;
    const [x, y] = freePlace(around, [wide, high], [room.width, room.height]);
    style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }
}

/**
 * Return where a box stands in a room: on the right of another one, left, below or above it,
 * whichever comes first of those that cover it least.
 * @param {Box} around
 * @param {[width: number, height: number]} size
 * @param {[width: number, height: number]} room
 * @returns {[x: number, y: number]}
 */
export function freePlace([left, top, right, bottom], [width, height], [across, down]) {
  const within = (/** @type {number} */ at, /** @type {number} */ most) => Math.max(EDGE, Math.min(at, most - EDGE));
  const [middle, level] = [(left + right - width) / 2, (top + bottom - height) / 2];
  const places = [
    [right + GAP, level],
    [left - GAP - width, level],
    [middle, bottom + GAP],
    [middle, top - GAP - height],
  ].map(([x, y]) => [within(x, across - width), within(y, down - height)]);
  const common = (/** @type {number} */ a, /** @type {number} */ b) => Math.max(0, b - a);
  const covered = (/** @type {number[]} */ [x, y]) =>
    common(Math.max(x, left), Math.min(x + width, right)) * common(Math.max(y, top), Math.min(y + height, bottom));
  const [best] = places.sort((a, b) => covered(a) - covered(b));
  return [best[0], best[1]];
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
