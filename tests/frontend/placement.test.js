// Names on the map: where they may stand, and how they make room for each other.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  arrange,
  candidates,
  clashes,
  covers,
  inside,
  neighbour,
  overlap,
  shareOutside,
  spread,
} from "../../ao_dash/web/frontend/map/placement.js";

const square = (left, top, side) => [
  { x: left, y: top },
  { x: left + side, y: top },
  { x: left + side, y: top + side },
  { x: left, y: top + side },
];
const SIZE = { lines: ["Opole"], width: 40, height: 12 };
const labelAt = (x, y, ring) => ({
  candidates: candidates({ x, y }, [SIZE], [ring], 0),
  box: null,
  lines: [],
  outside: 0,
});

test("a point is inside a ring or not", () => {
  const ring = square(0, 0, 10);
  assert.equal(inside(5, 5, ring), true);
  assert.equal(inside(15, 5, ring), false);
  assert.equal(inside(-1, 5, ring), false);
});

test("a box is outside by the share of its points", () => {
  const rings = [square(0, 0, 100)];
  assert.equal(shareOutside([10, 10, 50, 30], rings), 0);
  assert.equal(shareOutside([200, 200, 240, 220], rings), 1);
  assert.ok(shareOutside([80, 40, 120, 60], rings) > 0.2);
  assert.equal(shareOutside([110, 10, 150, 30], [...rings, square(100, 0, 100)]), 0);
});

test("boxes overlap with a gap of three pixels beside them and of one above", () => {
  assert.ok(overlap([0, 0, 10, 10], [5, 5, 15, 15]) > 0);
  assert.ok(overlap([0, 0, 10, 10], [12, 0, 20, 10]) > 0);
  assert.equal(overlap([0, 0, 10, 10], [13, 0, 20, 10]), 0);
  assert.equal(overlap([0, 0, 10, 10], [0, 11, 10, 20]), 0);
  assert.equal(clashes([0, 0, 10, 10], [{ box: null }, { box: [30, 0, 40, 10] }]), false);
  assert.equal(clashes([0, 0, 10, 10], [{ box: [5, 0, 40, 10] }]), true);
});

test("the cheapest place of a name is its point, and one line before two", () => {
  const two = { lines: ["Tarnów", "Opolski"], width: 40, height: 24 };
  const found = candidates({ x: 100, y: 100 }, [two, SIZE], [square(0, 0, 200)], 0);
  assert.deepEqual(found[0].box, [80, 94, 120, 106]);
  assert.deepEqual(found[0].lines, ["Opole"]);
  assert.equal(found.length, 2 * 81);
  for (let n = 1; n < found.length; n += 1) assert.ok(found[n - 1].cost <= found[n].cost);
});

test("a narrow gmina takes two lines", () => {
  const one = { lines: ["Tarnów Opolski"], width: 90, height: 12 };
  const two = { lines: ["Tarnów", "Opolski"], width: 44, height: 24 };
  const found = candidates({ x: 25, y: 25 }, [two, one], [square(0, 0, 50)], 0);
  assert.deepEqual(found[0].lines, ["Tarnów", "Opolski"]);
});

test("in a room a name whose middle is in another gmina costs more than any other place", () => {
  const found = candidates({ x: 10, y: 50 }, [SIZE], [square(0, 0, 100)], 120);
  const abroad = found.filter(({ box }) => (box[0] + box[2]) / 2 < 0);
  assert.ok(abroad.length > 0);
  assert.ok(abroad.every(({ cost, outside }) => cost >= 180 && outside === 1));
});

test("names make room for each other", () => {
  const labels = [labelAt(100, 100, square(0, 0, 300)), labelAt(104, 102, square(0, 0, 300))];
  arrange(labels);
  assert.equal(overlap(labels[0].box, labels[1].box), 0);
  assert.deepEqual(
    labels.map(({ outside }) => outside),
    [0, 0],
  );
});

test("a name stands beside a circle, never on one", () => {
  const circles = [
    { x: 100, y: 100, r: 30 },
    { x: 100, y: 55, r: 10 },
  ];
  const found = candidates({ x: 100, y: 100 }, [SIZE], [square(0, 0, 200)], 0, circles);
  assert.ok(circles.every((circle) => !covers(found[0].box, circle)));
  assert.equal(covers([80, 94, 120, 106], circles[0]), true);
  assert.equal(covers([80, 132, 120, 144], circles[0]), false);
});

test("marks of a scale stand at their places, or beside each other within the scale", () => {
  assert.deepEqual(spread([{ at: 50, size: 20 }], 200, 14), [40]);
  const marks = [
    { at: 95, size: 40 },
    { at: 100, size: 40 },
    { at: 199, size: 40 },
  ];
  const lefts = spread(marks, 200, 14);
  assert.deepEqual(lefts, [52, 106, 160]);
  assert.deepEqual(spread([{ at: 2, size: 40 }], 200, 14), [0]);
});

test("arrow keys lead to the nearest gmina in a direction, then on in the alphabet", () => {
  const points = new Map([
    ["a", { x: 0, y: 0 }],
    ["b", { x: 10, y: 1 }],
    ["c", { x: 5, y: 30 }],
    ["d", { x: 40, y: 0 }],
  ]);
  assert.equal(neighbour("a", [1, 0], points), "b");
  assert.equal(neighbour("b", [1, 0], points), "d");
  assert.equal(neighbour("a", [0, 1], points), "c");
  assert.equal(neighbour("d", [1, 0], points), "a");
  assert.equal(neighbour("a", [-1, 0], points), "d");
});

test("every gmina can be reached with one key", () => {
  const points = new Map([..."abcdefg"].map((code, n) => [code, { x: (n * 37) % 60, y: (n * 53) % 70 }]));
  const seen = new Set(["a"]);
  for (const direction of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ]) {
    let at = "a";
    for (let step = 0; step < 50; step += 1) {
      at = neighbour(at, direction, points);
      seen.add(at);
    }
  }
  assert.equal(seen.size, 7);
});
