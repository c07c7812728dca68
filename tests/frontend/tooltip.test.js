// Where the box stands that says what is pointed at.
import assert from "node:assert/strict";
import { test } from "node:test";
import { freePlace } from "../../ao_dash/web/frontend/map/tooltip.js";

const ROOM = [575, 540];
const SIZE = [324, 267];

test("it stands beside what is pointed at, inside the room, and covers it only where it must", () => {
  assert.deepEqual(freePlace([20, 200, 120, 240], SIZE, ROOM), [130, 86.5], "on the right");
  assert.deepEqual(freePlace([440, 200, 560, 240], SIZE, ROOM), [106, 86.5], "on the left");
  assert.deepEqual(freePlace([240, 120, 345, 225], SIZE, ROOM), [130.5, 235], "below");
  assert.deepEqual(freePlace([240, 330, 345, 480], SIZE, ROOM), [130.5, 53], "above");
  for (let at = 0; at < 500; at += 20) {
    for (const [room, size] of [
      [ROOM, SIZE],
      [
        [364, 500],
        [324, 200],
      ],
      [
        [300, 180],
        [280, 170],
      ],
    ]) {
      const [x, y] = freePlace([at, at / 2, at + 60, at / 2 + 60], size, room);
      assert.ok(x >= 4 && y >= 4, `${at} in ${room}`);
      assert.ok(x + size[0] <= room[0] && y + size[1] <= room[1], `${at} in ${room}`);
    }
  }
});
