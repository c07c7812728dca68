// Stories: the form of their file, changes of them, and what this browser keeps.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { forgetAll } from "./fakes.js";

const form = await import("../../ao_dash/web/frontend/page/story_form.js");
const store = await import("../../ao_dash/web/frontend/page/story_store.js");
const { shelf } = await import("../../ao_dash/web/frontend/page/state.js");

const step = (tytul) => ({ tytul, obraz: "wskaznik=ludnosc" });
const story = (...titles) => ({ ...form.emptyStory(), kroki: titles.map(step) });

beforeEach(forgetAll);

test("only what has the form of a story is one", () => {
  assert.equal(form.isStory(form.emptyStory()), true);
  assert.equal(form.isStory(story("a", "b")), true);
  for (const value of [null, 1, "x", {}, { tytul: "x" }, { tytul: 1, kroki: [] }, { tytul: "x", kroki: [{}] }]) {
    assert.equal(form.isStory(value), false);
  }
  assert.equal(form.isStory({ tytul: "x", kroki: [null] }), false);
});

test("a step moves by one place", () => {
  const steps = ["a", "b", "c"];
  assert.deepEqual(form.moved(steps, 0, 1), ["b", "a", "c"]);
  assert.deepEqual(form.moved(steps, 2, -1), ["a", "c", "b"]);
  assert.deepEqual(steps, ["a", "b", "c"]);
});

test("other words change a step and its picture", () => {
  const words = { tytul: "nowy", tekst: "tekst", notatka: "" };
  const changed = form.reworded(story("a", "b"), 1, words);
  assert.deepEqual(changed.kroki[0], step("a"));
  assert.deepEqual(changed.kroki[1], { ...step("b"), ...words });
  const content = {
    title: "",
    pictures: [
      { title: "a", text: "" },
      { title: "b", text: "", gmina: "1" },
    ],
  };
  const pictures = form.rewordedPictures(content, 1, words).pictures;
  assert.deepEqual(pictures, [
    { title: "a", text: "" },
    { title: "nowy", text: "tekst", gmina: "1" },
  ]);
});

test("a step is added at the end", () => {
  assert.deepEqual(form.withStep(story("a"), step("b")).kroki, [step("a"), step("b")]);
});

test("a file has a name of plain letters", () => {
  assert.equal(form.fileName("Żółta łódź: 2024!"), "ao_opowiesc_zolta_lodz_2024");
  assert.equal(form.fileName("…"), "ao_opowiesc_bez_tytulu");
  assert.ok(form.fileName("a".repeat(200)).length <= 72);
});

test("words are told without signs that a file may not hold", () => {
  assert.equal(form.plainWords(" jeden\r\n dwa ", false), "jeden dwa");
  assert.equal(form.plainWords("jeden\r\ndwa\rtrzy", true), "jeden\ndwa\ntrzy");
  assert.equal(form.plainWords("a\u0000b\u202ec\u200f\ud800", false), "abc");
  assert.equal(form.plainWords("żółć – „ok”", false), "żółć – „ok”");
});

test("one's own story is kept, and the last change can be taken back", () => {
  assert.deepEqual(store.ownStory(), form.emptyStory());
  assert.deepEqual(store.storyBefore(), null);
  store.keep(story("a"));
  assert.deepEqual(store.ownStory().kroki, [step("a")]);
  store.keep(story("a", "b"));
  assert.deepEqual(store.storyBefore().kroki, [step("a")]);
  store.keep(store.storyBefore());
  assert.deepEqual(store.ownStory().kroki, [step("a")]);
  assert.deepEqual(store.storyBefore().kroki, [step("a"), step("b")]);
});

test("a browser that refuses is told of, and the page remembers", () => {
  const { setItem } = localStorage;
  localStorage.setItem = () => {
    throw new Error("refused");
  };
  localStorage.getItem = () => {
    throw new Error("refused");
  };
  try {
    store.keep(story("a"));
    assert.deepEqual(store.ownStory().kroki, [step("a")]);
    assert.match(shelf.status, /nie pozwala pamiętać/);
  } finally {
    localStorage.setItem = setItem;
  }
});

test("what somebody else has put into the store is no story", () => {
  localStorage.getItem = () => '{"tytul": 7}';
  assert.deepEqual(store.ownStory(), form.emptyStory());
  localStorage.getItem = () => "{broken";
  assert.deepEqual(store.ownStory(), form.emptyStory());
});
