// @ts-check
// Another screen than the map: its parts are blocks.
import { el } from "../common/dom.js";
import { block, headingBlock, headingOf } from "./blocks.js";
import { embedding } from "./embed.js";
import { served } from "./mode.js";
import { state } from "./state.js";
import { storyPlace, toolBar } from "./tools.js";

/** @import { Block, Heading } from "../types/message" */

/** @param {Block} one */
const leads = (one) => one.kind === "text" && one.lead;

/** @param {string} name heading, board or sheet */
export function screenPart(name) {
  const blocks = state.blocks[name] ?? [];
  if (!state.address) return blocks.flatMap(block);
  if (name === "heading") {
    const [first, ...others] = blocks;
    const lead = Object.values(state.blocks).flat().filter(leads);
    return [toolBar(), ...title(/** @type {Heading} */ (first)), ...[...lead, ...others].flatMap(block)];
  }
  const nodes = blocks.filter((one) => !leads(one)).flatMap(block);
  if (name !== "sheet" || !served() || state.story) return nodes;
  return [...nodes, embedding(headingOf(state.blocks.heading).title)];
}

/**
 * A story has words of its own; those of the picture stand under them.
 * @param {Heading} heading
 */
function title(heading) {
  const { story } = state;
  if (!story) return headingBlock(heading);
  const { title, subtitle } = heading;
  const texts = story.title ? { ...heading, title: story.title, subtitle: `${title} · ${subtitle}` } : heading;
  const nodes = headingBlock(texts);
  if (story.text) nodes.splice(1, 0, el("p", "ao-told", story.text));
  return [...(story.place ? [storyPlace(story)] : []), ...nodes];
}
