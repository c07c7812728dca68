// Finding as a clerk types: without marks, by beginnings of words, by synonyms.
import assert from "node:assert/strict";
import { test } from "node:test";
import { find, fold, respelled } from "../../ao_dash/web/frontend/common/find.js";

const entry = (kind, name, words = [], detail = "") => [kind, name, detail, `/?${name}`, words];
const ENTRIES = [
  entry("gmina", "Dąbrowa", [], "gmina wiejska, powiat opolski"),
  entry("gmina", "Dobrzeń Wielki"),
  entry("gmina", "Tułowice"),
  entry("gmina", "Popielów"),
  entry("wskaźnik", "Ludność", ["mieszkańcy"]),
  entry("wskaźnik", "Młodzieżowe domy kultury i podobne"),
  entry("wskaźnik", "Miejsca w żłobkach", ["żłobek"]),
  entry("wskaźnik", "Bezrobotni na 1000 mieszkańców", ["bezrobocie"]),
  entry("miejscowość", "Dąbrówka Górna", [], "gmina Gogolin"),
  entry("brak danych", "Mieszkania z wodociągiem", ["wodociągi"]),
];
const names = (question) => find(ENTRIES, question, 9).map(([, name]) => name);

test("letters need no marks, capitals or exact spaces", () => {
  assert.equal(fold("  Łubniany–ŻÓŁĆ "), "lubniany zolc");
  assert.deepEqual(names("dabrowa"), ["Dąbrowa"]);
  assert.deepEqual(names("TULOWICE"), ["Tułowice"]);
  assert.deepEqual(names("dobrzen  wielki"), ["Dobrzeń Wielki"]);
  assert.deepEqual(names("wielki dobrz"), ["Dobrzeń Wielki"]);
  assert.deepEqual(names("ludnosc"), ["Ludność"]);
  assert.deepEqual(names("Dąbrowa"), names("dabrowa"));
});

test("words are found by their beginnings, not by letters inside them", () => {
  assert.deepEqual(names("zlob"), ["Miejsca w żłobkach"]);
  assert.deepEqual(names("pie"), []);
  assert.deepEqual(names("kultury"), ["Młodzieżowe domy kultury i podobne"]);
  assert.deepEqual(names("mlo kul"), ["Młodzieżowe domy kultury i podobne"]);
});

test("a synonym finds what it means before names that only begin alike", () => {
  assert.deepEqual(names("bezrobocie"), ["Bezrobotni na 1000 mieszkańców"]);
  assert.equal(names("mieszkańcy")[0], "Ludność");
  assert.deepEqual(names("wodociagi"), ["Mieszkania z wodociągiem"]);
});

test("what stands beside a name helps to find it, last", () => {
  assert.deepEqual(names("gogolin"), ["Dąbrówka Górna"]);
  assert.deepEqual(names("opolski dabrowa"), ["Dąbrowa"]);
});

test("nothing asked and nothing found is nothing", () => {
  assert.deepEqual(names(""), []);
  assert.deepEqual(names(" ?! "), []);
  assert.deepEqual(names("warszawa"), []);
});

test("what is typed without marks takes the letters of the name it begins", () => {
  assert.equal(respelled(ENTRIES, "dab"), "Dąb");
  assert.equal(respelled(ENTRIES, "wielki"), "Wielki");
  assert.equal(respelled(ENTRIES, "zlobk"), "żłobk");
  assert.equal(respelled(ENTRIES, "Tuł"), "Tuł");
  assert.equal(respelled(ENTRIES, "bezrobocie"), "Bezrobotni na 1000 mieszkańców");
  assert.equal(respelled(ENTRIES, "xyz"), "xyz");
  assert.equal(respelled(ENTRIES, ""), "");
});
