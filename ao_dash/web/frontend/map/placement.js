// @ts-check
// Where names stand: inside their gmina and never on each other. Each tries places around its point,
// one line or two, and keeps the cheapest; a few rounds let them make room for one another.
/** @import { Box } from "../types/page" */
/**
 * @typedef {{x: number, y: number}} Point
 * @typedef {Point & {r: number}} Circle
 * @typedef {{lines: string[], width: number, height: number}} Size
 * @typedef {{box: Box, lines: string[], outside: number, cost: number}} Candidate
 * @typedef {{candidates: Candidate[], box: Box | null, lines: string[], outside: number}} Placed
 * @typedef {{box: Box}} Taken what stands where it stands
 */

const COVERED = 300; // cost of a place on a circle
const CLEAR = 2; // pixels between a circle and its name

/**
 * Return the places a name may take, the cheapest first.
 * @param {Point} centre
 * @param {Size[]} sizes sizes of the name on one line and on two
 * @param {Point[][]} rings outer rings of its gmina
 * @param {number} stranger cost of a place whose middle is in another gmina, or 0
 * @param {Circle[]} circles of the map: no name stands on one
 * @returns {Candidate[]}
 */
export function candidates(centre, sizes, rings, stranger, circles = []) {
  const found = [];
  const own = circles.find(({ x, y }) => x === centre.x && y === centre.y);
  for (const { lines, width, height } of sizes) {
    for (const [dx, dy] of [...around(width, height), ...(own ? beside(own.r, width, height) : [])]) {
      const [x, y] = [centre.x + dx, centre.y + dy];
      /** @type {Box} */
      const box = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
      const abroad = stranger > 0 && !rings.some((ring) => inside(x, y, ring));
      const outside = abroad ? 1 : shareOutside(box, rings);
      const covered = circles.some((circle) => covers(box, circle));
      const away = Math.hypot(dx, dy) / 3 + (lines.length - 1) * 3;
      found.push({
        box,
        lines,
        outside,
        cost: outside * 60 + (abroad ? stranger : 0) + (covered ? COVERED : 0) + away,
      });
    }
  }
  return found.sort((a, b) => a.cost - b.cost);
}

/** @param {number} width @param {number} height @returns {[dx: number, dy: number][]} steps around a point */
const around = (width, height) =>
  Array.from({ length: 81 }, (_, n) => [(((n % 9) - 4) * width) / 6, ((Math.floor(n / 9) - 4) * height) / 2.5]);

/**
 * Return steps from the middle of a circle to where a name touches it.
 * @param {number} r @param {number} width @param {number} height
 * @returns {[dx: number, dy: number][]}
 */
function beside(r, width, height) {
  const [x, y] = [width / 2, height / 2 + r + CLEAR];
  const across = [-1, -0.5, 0, 0.5, 1].flatMap((n) => [y, -y].map((dy) => [n * x, dy]));
  const level = [-1, 0, 1].flatMap((n) => [1, -1].map((side) => [side * (x + r + CLEAR), (n * height) / 2]));
  return /** @type {[number, number][]} */ ([...across, ...level]);
}

/**
 * Tell whether a box stands on a circle.
 * @param {Box} box @param {Circle} circle
 */
export function covers([left, top, right, bottom], { x, y, r }) {
  return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom)) < r;
}

/**
 * Return the share of a box, from 0 to 1, that is outside all rings.
 * @param {Box} box
 * @param {Point[][]} rings
 */
export function shareOutside([left, top, right, bottom], rings) {
  let out = 0;
  const columns = 5;
  for (let n = 0; n < columns; n += 1) {
    const x = left + ((right - left) * n) / (columns - 1);
    for (const y of [top, (top + bottom) / 2, bottom]) {
      if (!rings.some((ring) => inside(x, y, ring))) out += 1;
    }
  }
  return out / (columns * 3);
}

/**
 * Tell whether a point is inside a ring.
 * @param {number} x
 * @param {number} y
 * @param {Point[]} ring
 */
export function inside(x, y, ring) {
  let odd = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const a = ring[i];
    const b = ring[j];
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) odd = !odd;
  }
  return odd;
}

/**
 * Return how much two boxes overlap, with a small gap kept between them.
 * @param {Box} a
 * @param {Box} b
 */
export function overlap(a, b) {
  const gap = 3;
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]) + gap;
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]) + 1;
  return width > 0 && height > 0 ? width * height : 0;
}

/**
 * Tell whether a box overlaps one of the others.
 * @param {Box} box
 * @param {{box: Box | null}[]} others
 */
export const clashes = (box, others) => others.some((other) => other.box && overlap(box, other.box) > 0);

/**
 * Give every name the place that is cheapest beside the others.
 * @param {Placed[]} labels
 * @param {Taken[]} taken
 */
export function arrange(labels, taken = []) {
  for (let round = 0; round < 4; round += 1) {
    for (const label of labels) {
      settle(label, [...labels.filter((other) => other !== label), ...taken]);
    }
  }
}

/**
 * @param {Placed} label
 * @param {{box: Box | null}[]} others
 */
function settle(label, others) {
  let best = null;
  for (const candidate of label.candidates) {
    if (best && candidate.cost >= best.cost) break;
    const clash = others.reduce((sum, { box }) => sum + (box ? overlap(candidate.box, box) : 0), 0);
    const cost = candidate.cost + (clash ? 200 + clash : 0);
    if (!best || cost < best.cost) best = { ...candidate, cost };
  }
  if (best) Object.assign(label, { box: best.box, lines: best.lines, outside: best.outside });
}

/**
 * Return where marks of some size stand on a line so that none overlaps another; each stands as
 * near to its place as it can.
 * @param {{at: number, size: number}[]} marks middles and sizes, from left to right
 * @param {number} width length of the line
 * @param {number} gap between two marks
 * @returns {number[]} left ends, in the same order
 */
export function spread(marks, width, gap) {
  let free = 0;
  const lefts = marks.map(({ at, size }) => {
    const left = Math.max(free, at - size / 2);
    free = left + size + gap;
    return left;
  });
  let limit = width;
  for (let n = marks.length - 1; n >= 0; n -= 1) {
    lefts[n] = Math.max(0, Math.min(lefts[n], limit - marks[n].size));
    limit = lefts[n] - gap;
  }
  return lefts;
}

/**
 * Return the gmina nearest in a direction; off the edge, the next one in the alphabet, so that all
 * are reached.
 * @param {string} code where one stands
 * @param {[dx: number, dy: number]} direction
 * @param {Map<string, Point>} points places by code, in the order of the alphabet
 */
export function neighbour(code, [dx, dy], points) {
  const from = points.get(code) ?? { x: 0, y: 0 };
  let best = null;
  for (const [other, { x, y }] of points) {
    const [toX, toY] = [x - from.x, y - from.y];
    const along = toX * dx + toY * dy;
    const aside = Math.abs(toX * dy) + Math.abs(toY * dx);
    if (other === code || along <= 0 || aside > along * 1.5) continue;
    const cost = along + aside * 1.2;
    if (!best || cost < best.cost) best = { other, cost };
  }
  if (best) return best.other;
  const order = [...points.keys()];
  return order[(order.indexOf(code) + (dx + dy > 0 ? 1 : order.length - 1)) % order.length];
}
