// Units after figures, in the form that Polish asks for.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { unitAfter } from "../../ao_dash/web/frontend/map/tooltip.js";

const file = readFileSync(new URL("../../data/units.csv", import.meta.url), "utf8");
const units = file
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split(","));

/** Figures as they stand on the screen, and the place of the form that follows them. */
const FIGURES = { 0: 2, 1: 0, 2: 1, 5: 2, 12: 2, 22: 1, 298: 2, "1\u00a0002": 1, "1,5": 3, "\u22121": 0 };

test("a unit takes the form that goes with its figure", () => {
  assert.ok(units.length > 20);
  for (const [, ...forms] of units) {
    for (const [text, place] of Object.entries(FIGURES)) {
      const view = { form: "circles", unit: forms[1], unit_forms: forms };
      assert.equal(unitAfter(view, { status: 0, text }), forms[place], `${text} ${forms[0]}`);
    }
  }
});

test("a unit that is no noun stays as it is", () => {
  assert.equal(unitAfter({ form: "classes", unit: "zł/os." }, { status: 0, text: "1" }), "zł/os.");
});

test("words have no unit", () => {
  assert.equal(unitAfter({ form: "circles", unit: "osoby" }, { status: 1, text: "brak danych" }), "");
  assert.equal(unitAfter({ form: "named", unit: "" }, { status: 0, text: "tak" }), "");
});
