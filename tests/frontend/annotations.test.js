// Arrows from words to their gmina.
import assert from "node:assert/strict";
import test from "node:test";
import { arrowOf } from "../../ao_dash/web/frontend/map/annotations.js";

/** @type {import("../../ao_dash/web/frontend/types/page").Box} */
const WORDS = [0, 0, 100, 20];
const square = [
  { x: 200, y: 0 },
  { x: 300, y: 0 },
  { x: 300, y: 100 },
  { x: 200, y: 100 },
];

test("an arrow goes from the edge of the words to a little inside the border", () => {
  const arrow = arrowOf(WORDS, { x: 250, y: 10 }, [square]);
  assert.deepEqual(arrow?.from, { x: 100, y: 10 });
  assert.ok(arrow && arrow.to.x > 205 && arrow.to.x < 220);
  assert.equal(arrow?.to.y, 10);
});

test("it never goes beyond the place it points at", () => {
  const arrow = arrowOf(WORDS, { x: 203, y: 10 }, [square]);
  assert.ok(arrow && arrow.to.x <= 203);
});

test("words that stand on their gmina have none", () => {
  assert.equal(arrowOf([210, 40, 290, 60], { x: 250, y: 50 }, [square]), null);
  assert.equal(arrowOf([210, 40, 290, 60], { x: 250, y: 52 }, [square]), null);
});
