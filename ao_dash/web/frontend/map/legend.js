// @ts-check
// The legend of one map: classes on a bar, named classes, circles, or two figures at once.
import { el, svg } from "../common/dom.js";
import { BESIDE, PRESENT, SEVERAL } from "../common/message.js";
import { brushing, rugOf } from "./brush.js";
import { band } from "./flow_band.js";
import { widest } from "./flows.js";
import { PATTERNS, patterns } from "./patterns.js";
import { spread } from "./placement.js";
import { pointSign } from "./points.js";

/** @import { MapView } from "../types/page" */
/** @import { LegendMessage } from "../types/message" */

const LISTED = [PRESENT, BESIDE, SEVERAL]; // classes under each other, not on a bar
const MARK_GAP = 14; // pixels between two marks on the scale

export class Legend {
  /**
   * @param {HTMLElement} node where it stands
   * @param {import("leaflet").Map} map
   * @param {(index: number | null) => void} light called with the class that is pointed at
   */
  constructor(node, map, light) {
    this.node = node;
    this.map = map;
    this.light = light;
    /** @type {string[]} */
    this.colours = [];
    /** @type {number[]} */
    this.dark = [];
  }

  /** @param {MapView} view */
  draw(view) {
    this.colours = view.colours;
    this.dark = view.dark;
    this.node.setAttribute("aria-label", this.node.closest("[data-maps='1']") ? "Legenda" : `Legenda: ${view.title}`);
    const head = this.head(view);
    this.node.replaceChildren(...(view.form === "empty" ? [] : [head]), this.body(view));
    this.spreadMarks();
  }

  /** @param {MapView} view */
  body({ form, mode, legend, short }) {
    if (form === "classes") return LISTED.includes(mode ?? "") ? this.classList(legend) : this.classBar(legend);
    if (form === "named") return this.namedRow(legend);
    if (form === "circles") return this.circleRow(legend);
    return form === "bivariate" ? this.square(legend) : el("p", "ao-empty", short);
  }

  /** @param {MapView} view */
  head(view) {
    const head = el("div", "ao-legend-head");
    const when = view.base ? "" : view.year;
    head.append(el("strong", "", view.short), el("span", "", [view.unit, when].filter(Boolean).join(", ")));
    const absent = el("ul", "ao-absent");
    for (const [status, words, count] of view.legend.absent) {
      absent.append(keyItem(patternSwatch(status), `${words}: ${count}`));
    }
    const { hidden, broken } = view.legend;
    if (hidden) absent.append(keyItem(swatch("var(--ao-pale)"), `poza filtrem: ${hidden}`));
    if (broken) absent.append(keyItem(brokenSwatch(), `przerwa w szeregu: ${broken}`));
    if (view.tied) absent.append(keyItem(tieSwatch(), view.tied));
    absent.append(...this.flowKey(view));
    for (const [kind, words] of view.point_keys ?? []) absent.append(keyItem(pointSign(kind), words));
    head.append(absent);
    return head;
  }

  /**
   * Return what widths and colours of flows mean.
   * @param {MapView} view
   */
  flowKey({ flow_key: key = [], flow_ways: ways = [] }) {
    const colours = ["ao-flow-out", "ao-flow-in"];
    const meant = ways.map((words, n) => keyItem(flowSwatch(5, colours[n]), words));
    const widths = key.map(([text, share]) => keyItem(flowSwatch(share * widest(this.map)), text));
    return [...meant, ...widths];
  }

  /** @param {HTMLElement} node @param {number} index */
  lightOn(node, index) {
    for (const name of ["mouseenter", "focus"]) node.addEventListener(name, () => this.light(index));
    for (const name of ["mouseleave", "blur"]) node.addEventListener(name, () => this.light(null));
  }

  /** @param {LegendMessage} legend */
  classBar(legend) {
    const box = el("div", "ao-bar-box");
    const marks = el("div", "ao-marks");
    for (const [name, text, place] of legend.marks) {
      const mark = el("span", "ao-mark");
      mark.dataset.place = String(place);
      mark.append(el("b", "", name), ` ${text}`);
      marks.append(mark);
    }
    const rug = rugOf(legend);
    const bar = el("ol", "ao-bar");
    legend.steps.forEach(([low, high, count, words], index) => {
      const step = el("li", "ao-step");
      step.tabIndex = 0;
      step.dataset.index = String(index);
      step.setAttribute("aria-label", `${range(low, high)}: ${words}`);
      const patch = el("span", "ao-patch");
      patch.style.background = this.colours[index];
      const held = el("span", "ao-count", words);
      held.dataset.count = String(count);
      step.append(patch, held);
      const { edges } = legend;
      if (index === 0) step.append(el("span", "ao-bound ao-first", edges[0]));
      step.append(el("span", "ao-bound", edges[index + 1]));
      if (!count) step.classList.add("ao-none");
      this.lightOn(step, index);
      bar.append(step);
    });
    brushing(rug, bar, legend);
    box.append(marks, rug, bar, el("p", "ao-classing", legend.classing));
    return box;
  }

  /**
   * Read from the last row: one class on a line, the highest on top.
   * @param {LegendMessage} legend
   */
  classList(legend) {
    const list = el("ol", "ao-classes");
    legend.steps.forEach(([low, high, , words], index) => {
      const item = el("li", "ao-step");
      item.dataset.index = String(index);
      const patch = el("span", "ao-patch");
      patch.style.background = this.colours[index];
      item.append(patch, el("span", "ao-bound", range(low, high)), el("span", "ao-class-count", words));
      this.lightOn(item, index);
      list.prepend(item);
    });
    return list;
  }

