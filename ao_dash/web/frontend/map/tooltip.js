// @ts-check
// What is known of a gmina, beside the pointer.
import { el, list } from "../common/dom.js";

/** @import { MapView, Row } from "../types/page" */

const PROJECTS_SHOWN = 3;

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
   * Show a row beside the pointer, or beside a place on the map.
   * @param {Row} row
   * @param {MapView} view
   * @param {MouseEvent | undefined} event
   * @param {[lat: number, lon: number]} place
   */
  show(row, view, event, place) {
    this.node.replaceChildren(...tooltipParts(row, view));
    this.node.hidden = false;
    if (event) this.follow(event);
    else {
      const { x, y } = this.map.latLngToContainerPoint(place);
      this.moveTo(x, y);
    }
  }

  /** @param {MouseEvent} event */
  follow(event) {
    const box = this.map.getContainer().getBoundingClientRect();
    this.moveTo(event.clientX - box.left, event.clientY - box.top);
  }

  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    const { offsetWidth, offsetHeight, style } = this.node;
    const { x: width, y: height } = this.map.getSize();
    const right = x + 16 + offsetWidth > width;
    const left = right ? Math.max(4, x - 16 - offsetWidth) : x + 16;
    const top = Math.min(Math.max(4, y - offsetHeight / 2), height - offsetHeight - 4);
    style.transform = `translate(${Math.round(left)}px, ${Math.round(Math.max(4, top))}px)`;
  }
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
