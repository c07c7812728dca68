// @ts-check
// Stories: the one a person puts together lives in this browser, in the form of its file. The server
// draws and checks it, and keeps nothing.
import { shelf } from "./state.js";
import { emptyStory, isStory } from "./story_form.js";
/** @import { Story } from "../types/page" */

export const OWN = "moja"; // code of the story in this browser
export const STORE = "ao-opowiesc";
const BEFORE = "ao-opowiesc-przed"; // what the last change replaced

/** @type {Map<string, string | null>} where the browser keeps nothing for us, this page does */
const remembered = new Map();

/** @param {string} name @returns {Story | null} */
function stored(name) {
  try {
    remembered.set(name, localStorage.getItem(name));
  } catch {} // a browser may refuse; what this page remembers stays
  try {
    const value = JSON.parse(remembered.get(name) ?? "");
    return isStory(value) ? value : null;
  } catch {
    return null;
  }
}

export const REFUSED = "Przeglądarka nie pozwala pamiętać opowieści: zapisz ją do pliku, zanim zamkniesz stronę.";

/** @param {string} name @param {Story} story @returns {boolean} whether the browser keeps it */
function store(name, story) {
  const text = JSON.stringify(story);
  remembered.set(name, text);
  try {
    localStorage.setItem(name, text);
    return true;
  } catch {
    say(REFUSED);
    return false;
  }
}

export const ownStory = () => stored(STORE) || emptyStory();

/** Return the story that the last change replaced, if there is one. */
export const storyBefore = () => stored(BEFORE);

/**
 * Keep a story. Every change can be taken back once: nothing that took time to make is lost by one
 * click.
 * @param {Story} story
 * @returns {boolean} whether the browser keeps it
 */
export function keep(story) {
  store(BEFORE, ownStory());
  return store(STORE, story);
}

/**
 * Tell the reader what has happened.
 * @param {string} text
 */
export function say(text) {
  shelf.status = text;
  const node = document.querySelector(".ao-story-status");
  if (node) node.textContent = text;
}
