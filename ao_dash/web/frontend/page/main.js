// @ts-check
// The component of Streamlit: one message is one state, drawn wherever the screen has reserved a place.
import { el, refill } from "../common/dom.js";
import { startApp } from "./app.js";
import { block } from "./blocks.js";
import { display, draw, drawFrom, parts } from "./display.js";
import { maps } from "./gminy.js";
import { stopPlaying } from "./player.js";
import { leaveRoom } from "./room.js";
import { respell, startSearch } from "./search.js";
import { state } from "./state.js";
import { onStorage, receiveStories, STORIES } from "./story.js";
import { steps } from "./story_steps.js";

/** @import { Block } from "../types/message" */
/**
 * @typedef {{part: "own", name: string, cookie: string}} OwnMessage
 * @typedef {{part: "blocks", blocks: Block[]}} BlocksMessage
 * @typedef {{part: "place", name: string, files: [string, [string, string][]][]}} PlaceMessage
 * @typedef {{
 *   data: Uint8Array | OwnMessage | BlocksMessage | PlaceMessage,
 *   parentElement: HTMLElement,
 *   setTriggerValue(name: string, value: unknown): void,
 * }} Component
 */

const NO_COOKIES =
  "Przeglądarka nie pozwala tu na ciasteczka: wgranych danych nie pokażą pliki do pobrania ani strona otwarta na nowo. Otwórz pulpit w osobnym oknie.";

/** @param {Component} component */
export default function ({ data, parentElement, setTriggerValue }) {
  /** @type {HTMLElement} */
  const node = parentElement.querySelector(":scope > .ao-panel") || el("section", "ao-panel");
  node.translate = true; // ours to draw anew: what a translator puts in is gone by then
  if (!node.parentElement) parentElement.append(node);
  if (data instanceof Uint8Array) {
    node.hidden = true;
    state.choose = (parameters) => window.aoConnection.ask(parameters, (all) => setTriggerValue("choice", all));
    receive(JSON.parse(new TextDecoder().decode(data)));
    window.dispatchEvent(new Event("ao-drawn"));
  } else if (data.part === "own") {
    node.hidden = true;
    rememberOwn(data);
  } else if (data.part === "blocks") {
    leaveRoom(); // nothing can be presented, though „back” may have come from a picture shown alone
    refill(node, data.blocks.flatMap(block));
  } else {
    state.places.set(data.name, node);
    node.classList.add(`ao-panel-${data.name}`);
    if (data.files?.length && state.files !== data.files) {
      state.files = data.files;
      draw("heading"); // it offers some of them
    }
    if (parts.always[data.name]) draw(data.name);
    else drawFrom(data.name);
  }
}

/**
 * The name of the visitor's own figures goes with every request of this browser, until it is shut.
 * @param {OwnMessage} message
 */
function rememberOwn({ name, cookie }) {
  const isSafe = location.protocol === "https:";
  const [prefix, safe] = isSafe ? ["__Host-", "; Secure"] : ["", ""];
  const age = name ? "" : "; Max-Age=0";
  try {
    // biome-ignore lint/suspicious/noDocumentCookie: not every browser has the Cookie Store
    document.cookie = `${prefix}${cookie}=${name}; Path=/; SameSite=Strict${safe}${age}`;
    if (document.cookie.includes(name)) return;
  } catch {} // a page inside another may have no cookies at all
  window.aoConnection.notice(NO_COOKIES);
}

/**
 * Show what the server sends, which ends a story that is told here.
 * @param {any} message
 */
function receive(message) {
  state.ownScreen = STORIES in message ? STORIES : "";
  if (state.ownScreen) {
    receiveStories(message);
    return;
  }
  stopPlaying();
  display(message);
}

/** After an update the server sends these scripts to a page that has loaded others before. */
function noticeUpdate() {
  const loaded = document.querySelector("script[src*='/streamlit.js']");
  if (!(loaded instanceof HTMLScriptElement) || new URL("../streamlit.js", import.meta.url).href === loaded.src) return;
  window.aoConnection.notice("Pulpit został zaktualizowany.", "Odśwież", () => location.reload());
}

/** „Back” leads away from whatever is asked or explained, and from a year just stepped to. */
function leave() {
  for (const map of maps()) map.leave();
  for (const box of document.querySelectorAll("dialog[open]")) /** @type {HTMLDialogElement} */ (box).close();
}

parts.always.steps = steps;
startApp();
startSearch();
if (window.aoPage) window.aoPage.respell = respell;
noticeUpdate();
window.addEventListener("storage", onStorage);
window.addEventListener("popstate", leave);
