// @ts-check
// Bars under each other.
import { el } from "../../common/dom.js";
import { gminaButton, pointing } from "../gminy.js";

/** @import { Bar, Bars } from "../../types/message" */

const LETTER = 0.62; // em, the usual width of a digit

/**
 * Give the column of values the room of the longest one.
 * @param {HTMLElement} node
 * @param {number} letters
 */
export function fitValues(node, letters) {
  node.style.setProperty("--ao-value-width", `${letters * LETTER}em`);
}

/**
 * Put a node at its place on a track, from one place (0 to 1) to another.
 * @template {HTMLElement} Part
 * @param {Part} node
 * @param {number} low
 * @param {number} high
 */
export function stretch(node, low, high) {
  Object.assign(node.style, { left: `${low * 100}%`, width: `${(high - low) * 100}%` });
  return node;
}

/** @param {Bars} data */
export function barsBlock({ label, bars, marks, chosen }) {
  const box = el("ol", "ao-chart ao-bars");
  box.setAttribute("aria-label", label);
  fitValues(box, Math.max(3, ...bars.map((bar) => bar.text.length)));
  for (const bar of bars) {
    const isChosen = Boolean(chosen) && bar.code === chosen;
    const item = el("li", `ao-bars-row${isChosen ? " ao-chosen" : ""}`);
    const name = chosen === null ? el("span", "ao-name") : gminaButton(bar.code, isChosen, "ao-name ao-link", "b");
    name.textContent = bar.name;
    item.append(name, barTrack(bar, marks), el("span", "ao-value", bar.text));
    pointing(item, bar.code);
    box.append(item);
  }
  if (!marks.length) return box;
  const whole = el("div");
  whole.append(box, el("p", "ao-hint", marks.map(([, text]) => `│ ${text}`).join("  ")));
  return whole;
}

/** @param {Bar} bar @param {[number, string][]} marks */
function barTrack({ start, end, series, colour }, marks) {
  const track = el("span", "ao-track");
  track.setAttribute("aria-hidden", "true");
  if (start !== null && end !== null) {
    const bar = el("span", `ao-rank-bar${series === null ? "" : ` ao-series-${series}`}`);
    if (colour) bar.style.background = colour;
    track.append(stretch(bar, Math.min(start, end), Math.max(start, end)));
  }
  for (const [place, text] of marks) {
    const tick = el("span", "ao-rank-tick");
    tick.style.left = `${place * 100}%`;
    tick.title = text;
    track.append(tick);
  }
  return track;
}