  /** Marks stand at their place on the scale; those that would overlap make room for each other. */
  spreadMarks() {
    const box = this.node.querySelector(".ao-marks");
    if (!box) return;
    const width = box.clientWidth;
    const marks = /** @type {HTMLElement[]} */ ([...box.children])
      .map((node) => ({ node, at: Number(node.dataset.place) * width, size: node.offsetWidth }))
      .sort((a, b) => a.at - b.at);
    spread(marks, width, MARK_GAP).forEach((left, n) => {
      const { node, at } = marks[n];
      node.style.left = `${left}px`;
      node.style.setProperty("--tick", `${at - left}px`);
    });
  }

  /** @param {LegendMessage} legend */
  namedRow(legend) {
    const list = el("ul", "ao-flags");
    legend.steps.forEach(([, name, , words], index) => {
      const item = el("li", "ao-step");
      item.tabIndex = 0;
      item.dataset.index = String(index);
      const patch = el("span", "ao-patch");
      patch.style.background = this.colours[index];
      item.append(patch, el("span", "", ` ${name}: ${words}`));
      this.lightOn(item, index);
      list.append(item);
    });
    return list;
  }

  /** @param {LegendMessage} legend */
  circleRow(legend) {
    const list = el("ul", "ao-circles");
    const largest = largestRadius(this.map);
    for (const [text, size] of legend.circles) {
      const r = Math.max(1.5, size * largest);
      list.append(keyItem(circleSwatch(r, r + 1, "ao-positive"), text));
    }
    if (legend.negative) list.append(keyItem(circleSwatch(8, 9, "ao-negative"), "wartość ujemna"));
    if (legend.area) {
      const area = el("li", "ao-area");
      area.append(el("b", "", legend.whole), ` ${legend.area}`);
      list.append(area);
    }
    return list;
  }

  /**
   * Nine colours of two figures: columns go with the first one, rows with the second. Beside them
   * stand the figures that a column or a row holds.
   * @param {LegendMessage} legend
   */
  square(legend) {
    const box = el("div", "ao-square");
    const grid = el("ul", "ao-square-grid");
    const [columns, rows] = legend.ranges ?? [[], []];
    const [across, up] = legend.axes ?? [];
    for (const row of [2, 1, 0]) {
      grid.append(squareRange(rows[row]));
      for (const column of [0, 1, 2]) grid.append(this.squareCell(row * 3 + column, legend));
    }
    grid.append(squareRange(""), ...columns.map((text) => squareRange(text.replace(/–\u2060?/, "–\u200b"))));
    box.append(el("span", "ao-square-up", `↑ ${up}`), grid, el("span", "ao-square-across", `${across} →`));
    return box;
  }

  /** @param {number} index @param {LegendMessage} legend */
  squareCell(index, legend) {
    const [, name, count, words] = legend.steps[index];
    const cell = el("li", "ao-square-cell", count || "");
    cell.tabIndex = 0;
    cell.dataset.index = String(index);
    cell.setAttribute("aria-label", `${name}: ${words}`);
    cell.title = `${name}: ${words}`;
    cell.style.background = this.colours[index];
    cell.classList.toggle("ao-on-dark", Boolean(this.dark[index]));
    this.lightOn(cell, index);
    return cell;
  }
}

/**
 * Return what a class holds; one that holds a single figure is called by it.
 * @param {string} low @param {string} high
 */
const range = (low, high) => (low === high ? low : `${low} – ${high}`);

/**
 * Return the radius of the largest circle on a map, in pixels.
 * @param {import("leaflet").Map} map
 */
export function largestRadius(map) {
  const { x, y } = map.getSize();
  return Math.max(18, Math.min(x, y) * 0.085);
}

// --- swatches -----------------------------------------------------------------------------------

/** @param {SVGElement} sample @param {string} words */
function keyItem(sample, words) {
  const item = el("li");
  item.append(sample, el("span", "", words));
  return item;
}

/** @param {...SVGElement} marks */
function sampleBox(...marks) {
  const box = svg("svg", { width: 26, height: 16, viewBox: "0 0 26 16", "aria-hidden": "true" });
  box.append(...marks);
  return box;
}

/** @param {string} fill */
function swatch(fill) {
  const rect = svg("rect", { width: 26, height: 16, class: "ao-swatch" });
  rect.style.fill = fill;
  return sampleBox(rect);
}

/** @param {number} status */
function patternSwatch(status) {
  const box = swatch(`url(#${PATTERNS[status]})`);
  box.prepend(patterns());
  return box;
}

const brokenSwatch = () => sampleBox(svg("rect", { x: 2, y: 2, width: 22, height: 12, class: "ao-broken" }));
const tieSwatch = () => sampleBox(svg("path", { d: "M2,8 h22", class: "ao-tie", "stroke-width": 3 }));

/** @param {number} width @param {string} [way] */
function flowSwatch(width, way = "") {
  const [length, height] = [44, Math.max(16, Math.ceil(width) + 8)];
  const ends = [0, length / 2, length].map((x) => ({ x, y: height / 2 }));
  const points = band({ start: ends[0], control: ends[1], end: ends[2] }, Math.max(1.2, width), 0);
  const box = svg("svg", { width: length, height, "aria-hidden": "true" });
  box.append(svg("polygon", { points: points.map(({ x, y }) => `${x},${y}`).join(" "), class: `ao-flow ${way}` }));
  return box;
}

/** @param {number} r @param {number} middle @param {string} sign */
function circleSwatch(r, middle, sign) {
  const box = svg("svg", { width: middle * 2, height: middle * 2, "aria-hidden": "true" });
  box.append(svg("circle", { cx: middle, cy: middle, r, class: `ao-circle ${sign}` }));
  return box;
}

/** @param {string} text */
function squareRange(text) {
  const node = el("li", "ao-square-range", text);
  node.setAttribute("aria-hidden", "true");
  return node;
}
