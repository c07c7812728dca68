// @ts-check
// The main screen: heading and board of one view.
import { el } from "../common/dom.js";
import { isAside } from "../common/message.js";
import { cardsBlock, headingBlock, linksBlock } from "./blocks.js";
import { stretch } from "./charts/bars.js";
import { aboutDomain } from "./domain.js";
import { gminaButton } from "./gminy.js";
import { groupBlock } from "./group.js";
import { served } from "./mode.js";
import { storyPlace, toolBar } from "./tools.js";

/** @import { Row, View } from "../types/page" */

const CIRCLE = "#1f7a93";
const CIRCLE_NEGATIVE = "#b47a22";

/** @param {View} view */
export function heading(view) {
  const { story } = view;
  const texts = story?.title ? { ...view, title: story.title, subtitle: `${view.title} · ${view.subtitle}` } : view;
  const nodes = headingBlock(texts);
  const subtitle = nodes.findIndex((node) => node.className === "ao-subtitle");
  if (view.filters) nodes.splice(subtitle + 1, 0, el("p", "ao-filters", `Filtr: ${view.filters}`));
  nodes.push(el("p", "ao-lead", view.lead));
  if (view.stories && served()) nodes.push(linksBlock({ text: "", links: view.stories, files: false }));
  if (story?.text) nodes.splice(1, 0, el("p", "ao-told", story.text));
  if (story?.place) nodes.unshift(storyPlace(story));
  return [toolBar(), ...nodes];
}

/** @param {View} view */
export function board(view) {
  if (view.form === "empty") return aboutDomain(view);
  const order = el("ol", "ao-ranking");
  const longest = Math.max(...view.shown.map((row) => row.text.length));
  order.style.setProperty("--ao-value-width", `${Math.min(longest, 14)}ch`);
  order.append(...view.shown.map((row) => rankedRow(row, view)));
  const profile = view.profile ? [linksBlock({ text: "", links: [view.profile], files: false })] : [];
  const nodes = [
    ...profile,
    el("h2", "", view.form === "named" ? "Gminy" : "Ranking"),
    order,
    statistics(view),
    ...groupBlock(view),
  ];
  if (view.area !== null)
    nodes.push(el("p", "ao-hint", view.group?.only ? "│ wartość grupy" : "│ wartość całego obszaru"));
  return nodes;
}

let isOpen = false; // the fold of statistics stays as it was left

/** @param {View} view */
function statistics(view) {
  const fold = el("details", "ao-shut");
  fold.open = isOpen;
  fold.addEventListener("toggle", () => {
    isOpen = fold.open;
  });
  fold.append(el("summary", "", "Statystyki"), cardsBlock(view));
  return fold;
}

/** @param {Row} row @param {View} view */
function rankedRow(row, view) {
  const chosen = row.code === view.selected;
  const item = el("li", chosen ? "ao-chosen" : isAside(row, view) ? "ao-aside" : "");
  const node = gminaButton(row.code, chosen, "ao-rank-row", "r");
  node.append(
    el("span", "ao-rank", row.rank ? `${row.rank}.` : row.status ? "–" : ""),
    el("span", "ao-name", row.name),
    rankTrack(row, view),
    el("span", "ao-value", row.text),
  );
  item.append(node);
  return item;
}

/** @param {Row} row @param {View} view */
function rankTrack(row, view) {
  const track = el("span", "ao-track");
  track.setAttribute("aria-hidden", "true");
  const [low, high] = view.scale;
  const at = (/** @type {number} */ value) => (value - low) / (high - low);
  if (row.number !== null && high > low) {
    const bar = el("span", "ao-rank-bar");
    const plain = row.number < 0 ? CIRCLE_NEGATIVE : CIRCLE;
    bar.style.background = row.class_index === null ? plain : view.colours[row.class_index];
    const [start, end] = [at(0), at(row.number)].sort((a, b) => a - b);
    track.append(stretch(bar, start, end));
  }
  if (view.area !== null) {
    const tick = el("span", "ao-rank-tick");
    tick.style.left = `${at(view.area) * 100}%`;
    track.append(tick);
  }
  return track;
}
