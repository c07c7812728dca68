// Tables in an order.
import assert from "node:assert/strict";
import { test } from "node:test";
import { comparable, sorted } from "../../ao_dash/web/frontend/page/sorting.js";

const read = (text) => comparable(text);
const column = [{ name: "x", read }];
const up = (rows) => sorted(rows, column, { column: 0, down: false });
const down = (rows) => sorted(rows, column, { column: 0, down: true });

test("figures sort as figures though they are written in Polish", () => {
  assert.equal(comparable("1 234,5"), 1234.5);
  assert.equal(comparable("1\u00a0234"), 1234);
  assert.equal(comparable("1\u202f234"), 1234);
  assert.equal(comparable("\u22123,2"), -3.2);
  assert.equal(comparable("12,5%"), 12.5);
  assert.equal(comparable("7‰"), 7);
  assert.equal(comparable("0"), 0);
  assert.equal(comparable(""), "");
  assert.equal(comparable("brak danych"), "brak danych");
  assert.deepEqual(up(["10", "9", "\u22121", "1 000"]), ["\u22121", "9", "10", "1 000"]);
});

test("what has no figure stands last either way", () => {
  assert.deepEqual(up(["–", "2", "1"]), ["1", "2", "–"]);
  assert.deepEqual(down(["–", "2", "1"]), ["2", "1", "–"]);
});

test("names stand in the order of the Polish alphabet", () => {
  const names = ["Łubniany", "Zdzieszowice", "Lewin Brzeski", "Świerczów", "Strzeleczki"];
  const order = ["Lewin Brzeski", "Łubniany", "Strzeleczki", "Świerczów", "Zdzieszowice"];
  assert.deepEqual(up(names), order);
  assert.deepEqual(down(names), order.toReversed());
});

test("without an order rows stay as they are, and equal ones keep their places", () => {
  const rows = [
    { name: "b", value: 1 },
    { name: "a", value: 1 },
  ];
  const columns = [{ name: "wartość", read: (row) => row.value }];
  assert.equal(sorted(rows, columns, undefined), rows);
  assert.deepEqual(sorted(rows, columns, { column: 0, down: true }), rows);
});

test("sorting leaves the rows it was given alone", () => {
  const rows = ["2", "1"];
  up(rows);
  assert.deepEqual(rows, ["2", "1"]);
});
