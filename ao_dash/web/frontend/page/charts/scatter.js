// @ts-check
// Named dots over two axes.
import { svg } from "../../common/dom.js";
import { pointing } from "../gminy.js";
import { state } from "../state.js";
import { drawAxes, rule } from "./axes.js";
import { roomForName, widest } from "./geometry.js";
/** @import { Dot, Scatter } from "../../types/message" */
/** @import { Area, Box } from "../../types/page" */

/** @param {SVGSVGElement} drawing @param {Scatter} data @param {number} width @param {number} height */
export function drawScatter(drawing, data, width, height) {
  const left = widest(data.y.ticks.map(([, text]) => text)) + 16;
  const last = widest(data.x.ticks.slice(-1).map(([, text]) => text));
  const area = { left, top: 26, right: width - Math.max(16, last / 2), bottom: height - 44 };
  const { atX, atY } = drawAxes(drawing, data, area);
  if (data.cross) {
    const [x, y] = [atX(data.cross[0]), atY(data.cross[1])];
    drawing.append(rule(x, area.top, x, area.bottom, "ao-break"));
    drawing.append(rule(area.left, y, area.right, y, "ao-break"));
  }
  if (data.line) {
    const [[x1, y1], [x2, y2]] = data.line;
    drawing.append(rule(atX(x1), atY(y1), atX(x2), atY(y2), "ao-trend"));
  }
  /** @type {Box[]} */
  const taken = data.dots.map(({ x, y }) => [atX(x) - 7, atY(y) - 7, atX(x) + 7, atY(y) + 7]);
  const isChosen = (/** @type {Dot} */ dot) => dot.code !== "" && dot.code === data.chosen;
  // the chosen dot takes the best place for its name
  const dots = [...data.dots].sort((a, b) => Number(isChosen(b)) - Number(isChosen(a)));
  for (const dot of dots) {
    const group = drawDot(dot, isChosen(dot), atX(dot.x), atY(dot.y));
    drawing.append(group);
    nameDot(group, dot.name, atX(dot.x), atY(dot.y), taken, area);
  }
  const chosen = drawing.querySelector(".ao-chosen");
  if (chosen) drawing.append(chosen); // on top of the others
}

/** @param {Dot} dot @param {boolean} chosen @param {number} x @param {number} y */
function drawDot(dot, chosen, x, y) {
  const group = svg("g", { class: `ao-dot${chosen ? " ao-chosen" : ""}` });
  const circle = svg("circle", { cx: x, cy: y, r: 6 });
  if (dot.colour) circle.style.fill = dot.colour;
  circle.append(svg("title", {}, `${dot.name}: ${dot.text}`));
  group.append(circle);
  pointing(group, dot.code);
  if (dot.code) group.addEventListener("click", () => state.choose({ gmina: chosen ? "" : dot.code }));
  return group;
}

/**
 * The name of a dot stands where there is room; else it is seen on pointing only.
 * @param {SVGGElement} group
 * @param {string} name
 * @param {number} x
 * @param {number} y
 * @param {Box[]} taken
 * @param {Area} area
 */
function nameDot(group, name, x, y, taken, area) {
  const text = svg("text", { y: y + 4 }, name);
  group.append(text);
  const width = text.getComputedTextLength();
  const room = roomForName(x, y, width, taken, area);
  if (room) {
    taken.push(room.box);
    text.setAttribute("x", String(room.left));
    text.setAttribute("y", String(room.base));
    return;
  }
  const left = x + 10 + width > area.right ? x - 10 - width : x + 10;
  text.setAttribute("x", String(left));
  text.classList.add("ao-on-pointing");
  if (group.classList.contains("ao-chosen")) taken.push([left, y - 7, left + width, y + 7]);
}
