// The band of a flow: it grows towards its end, and two ways between two places stay apart.
import assert from "node:assert/strict";
import { test } from "node:test";
import { at, band } from "../../ao_dash/web/frontend/map/flow_band.js";

const straight = { start: { x: 0, y: 0 }, control: { x: 100, y: 0 }, end: { x: 200, y: 0 } };
const breadth = (ring, x) => {
  const ys = ring.filter((point) => Math.abs(point.x - x) < 5).map(({ y }) => y);
  return Math.max(...ys) - Math.min(...ys);
};

test("a band is narrow at its origin, wide at its head, and ends in a point", () => {
  const ring = band(straight, 20, 5);
  assert.ok(breadth(ring, 8) < 8);
  assert.ok(breadth(ring, 165) > 18);
  const tip = ring.reduce((far, point) => (point.x > far.x ? point : far));
  assert.ok(Math.abs(tip.x - 195) < 1 && Math.abs(tip.y) < 1e-9, "it keeps off the end by the gap");
  assert.ok(Math.min(...ring.map(({ x }) => x)) >= 4.5, "and off the origin");
});

test("a wider flow is wider everywhere", () => {
  for (const x of [20, 80, 140]) assert.ok(breadth(band(straight, 20, 5), x) > breadth(band(straight, 4, 5), x));
});

test("a band stays a band when there is hardly any way", () => {
  const near = { start: { x: 0, y: 0 }, control: { x: 2, y: 1 }, end: { x: 4, y: 0 } };
  for (const ring of [band(near, 20, 5), band({ ...near, control: near.start, end: near.start }, 20, 5)]) {
    for (const { x, y } of ring) assert.ok(Number.isFinite(x) && Number.isFinite(y));
  }
});

test("a curve begins and ends at its places", () => {
  const bent = { ...straight, control: { x: 100, y: 60 } };
  assert.deepEqual(at(bent, 0), bent.start);
  assert.deepEqual(at(bent, 1), bent.end);
  assert.ok(at(bent, 0.5).y > 0);
});
