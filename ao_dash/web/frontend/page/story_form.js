// @ts-check
// The form of a story's file, and changes of it: values in, values out.
import { bare } from "../common/find.js";

/** @import { Content, Picture, Step, Story, Words } from "../types/page" */

const FORM = { format: "pulpit/opowiesc", wersja: 2 };

export const MAX_STEPS = 40;
export const MAX_BYTES = 256000;

/** @returns {Story} */
export const emptyStory = () => ({ ...FORM, tytul: "Moja opowieść", kroki: [] });

/** @param {any} step */
const isStep = (step) => step && ["tytul", "obraz"].every((name) => typeof step[name] === "string");

/**
 * Tell whether a value read from somewhere has the form of a story.
 * @param {any} value
 * @returns {value is Story}
 */
export function isStory(value) {
  return Boolean(value) && typeof value.tytul === "string" && Array.isArray(value.kroki) && value.kroki.every(isStep);
}

/**
 * Return a list with an item moved by one place.
 * @template Item
 * @param {Item[]} items
 * @param {number} number
 * @param {number} by -1 or 1
 */
export function moved(items, number, by) {
  const changed = [...items];
  [changed[number], changed[number + by]] = [changed[number + by], changed[number]];
  return changed;
}

/**
 * Return a story with other words in a step.
 * @param {Story} story
 * @param {number} number
 * @param {Words} words
 * @returns {Story}
 */
export function reworded(story, number, words) {
  return { ...story, kroki: story.kroki.map((step, n) => (n === number ? { ...step, ...words } : step)) };
}

/**
 * Return the pictures of a story with other words in a step.
 * @param {Content} content
 * @param {number} number
 * @param {Words} words
 * @returns {Content}
 */
export function rewordedPictures(content, number, { tytul, tekst = "" }) {
  const change = (/** @type {Picture} */ one) => ({ ...one, title: tytul, text: tekst });
  return { ...content, pictures: content.pictures.map((one, n) => (n === number ? change(one) : one)) };
}

/**
 * Return a story with one step more.
 * @param {Story} story
 * @param {Step} step
 * @returns {Story}
 */
export const withStep = (story, step) => ({ ...story, kroki: [...story.kroki, step] });

/**
 * Return the name of a story's file, without the ending.
 * @param {string} title
 */
export function fileName(title) {
  return `ao_opowiesc_${(bare(title).match(/[a-z0-9]+/g) || ["bez_tytulu"]).join("_").slice(0, 60)}`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a file may not hold
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f]|\p{Cs}/gu;

/**
 * Return a text on one line, or on several, without signs that a file may not hold.
 * @param {string} text
 * @param {boolean} several
 */
export function plainWords(text, several) {
  const lines = several ? text.replace(/\r\n?/g, "\n") : text.replace(/\s*[\r\n]+\s*/g, " ");
  return lines.replace(UNSAFE, "").trim();
}
