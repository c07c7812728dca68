// What the end of a line must not part, and dates.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { typeset } from "../../ao_dash/web/frontend/common/typography.js";

test("texts are set the way Polish is", () => {
  const cases = JSON.parse(readFileSync(new URL("../support/typography.json", import.meta.url), "utf-8"));
  for (const [text, set] of cases) assert.equal(typeset(text), set);
});
