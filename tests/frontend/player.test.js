// The player: pictures that are all here, one after another.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { calls, forgetAll, painted, picture, view } from "./fakes.js";

const player = await import("../../ao_dash/web/frontend/page/player.js");
const { player: shown, state } = await import("../../ao_dash/web/frontend/page/state.js");

const content = () => ({ title: "Opowieść", pictures: [picture("Pierwszy", "160501"), picture("Drugi")] });
const last = () => painted.at(-1);

beforeEach(() => {
  forgetAll();
  player.stopPlaying();
  Object.assign(shown, { number: 0, frame: null, gmina: null, went: () => calls.push("went") });
});

test("a picture is shown with its words, its place and its gmina", () => {
  player.play(content(), 0);
  assert.equal(shown.number, 0);
  assert.equal(last().selected, "160501");
  assert.deepEqual(last().story, { title: "Pierwszy", text: "Pierwszy: tekst", story: "Opowieść", place: "1 z 2" });
  assert.equal(last().mode, "");
  assert.deepEqual(calls, ["leave", "went", "bring"]);
});

test("a number outside leads to the nearest picture, and a step beyond the ends nowhere", () => {
  player.play(content(), 7);
  assert.equal(shown.number, 1);
  player.goTo(2);
  assert.equal(shown.number, 1);
  player.goTo(0);
  assert.equal(shown.number, 0);
  assert.equal(last().story.title, "Pierwszy");
});

test("another gmina and another year are found here", () => {
  player.play(content(), 0);
  state.choose({ gmina: "161101" });
  assert.equal(last().selected, "161101");
  state.choose({ rok: "2023" });
  assert.equal(last().year, 2023);
  assert.equal(last().selected, "161101");
  assert.equal(last().query, "wskaznik=ludnosc&rok=2023&gmina=161101");
  state.choose({ gmina: "" });
  assert.equal(last().selected, null);
  player.goTo(1);
  assert.equal(last().year, 2024);
  assert.equal(last().selected, null);
});

test("a presentation goes on from picture to picture", () => {
  player.play(content(), 0);
  state.choose({ tryb: "prezentacja" });
  assert.equal(last().mode, "prezentacja");
  player.goTo(1);
  assert.equal(last().mode, "prezentacja");
  state.choose({ tryb: "" });
  assert.equal(last().mode, "");
});

test("years are told from what differs, once", async () => {
  const one = picture("Jeden");
  const frames = player.framesOf(one);
  assert.deepEqual(
    frames.map(({ year }) => year),
    [2023, 2024],
  );
  assert.equal(frames[0].legend, one.view.legend);
  assert.equal(player.framesOf(one), frames);
  player.play({ title: "", pictures: [one] }, 0);
  assert.equal(await state.held("lata.json?wskaznik=ludnosc"), frames);
  assert.equal(state.held("/geo/base.json"), null);
  player.stopPlaying();
  assert.equal(state.held, null);
});

test("the mark of the chosen gmina stands where its value does", () => {
  const chosen = player.withChoice(view("wskaznik=ludnosc&tryb=prezentacja", 2024), "161101");
  assert.equal(chosen.query, "wskaznik=ludnosc&gmina=161101");
  assert.deepEqual(chosen.legend.marks, [
    ["AO", "5", 0.4],
    ["Walce", "3", 0.1],
  ]);
});

test("a gmina without a value has no mark", () => {
  const before = view("wskaznik=ludnosc", 2024);
  assert.equal(player.withChoice(before, "160901").legend.marks.length, 1);
  assert.equal(player.withChoice(before, null).legend.marks.length, 1);
  assert.equal(before.legend.marks.length, 1);
});

test("one picture tells no story", () => {
  assert.equal(player.tellsAStory(), false);
  player.play({ title: "", pictures: [picture("Jeden")] }, 0);
  assert.equal(player.tellsAStory(), false);
  assert.equal(last().story.place, "");
  player.play(content(), 0);
  assert.equal(player.tellsAStory(), true);
});

test("arrow keys step, except where arrows mean something else", () => {
  player.play(content(), 0);
  const press = (key, target = "BODY", held = {}) => {
    let prevented = false;
    player.onStepKey({ key, target: { tagName: target }, preventDefault: () => (prevented = true), ...held });
    return prevented;
  };
  assert.equal(press("ArrowRight", "INPUT"), false);
  assert.equal(press("ArrowRight", "BODY", { ctrlKey: true }), false);
  assert.equal(press("a"), false);
  assert.equal(shown.number, 0);
  assert.equal(press("ArrowRight"), true);
  assert.equal(shown.number, 1);
  press("ArrowLeft");
  assert.equal(shown.number, 0);
});
