// @ts-check
// What the server does for a story: it draws and checks it, and makes files of it.
import { at } from "../common/base.js";

/** @import { Content, Story } from "../types/page" */

const ADDRESS = at("/api/v1/opowiesc");
const SHIPPED = at("/api/v1/opowiesci");

/** The server will not, or cannot now; `faults` say why. */
export class Refused extends Error {
  /** @param {string[]} faults */
  constructor(faults) {
    super("refused");
    this.faults = faults;
  }
}

/**
 * Send a story, or the text of a file with its name.
 * @param {string} address
 * @param {BodyInit} body
 * @param {string} [name]
 */
async function post(address, body, name = "") {
  const query = name ? `?plik=${encodeURIComponent(name)}` : "";
  const headers = { "content-type": "application/json" };
  const answer = await fetch(address + query, { method: "POST", headers, body }).catch(() => null);
  if (!answer) throw new Refused(["Nie ma połączenia z pulpitem. Spróbuj jeszcze raz, gdy będzie."]);
  if (answer.ok) return answer;
  /** @type {{faults?: {text: string}[]} | null} */
  const problem = await answer.json().catch(() => null);
  const faults = problem?.faults?.map((fault) => fault.text);
  throw new Refused(faults || [`Pulpit nie może teraz odpowiedzieć (${answer.status}).`]);
}

/**
 * Have a story drawn.
 * @param {Story} story
 * @returns {Promise<Content>}
 */
export async function drawn(story) {
  return (await post(ADDRESS, JSON.stringify(story))).json();
}

/**
 * Have a file checked, and return the story in it.
 * @param {File} file
 * @returns {Promise<Story>}
 */
export async function checked(file) {
  return (await (await post(ADDRESS, file, file.name)).json()).story;
}

/**
 * Have a story made into a file of some kind.
 * @param {Story} story
 * @param {"pdf" | "pptx" | "zip" | "gif" | "html"} kind
 */
export async function made(story, kind) {
  return (await post(`${ADDRESS}.${kind}`, JSON.stringify(story))).blob();
}

/**
 * Fetch a story of the data folder.
 * @param {string} code
 * @returns {Promise<Story>}
 */
export async function shippedStory(code) {
  const answer = await fetch(`${SHIPPED}/${encodeURIComponent(code)}.json`).catch(() => null);
  if (!answer?.ok) throw new Refused(["Nie można teraz otworzyć tej opowieści."]);
  return answer.json();
}
