// @ts-check
// Lines over years, each with its name at its end.
import { svg } from "../../common/dom.js";
import { pointing } from "../gminy.js";
import { drawAxes, rule } from "./axes.js";
import { spreadNames, widest } from "./geometry.js";

/** @import { Line, Lines } from "../../types/message" */
/** @import { Area } from "../../types/page" */
/** @typedef {{line: Line, x: number, y: number}} End */

const NAME_HEIGHT = 17;

/** @param {SVGSVGElement} drawing @param {Lines} data @param {number} width @param {number} height */
export function drawLines(drawing, data, width, height) {
  const names = Math.min(widest(data.lines.map((line) => line.name)) + 14, width * 0.42);
  const area = {
    left: widest(data.y.ticks.map(([, text]) => text)) + 14,
    top: 24,
    right: width - names,
    bottom: height - 26,
  };
  const { atX, atY } = drawAxes(drawing, data, area);
  for (const [place, text] of data.breaks) {
    const mark = rule(atX(place), area.top, atX(place), area.bottom, "ao-break");
    mark.append(svg("title", {}, text));
    drawing.append(mark);
  }
  /** @type {End[]} */
  const ends = [];
  for (const line of data.lines) {
    drawing.append(drawLine(line, atX, atY));
    const last = line.pieces.at(-1)?.at(-1);
    if (last) ends.push({ line, x: atX(last[0]), y: atY(last[1]) });
  }
  placeNames(drawing, ends, area, width);
}

/** @typedef {(place: number) => number} Scale */

/** @param {Line} line @param {Scale} atX @param {Scale} atY */
function drawLine(line, atX, atY) {
  const group = svg("g", { class: `ao-line ao-series-${line.series}` });
  for (const piece of line.pieces) {
    const points = piece.map(([x, y]) => `${atX(x).toFixed(1)},${atY(y).toFixed(1)}`);
    group.append(svg("polyline", { points: points.join(" "), class: "ao-piece" }));
    for (const [x, y, text] of piece) {
      const dot = svg("circle", { cx: atX(x), cy: atY(y), r: 3.4 });
      dot.append(svg("title", {}, text));
      group.append(dot);
    }
  }
  pointing(group, line.code);
  return group;
}

/**
 * The name of a line stands at its end; names that would overlap make room for each other.
 * @param {SVGSVGElement} drawing
 * @param {End[]} ends
 * @param {Area} area
 * @param {number} width
 */
function placeNames(drawing, ends, area, width) {
  ends.sort((a, b) => a.y - b.y);
  const places = spreadNames(
    ends.map(({ y }) => y),
    NAME_HEIGHT,
    area.top,
    area.bottom,
  );
  const room = width - area.right - 14;
  ends.forEach(({ line, x, y }, n) => {
    const at = places[n];
    const points = `${x + 5},${y} ${area.right + 4},${at} ${area.right + 9},${at}`;
    const text = svg("text", { x: area.right + 12, y: at + 4.5 }, line.name);
    const group = svg("g", { class: `ao-line-name ao-series-${line.series}` });
    group.append(svg("polyline", { points, class: "ao-leader" }), text);
    drawing.append(group);
    if (text.getComputedTextLength() <= room) return;
    text.setAttribute("textLength", String(room));
    text.setAttribute("lengthAdjust", "spacingAndGlyphs");
  });
}
