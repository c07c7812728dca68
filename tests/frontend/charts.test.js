// Charts: places become pixels, names make room for each other.
import assert from "node:assert/strict";
import { test } from "node:test";
import { overlaps, roomForName, scales, spreadNames, widest } from "../../ao_dash/web/frontend/page/charts/geometry.js";

const AREA = { left: 50, top: 20, right: 450, bottom: 320 };

test("places go from the left and from the bottom", () => {
  const { atX, atY } = scales(AREA);
  assert.deepEqual([atX(0), atX(0.5), atX(1)], [50, 250, 450]);
  assert.deepEqual([atY(0), atY(0.5), atY(1)], [320, 170, 20]);
});

test("the widest text needs the room of its letters", () => {
  assert.equal(widest([]), 0);
  assert.equal(widest(["ab", "abcd"]), 4 * 7.4);
});

test("names at the ends of lines keep their distance and stay inside", () => {
  assert.deepEqual(spreadNames([50, 100], 17, 20, 320), [50, 100]);
  assert.deepEqual(spreadNames([50, 55, 60], 17, 20, 320), [50, 67, 84]);
  assert.deepEqual(spreadNames([310, 318, 320], 17, 20, 320), [286, 303, 320]);
  assert.deepEqual(spreadNames([], 17, 20, 320), []);
});

test("the name of a dot stands right of it if it can", () => {
  const room = roomForName(100, 100, 40, [], AREA);
  assert.deepEqual([room.left, room.base], [110, 104]);
});

test("at the edge a name stands left of its dot", () => {
  const room = roomForName(440, 100, 40, [], AREA);
  assert.deepEqual([room.left, room.base], [390, 104]);
});

test("a name gives way to what is there, or is not drawn", () => {
  const beside = [105, 90, 160, 110];
  const room = roomForName(100, 100, 40, [beside], AREA);
  assert.ok(room.left < 100);
  assert.ok(!overlaps(room.box, beside));
  assert.equal(roomForName(100, 100, 40, [[0, 0, 500, 400]], AREA), null);
});

test("names of thirty dots never overlap", () => {
  const taken = [];
  for (let n = 0; n < 30; n += 1) {
    const room = roomForName(60 + ((n * 71) % 380), 30 + ((n * 47) % 280), 50, taken, AREA);
    if (room) taken.push(room.box);
  }
  assert.ok(taken.length > 20);
  for (const a of taken) for (const b of taken) assert.ok(a === b || !overlaps(a, b));
});
