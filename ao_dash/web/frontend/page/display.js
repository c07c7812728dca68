// @ts-check
// One message is drawn wherever the screen has reserved a place.
import { button, refill } from "../common/dom.js";
import { BESIDE, readView, SEVERAL } from "../common/message.js";
import { contents } from "./contents.js";
import { firstFile } from "./get.js";
import { maps } from "./gminy.js";
import { heardGroup } from "./group.js";
import { goOn } from "./links.js";
import { showMode } from "./mode.js";
import { drawRoom } from "./room.js";
import { state } from "./state.js";

/** @import { MapMessage } from "../types/message" */
/** @import { ScreenMessage, View } from "../types/page" */

const HEADING = "heading";
const ORDER = [HEADING, "board", "sheet"]; // places of a screen, from the top

/**
 * What draws a place: parts of a view, those of another screen by name, and places that draw
 * themselves whatever is shown.
 * @type {{
 *   view: Record<string, (view: View) => HTMLElement[]>,
 *   screen: (name: string) => HTMLElement[],
 *   always: Record<string, () => HTMLElement[]>,
 * }}
 */
export const parts = { view: {}, screen: () => [], always: {} };

/** @param {ScreenMessage} message */
export function display({ view, places, maps: mapViews, address = "", mode = "", leaf = [1, 1], story }) {
  state.view = view ? readView(view) : null;
  heardGroup();
  showMode((view ? view.mode : mode) || "");
  state.maps = view ? [view] : alone(mapViews || []);
  state.blocks = places || {};
  state.address = view ? view.query : address;
  state.story = state.view?.story ?? story ?? null;
  state.leaf = leaf;
  state.path = location.pathname;
  document.body.dataset.maps = String(state.maps.length);
  drawRoom();
  for (const map of maps()) map.paint(state.maps);
  for (const [name, node] of state.places) if (!node.isConnected) state.places.delete(name);
  for (const name of Object.keys(parts.always)) draw(name);
  drawFrom(HEADING);
  goOn();
}

/** @param {MapMessage[]} views maps of another screen, which are told how it is shown */
function alone(views) {
  const mode = views.length > 1 ? SEVERAL : BESIDE;
  return state.mode ? views.map((one) => ({ ...one, mode })) : views;
}

/** @param {string} name */
const shown = (name) => (state.view ? parts.view[name](state.view) : parts.screen(name));

/** Return the way to the files for the keyboard. */
const skip = () =>
  button("Przejdź do plików do pobrania", () => firstFile()?.focus(), { className: "ao-skip", focus: "skip" });

/**
 * Draw a place and those under it. Each waits for all above it, so that nothing moves when they come.
 * @param {string} name
 */
export function drawFrom(name) {
  for (const place of ORDER) {
    if (!state.places.has(place)) return;
    if (ORDER.indexOf(place) >= ORDER.indexOf(name)) draw(place);
  }
}

/**
 * Draw one place, if it is there; what another screen showed leaves with that screen.
 * @param {string} name
 */
export function draw(name) {
  const node = state.places.get(name);
  if (!node) return;
  if (parts.always[name]) refill(node, parts.always[name]());
  else if (state.path !== location.pathname) refill(node, []);
  else {
    const nodes = shown(name);
    refill(node, [...(name === HEADING ? [skip()] : contents(nodes)), ...nodes]);
  }
}
