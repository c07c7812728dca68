// @ts-check
// The shape of one flow: a curved band that grows from its origin and ends in the head of an arrow,
// so that its direction is seen without a legend.
/** @import { Point } from "./placement.js" */
/** @typedef {{start: Point, control: Point, end: Point}} Curve a quadratic Bézier curve */

const STEPS = 24; // pieces of the curve
const TAIL = 0.3; // width at the origin as a share of that at the head
const HEAD_LENGTH = 7; // pixels, and one more for each pixel of the width
const HEAD_SIDE = 3; // pixels by which a head stands out on either side

/**
 * Return the outline of a flow, once around.
 * @param {Curve} curve
 * @param {number} width in pixels, where the head begins
 * @param {number} gap pixels that stay free at the origin
 * @param {number} room pixels that stay free at the end
 * @returns {Point[]}
 */
export function band(curve, width, gap, room = gap) {
  const length = Math.max(1, lengthOf(curve));
  const free = Math.min(gap / length, 0.2);
  const tip = 1 - Math.min(room / length, 0.4);
  const head = Math.min((HEAD_LENGTH + width) / length, (tip - free) * 0.6);
  const neck = tip - head;
  const steps = Array.from({ length: STEPS + 1 }, (_, n) => free + ((neck - free) * n) / STEPS);
  const half = (/** @type {number} */ t) => (width / 2) * (TAIL + ((1 - TAIL) * (t - free)) / (neck - free));
  const side = (/** @type {number} */ sign) => steps.map((t) => beside(curve, t, sign * half(t)));
  const shoulder = (/** @type {number} */ sign) => beside(curve, neck, sign * (width / 2 + HEAD_SIDE));
  return [...side(1), shoulder(1), at(curve, tip), shoulder(-1), ...side(-1).reverse()];
}

/**
 * Return the point of a curve at `t`, from 0 to 1.
 * @param {Curve} curve @param {number} t
 */
export function at({ start, control, end }, t) {
  const mix = (/** @type {"x" | "y"} */ key) =>
    (1 - t) ** 2 * start[key] + 2 * t * (1 - t) * control[key] + t ** 2 * end[key];
  return { x: mix("x"), y: mix("y") };
}

/**
 * Return the point at a distance from a curve, square to it.
 * @param {Curve} curve @param {number} t @param {number} distance
 */
function beside(curve, t, distance) {
  const { start, control, end } = curve;
  const slope = (/** @type {"x" | "y"} */ key) =>
    2 * (1 - t) * (control[key] - start[key]) + 2 * t * (end[key] - control[key]);
  const [dx, dy] = [slope("x"), slope("y")];
  const size = Math.hypot(dx, dy) || 1;
  const { x, y } = at(curve, t);
  return { x: x - (dy / size) * distance, y: y + (dx / size) * distance };
}

/** @param {Curve} curve */
function lengthOf(curve) {
  let length = 0;
  for (let n = 0; n < STEPS; n += 1) {
    const [a, b] = [at(curve, n / STEPS), at(curve, (n + 1) / STEPS)];
    length += Math.hypot(b.x - a.x, b.y - a.y);
  }
  return length;
}
