// @ts-check
// What can be done with a whole picture, and where it stands in a story.
import { button, el } from "../common/dom.js";
import { getMenu } from "./get.js";
import { served } from "./mode.js";
import { goTo } from "./player.js";
import { presentButton } from "./present.js";
import { player, state } from "./state.js";
import { keepButton } from "./story_keep.js";

/** @import { StoryPlace } from "../types/page" */

/** @param {StoryPlace} story */
export function storyPlace({ story, place }) {
  const line = el("p", "ao-told-place", [story, place].filter(Boolean).join(" · "));
  if (!served()) return line; // a report has its own list of pictures
  const step = (/** @type {string} */ mark, /** @type {string} */ name, /** @type {number} */ by) =>
    button(mark, () => goTo(player.number + by), {
      className: "ao-action",
      label: name,
      title: name,
      focus: name,
      disabled: !player.content?.pictures[player.number + by],
    });
  line.append(step("←", "Poprzedni krok", -1), step("→", "Następny krok", 1));
  return line;
}

/** Return what can be done with the whole picture. */
export function toolBar() {
  const bar = el("p", "ao-tools");
  if (served() && !state.story) bar.append(...getMenu(), keepButton());
  bar.append(presentButton());
  return bar;
}
