// @ts-check
// Places with how far they may move, on one scale.
import { el } from "../../common/dom.js";
import { pointing } from "../gminy.js";
import { fitValues, stretch } from "./bars.js";
/** @import { Axis, Range, Ranges } from "../../types/message" */

/** @param {Ranges} data */
export function rangesBlock({ label, x, figures, ranges, key, chosen }) {
  const box = el("ol", "ao-bars ao-ranges");
  box.setAttribute("aria-label", label);
  for (const range of ranges) {
    const item = el("li", `ao-bars-row${chosen && range.code === chosen ? " ao-chosen" : ""}`);
    item.append(el("span", "ao-name", range.name), rangeTrack(range, x.ticks), el("span", "ao-value", range.text));
    pointing(item, range.code);
    box.append(item);
  }
  const whole = el("div", "ao-chart");
  fitValues(whole, Math.max(figures.length, ...ranges.map((range) => range.text.length)));
  whole.append(rangeKey(key), rangeScale(x, figures), box);
  return whole;
}

/** @param {Axis} x @param {string} figures */
function rangeScale(x, figures) {
  const scale = el("p", "ao-bars-row ao-range-scale");
  scale.setAttribute("aria-hidden", "true");
  const ticks = el("span", "ao-range-track");
  for (const [place, text] of x.ticks) ticks.append(stretch(el("span", "ao-range-text", text), place, place));
  scale.append(el("span", "ao-name", x.title), ticks, el("span", "ao-value", figures));
  return scale;
}

/** @param {string[]} words what the dot, the inner and the outer range are */
function rangeKey(words) {
  const marks = el("p", "ao-hint ao-range-key");
  ["dot", "inner", "outer"].forEach((kind, n) => {
    const sample = el("i", `ao-range-${kind}`);
    sample.setAttribute("aria-hidden", "true");
    const part = el("span");
    part.append(sample, ` ${words[n]}`);
    marks.append(part);
  });
  return marks;
}

/** @param {Range} range @param {[number, string][]} ticks */
function rangeTrack({ place, inner, outer }, ticks) {
  const track = el("span", "ao-range-track");
  track.setAttribute("aria-hidden", "true");
  for (const [at] of ticks) track.append(stretch(el("span", "ao-range-tick"), at, at));
  track.append(
    stretch(el("span", "ao-range-outer"), ...outer),
    stretch(el("span", "ao-range-inner"), ...inner),
    stretch(el("span", "ao-range-dot"), place, place),
  );
  return track;
}
