// A part of the scale that is drawn over becomes figures.
import assert from "node:assert/strict";
import { test } from "node:test";
import { rangeBetween } from "../../ao_dash/web/frontend/map/brush.js";

const legend = { scale: { bounds: [0, 10, 30, 100], digits: 1 } };

test("classes are equally wide, whatever they hold", () => {
  assert.equal(rangeBetween(legend, 1 / 6, 0.5), "5.0..20.0");
  assert.equal(rangeBetween(legend, 1 / 3, 2 / 3), "10.0..30.0");
});

test("an end of the scale is no end", () => {
  assert.equal(rangeBetween(legend, 0, 0.5), "..20.0");
  assert.equal(rangeBetween(legend, 0.5, 1), "20.0..");
  assert.equal(rangeBetween(legend, 0, 1), "");
});
