// @ts-check
// The screen of stories: which one is open, at which step.
import { PRESENT } from "../common/message.js";
import { display, draw } from "./display.js";
import { drawNotes } from "./notes.js";
import { play, stopPlaying } from "./player.js";
import { player, shelf, state } from "./state.js";
import { drawn, Refused, shippedStory } from "./story_server.js";
import { OWN, ownStory, STORE, say } from "./story_store.js";
/** @import { Block } from "../types/message" */

/** The name under which the screen of stories draws itself. */
export const STORIES = "stories";

const EMPTY = [
  "Na ekranie Mapa ustaw obraz i naciśnij „Dodaj do opowieści”. Kroki zobaczysz tutaj: możesz zmienić ich kolejność i słowa, pokazać je na sali i zapisać w jednym pliku.",
  "Opowieść pamięta ta przeglądarka, a nie pulpit. Zapisz ją do pliku, żeby otworzyć ją gdzie indziej.",
];

/**
 * Show a story from one of its steps on; whatever was asked for before no longer matters.
 * @param {string} code
 * @param {number} [number]
 * @param {string} [status] what to tell the reader then
 */
export async function openStory(code, number = 0, status = "") {
  shelf.turn += 1;
  const { turn } = shelf;
  const outdated = () => turn !== shelf.turn || state.ownScreen !== STORIES;
  Object.assign(shelf, { code, faults: [] });
  try {
    const story = code === OWN ? ownStory() : await shippedStory(code);
    const content = story.kroki.length ? await drawn(story) : null;
    if (outdated()) return;
    shelf.story = story;
    if (content) play(content, number);
    else showNothing();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (outdated()) return;
    shelf.faults = error.faults;
    if (code === OWN) shelf.story = ownStory();
    showNothing();
  }
  say(status);
}

function showNothing() {
  const { faults } = shelf;
  stopPlaying();
  const title = faults.length ? "Tej opowieści nie można pokazać" : "Opowieść bez kroków";
  const sentences = faults.length ? faults : EMPTY;
  /** @type {Block} */
  const text = { kind: "text", title: "", sentences, listed: faults.length > 0, anchor: "", lead: false };
  /** @type {Block} */
  const heading = { kind: "heading", title, subtitle: "", notice: [], clear: [] };
  display({ places: { heading: [heading], board: [text], sheet: [] }, maps: [] });
  draw("steps");
}

/**
 * Receive what the server knows of stories, and open the one that the address names.
 * @param {{stories: {code: string, title: string}[], faults: string[]}} message
 */
export function receiveStories({ stories, faults }) {
  Object.assign(shelf, { shipped: stories, notes: faults });
  player.went = wentToStep;
  const query = new URLSearchParams(location.search);
  const asked = query.get("opowiesc");
  if (player.content && shelf.code && (!asked || asked === shelf.code)) {
    wentToStep();
    return;
  }
  const known = [OWN, ...stories.map(({ code }) => code)];
  const usual = shelf.code || (ownStory().kroki.length || !stories.length ? OWN : stories[0].code);
  const found = asked && known.includes(asked) ? asked : usual;
  const status = asked && asked !== found ? "Opowieści z adresu nie ma; pokazano inną." : "";
  player.mode = query.get("tryb") === PRESENT ? PRESENT : "";
  const step = Number.parseInt(query.get("krok") ?? "", 10) || (shelf.number ?? 0) + 1;
  openStory(found, step - 1, status);
}

/** The story and the step stand in the address, so that they can be opened again. */
function wentToStep() {
  shelf.number = player.number;
  const query = new URLSearchParams({ opowiesc: shelf.code ?? OWN, krok: String(player.number + 1) });
  if (player.mode) query.set("tryb", player.mode);
  history.replaceState(history.state, "", `${location.pathname}?${query}`);
  draw("steps");
  drawNotes();
}

/**
 * The story was changed in another window.
 * @param {StorageEvent} event
 */
export function onStorage(event) {
  const ours = shelf.code === OWN && state.ownScreen === STORIES;
  if (event.key === STORE && ours) openStory(OWN, player.number);
}
