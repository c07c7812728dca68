// @ts-check
// One message is drawn wherever the screen has reserved a place.
import { refill } from "../common/dom.js";
import { readView } from "../common/message.js";
import { block } from "./blocks.js";
import { maps } from "./gminy.js";
import { goOn } from "./links.js";
import { showMode, shownMode } from "./mode.js";
import { state } from "./state.js";
/** @import { ScreenMessage, View } from "../types/page" */

/**
 * What draws a place: parts of a view, and places that draw themselves whatever is shown.
 * @type {{view: Record<string, (view: View) => HTMLElement[]>, always: Record<string, () => HTMLElement[]>}}
 */
export const parts = { view: {}, always: {} };

/** @param {ScreenMessage} message */
export function display({ view, places, maps: mapViews }) {
  state.view = view ? readView(view) : null;
  state.maps = view ? [view] : mapViews || [];
  state.blocks = places || {};
  showMode(shownMode());
  for (const map of maps()) map.paint(state.maps);
  for (const [name, node] of state.places) {
    if (node.isConnected) draw(name);
    else state.places.delete(name);
  }
  goOn();
}

/**
 * Draw one place, if it is there.
 * @param {string} name
 */
export function draw(name) {
  const node = state.places.get(name);
  if (!node) return;
  if (parts.always[name]) refill(node, parts.always[name]());
  else if (state.view) refill(node, parts.view[name](state.view));
  else if (state.blocks[name]) refill(node, state.blocks[name].flatMap(block));
}
