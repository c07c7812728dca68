// @ts-check
// The one rule by which things are found: letters without their marks, beginnings of words, synonyms.
/** @import { Entry } from "../types/page" */

/**
 * Return a text as it is compared: small letters without marks, words parted by single spaces.
 * @param {string} text
 */
export const fold = (text) =>
  bare(text)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/**
 * Return small letters without their marks, each in its place.
 * @param {string} text
 */
export const bare = (text) => text.toLowerCase().replaceAll("ł", "l").normalize("NFKD").replace(/\p{M}/gu, "");

/**
 * Tell how well an entry answers a question: 0 is best, -1 means not at all.
 * @param {Entry} entry
 * @param {string} asked folded
 */
export function rank([, name, detail, , words], asked) {
  const called = fold(name);
  const synonyms = words.map(fold);
  if (called === asked) return 0;
  if (synonyms.includes(asked)) return 1;
  if (called.startsWith(asked)) return 2;
  if (beginWords(asked, called)) return 3;
  if (synonyms.some((word) => beginWords(asked, word))) return 4;
  return beginWords(asked, [called, fold(detail), ...synonyms].join(" ")) ? 5 : -1;
}

/**
 * Tell whether every word of a question begins a word of a text.
 * @param {string} asked
 * @param {string} text
 */
const beginWords = (asked, text) => asked.split(" ").every((part) => ` ${text}`.includes(` ${part}`));

/**
 * Return the entries that answer a question, the best first; equally good ones keep their order.
 * @param {Entry[]} entries
 * @param {string} question
 * @param {number} most
 */
export function find(entries, question, most) {
  const asked = fold(question);
  if (!asked) return [];
  return entries
    .map((entry) => ({ entry, place: rank(entry, asked) }))
    .filter(({ place }) => place >= 0)
    .sort((a, b) => a.place - b.place)
    .slice(0, most)
    .map(({ entry }) => entry);
}

/**
 * Return a typed beginning with the letters of the name it begins, marks and all, or the name that
 * a synonym means; what begins nothing stays as it is.
 * @param {Entry[]} entries
 * @param {string} typed
 */
export function respelled(entries, typed) {
  const asked = bare(typed);
  if (!asked.trim()) return typed;
  for (const [, name] of entries) {
    const at = ` ${bare(name)}`.indexOf(` ${asked}`);
    if (at >= 0 && bare(name).length === name.length) return name.slice(at, at + typed.length);
  }
  const meant = entries.find((entry) => rank(entry, fold(typed)) === 1);
  return meant ? meant[1] : typed;
}
