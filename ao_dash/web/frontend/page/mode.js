// @ts-check
// The picture alone: for a room, or inside the page of a gmina.
import { EMBED, PRESENT } from "../common/message.js";
import { pressed, state } from "./state.js";

const STILL_TIME = 3000; // milliseconds after which a pointer that stands still is hidden

export const presenting = () => document.body.classList.contains(`ao-mode-${PRESENT}`);

/** Only the dashboard itself can change what it shows; a copy of the page has nobody to ask. */
export const served = () => document.querySelector(".stApp") !== null;

/** Return whether the page shows a map that can be asked for another choice. */
export const changeable = () => Boolean(state.view) && !state.story && served();

/**
 * Show what the message says as usual, or alone.
 * @param {string} mode
 */
export function showMode(mode) {
  state.mode = mode;
  const { classList } = document.body;
  classList.toggle("ao-mode", Boolean(mode));
  for (const name of [PRESENT, EMBED]) classList.toggle(`ao-mode-${name}`, mode === name);
  if (!pressed.telling) pressed.parameters = {};
  stir();
  stayAwake();
}

/** A screen that a room looks at does not go to sleep, as far as the browser lets us. */
async function stayAwake() {
  if (presenting() === Boolean(pressed.awake) || document.hidden) return;
  if (presenting()) pressed.awake = await navigator.wakeLock?.request("screen").catch(() => undefined);
  else {
    pressed.awake?.release();
    pressed.awake = undefined;
  }
}

/** A page out of sight has lost what kept it awake. */
export function wake() {
  pressed.awake = undefined;
  stayAwake();
}

/** The pointer has moved: it is seen again, in a presentation for a short while only. */
export function stir() {
  clearTimeout(pressed.still);
  hidePointer(false);
  if (presenting()) pressed.still = setTimeout(() => hidePointer(true), STILL_TIME);
}

/** @param {boolean} on */
function hidePointer(on) {
  const frames = [...document.querySelectorAll("iframe")].map((frame) => frame.contentDocument);
  for (const page of [document, ...frames]) page?.body?.classList.toggle("ao-still", on);
}
