// @ts-check
// The player: pictures that are all here, shown one after another. What a screen asks the server for
// is found among them: another gmina, another year, the next picture.
import { display } from "./display.js";
import { maps } from "./gminy.js";
import { player, state } from "./state.js";

/** @import { Content, Parameters, Picture } from "../types/page" */
/** @import { ViewMessage } from "../types/message" */

const RUNNING = ["INPUT", "SELECT", "TEXTAREA"]; // they use arrow keys themselves

/**
 * Return the years of a picture; what is said of a year is what differs from the picture itself.
 * @param {Picture} picture
 * @returns {ViewMessage[]}
 */
export function framesOf(picture) {
  if (!("view" in picture)) return [];
  picture.frames ||= picture.years.map((year) => ({ ...picture.view, ...year }));
  return picture.frames;
}

/**
 * Return a picture with a gmina selected: its mark on the legend stands where its value does.
 * @param {ViewMessage} view
 * @param {string | null} gmina
 * @returns {ViewMessage}
 */
export function withChoice(view, gmina) {
  const query = new URLSearchParams(view.query);
  query.delete("tryb");
  if (gmina) query.set("gmina", gmina);
  const valued = view.rows
    .map(([code, name, , shown, , text, , , number]) => ({ code, name, shown, text, number }))
    .filter(({ shown, number }) => shown && number !== null);
  const at = valued.findIndex(({ code }) => code === gmina);
  const place = view.legend.rug[at];
  const marks = [...view.legend.marks];
  if (place !== undefined) marks.push([valued[at].name, valued[at].text, place]);
  return { ...view, query: query.toString(), selected: gmina, legend: { ...view.legend, marks } };
}

export const lastPicture = () => (player.content?.pictures.length || 1) - 1;
export const tellsAStory = () => lastPicture() > 0;

/** Return the picture that is shown; nobody asks before there is one. */
export const currentPicture = () => /** @type {Content} */ (player.content).pictures[player.number];

/** Every picture comes ready to be presented; whether it is, is for the player to say. */
function showPicture() {
  const picture = currentPicture();
  const { title, text } = picture;
  const place = lastPicture() ? `${player.number + 1} z ${lastPicture() + 1}` : "";
  const story = { title, text, story: player.content?.title ?? "", place };
  if ("view" in picture) {
    const view = { ...withChoice(player.frame || picture.view, player.gmina), mode: player.mode, story };
    display({ view });
  } else {
    display({ ...picture, mode: player.mode, story });
  }
}

/**
 * Show a picture by its number; there may be none.
 * @param {number} number
 */
export function goTo(number) {
  const next = player.content?.pictures[number];
  if (!next) return;
  for (const map of maps()) map.leave();
  Object.assign(player, { number, frame: null, gmina: "view" in next ? next.gmina : null });
  showPicture();
  player.went();
}

/**
 * Show what is asked for, from what is here.
 * @param {Parameters} parameters
 */
function chooseHere({ gmina, rok, tryb }) {
  if (gmina !== undefined) player.gmina = gmina || null;
  if (rok) player.frame = framesOf(currentPicture()).find((frame) => String(frame.year) === rok) || null;
  if (tryb !== undefined) player.mode = tryb;
  showPicture();
  if (tryb !== undefined) player.went();
}

/**
 * Show pictures from one of them on; from now on nobody is asked for anything.
 * @param {Content} content
 * @param {number} number
 */
export function play(content, number) {
  player.content = content;
  state.choose = chooseHere;
  state.held = (address) => (address.includes("lata.json") ? Promise.resolve(framesOf(currentPicture())) : null);
  goTo(Math.min(Math.max(number, 0), lastPicture()));
  for (const map of maps()) map.bring(content.pictures.flatMap(viewsOf));
}

/** @param {Picture} one @returns {{vintage?: string}[]} */
const viewsOf = (one) => ("view" in one ? [one.view, ...one.years] : one.maps);

export function stopPlaying() {
  Object.assign(player, { content: null, mode: "" });
  state.held = null;
}

/** @param {KeyboardEvent} event */
export function onStepKey(event) {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const held = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
  if (!by || held || !tellsAStory() || event.defaultPrevented) return;
  if (RUNNING.includes(/** @type {HTMLElement} */ (event.target).tagName)) return;
  event.preventDefault();
  goTo(player.number + by);
}
