// @ts-check
// Where things stand on a chart, in pixels. Places come ready, from 0 to 1.
/** @import { Area, Box } from "../../types/page" */

const LETTER = 7.4; // pixels, the usual width of one

/**
 * Return about how wide the widest of some texts is.
 * @param {string[]} texts
 */
export const widest = (texts) => Math.max(0, ...texts.map((text) => text.length)) * LETTER;

/**
 * Return functions from places to pixels.
 * @param {Area} area
 */
export function scales({ left, top, right, bottom }) {
  return {
    atX: (/** @type {number} */ place) => left + place * (right - left),
    atY: (/** @type {number} */ place) => bottom - place * (bottom - top),
  };
}

/**
 * Return where names of some height stand so that they do not overlap; each stands as near to its
 * place as it can.
 * @param {number[]} places from top to bottom
 * @param {number} gap between two names
 * @param {number} top
 * @param {number} bottom
 */
export function spreadNames(places, gap, top, bottom) {
  let free = top - gap;
  const spread = places.map((place) => {
    free = Math.max(place, free + gap);
    return free;
  });
  let limit = bottom + gap;
  for (let n = spread.length - 1; n >= 0; n -= 1) {
    spread[n] = Math.min(spread[n], limit - gap);
    limit = spread[n];
  }
  return spread;
}

/**
 * Find room for the name of a dot: right, left, above, below, in the corners; or none.
 * @param {number} x middle of the dot
 * @param {number} y
 * @param {number} width of the name
 * @param {Box[]} taken
 * @param {Area} area
 * @returns {{left: number, base: number, box: Box} | null}
 */
export function roomForName(x, y, width, taken, area) {
  const [right, left, middle] = [x + 10, x - 10 - width, x - width / 2];
  const [nearRight, nearLeft] = [x + 8, x - 8 - width];
  const tries = [
    [right, y + 4],
    [left, y + 4],
    [middle, y - 10],
    [middle, y + 19],
    [nearRight, y - 7],
    [nearRight, y + 15],
    [nearLeft, y - 7],
    [nearLeft, y + 15],
  ];
  for (const [start, base] of tries) {
    /** @type {Box} */
    const box = [start, base - 11, start + width, base + 3];
    const out = box[0] < area.left || box[2] > area.right + 14 || box[1] < area.top - 12 || box[3] > area.bottom;
    if (!out && !taken.some((other) => overlaps(box, other))) return { left: start, base, box };
  }
  return null;
}

/** @param {Box} a @param {Box} b */
export const overlaps = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
