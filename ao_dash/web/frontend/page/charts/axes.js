// @ts-check
// Charts as SVG: places become pixels. Each chart has a table beside it that says the same, so the
// drawing itself is one image with a name.
import { el, svg } from "../../common/dom.js";
import { scales } from "./geometry.js";
/** @import { Axis } from "../../types/message" */
/** @import { Area } from "../../types/page" */

/**
 * Draw a chart for the room that the style sheet gives it, and again when its width changes.
 * @param {string} kind
 * @param {string} label
 * @param {(drawing: SVGSVGElement, width: number, height: number) => void} draw
 */
export function chart(kind, label, draw) {
  const box = el("div", `ao-chart ao-chart-${kind}`);
  const drawing = svg("svg", { role: "img", "aria-label": label });
  box.append(drawing);
  const render = () => {
    const room = drawing.getBoundingClientRect();
    const scale = Number(getComputedStyle(box).getPropertyValue("--ao-chart-scale")) || 1;
    const [width, height] = [room.width / scale, room.height / scale];
    const size = `${width} ${height}`;
    if (!width || box.dataset.size === size) return;
    box.dataset.size = size;
    drawing.replaceChildren();
    drawing.setAttribute("viewBox", `0 0 ${size}`);
    draw(drawing, width, height);
  };
  new ResizeObserver(render).observe(box);
  requestAnimationFrame(render);
  return box;
}

/**
 * Draw the axes, and return functions from places to pixels.
 * @param {SVGSVGElement} drawing
 * @param {{x: Axis, y: Axis}} axes
 * @param {Area} area
 */
export function drawAxes(drawing, { x, y }, area) {
  const { left, right, bottom } = area;
  const { atX, atY } = scales(area);
  const text = (
    /** @type {number} */ atLeft,
    /** @type {number} */ base,
    /** @type {string} */ look,
    /** @type {string} */ words,
  ) => drawing.append(svg("text", { x: atLeft, y: base, class: look }, words));
  for (const [place, words] of y.ticks) {
    drawing.append(svg("line", { x1: left, x2: right, y1: atY(place), y2: atY(place), class: "ao-grid" }));
    text(left - 6, atY(place) + 4, "ao-tick ao-tick-y", words);
  }
  for (const [place, words] of x.ticks) text(atX(place), bottom + 17, "ao-tick ao-tick-x", words);
  if (x.title) text(right, bottom + 35, "ao-axis ao-axis-x", `${x.title} →`);
  if (y.title) text(2, 13, "ao-axis", `↑ ${y.title}`);
  return { atX, atY };
}

/**
 * Return a line across a chart.
 * @param {number} x1
 * @param {number} y1
 * @param {number} x2
 * @param {number} y2
 * @param {string} look
 */
export const rule = (x1, y1, x2, y2, look) => svg("line", { x1, x2, y1, y2, class: look });
