// @ts-check
// Ways on: links, and texts that change the address.
import { at } from "../common/base.js";
import { button, el } from "../common/dom.js";
import { state } from "./state.js";
/** @import { Choice, Link } from "../types/message" */

/**
 * Only addresses of this dashboard and web pages are followed, whatever the data say.
 * @param {Link} link
 */
export function linkTo({ text, href }) {
  const node = el("a", "", text);
  if (/^(\/|https?:\/\/)/.test(href)) node.href = at(href);
  if (/^http/.test(href)) Object.assign(node, { target: "_blank", rel: "noopener noreferrer" });
  return node;
}

/** @param {Choice} choice */
export function choiceButton({ text, parameters, label, chosen, to }) {
  const act = () => {
    state.goal = to;
    if (chosen) goOn();
    else state.choose(parameters);
  };
  const focus = `choice${JSON.stringify(parameters)}`;
  const node = button(text, act, { className: "ao-link", label, focus });
  if (chosen) node.setAttribute("aria-current", "true");
  return node;
}

/**
 * Give a heading the name under which it is a goal.
 * @template {HTMLElement} Heading
 * @param {Heading} node
 * @param {string} anchor
 */
export function anchored(node, anchor) {
  return anchor ? Object.assign(node, { id: `ao-to-${anchor}`, tabIndex: -1 }) : node;
}

/** Whoever has chosen something that is told elsewhere on the page is taken there. */
export function goOn() {
  const node = state.goal && document.getElementById(`ao-to-${state.goal}`);
  state.goal = "";
  if (!node) return;
  node.focus({ preventScroll: true });
  node.scrollIntoView({ block: "start" });
}
