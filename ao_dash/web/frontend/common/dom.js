// @ts-check
// Nodes, for the page and for the frame of the maps. Every text comes in as data and goes out
// through textContent, set the way Polish is; nothing is ever parsed as HTML.
import { typeset } from "./typography.js";

/**
 * Make an element.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [className]
 * @param {unknown} [text]
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, className = "", text = undefined) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = typeset(String(text ?? ""));
  return node;
}

/**
 * Make an element of a drawing.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {string} [text]
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function svg(tag, attributes = {}, text = undefined) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  if (text !== undefined) node.textContent = typeset(text);
  return node;
}

/**
 * Make a list of texts.
 * @param {Iterable<string>} texts
 * @param {string} [className]
 * @param {"ul" | "ol"} [kind]
 */
export function list(texts, className = "", kind = "ul") {
  const whole = el(kind, className);
  for (const text of texts) whole.append(el("li", "", text));
  return whole;
}

/**
 * Make a button. `label` is what is heard instead of its text, `focus` its name when a panel is
 * drawn anew (see `refill`).
 * @param {string} text
 * @param {(event: MouseEvent) => void} act
 * @param {{className?: string, label?: string, title?: string, focus?: string, disabled?: boolean}} [options]
 */
export function button(text, act, { className = "", label = "", title = "", focus = "", disabled = false } = {}) {
  const node = el("button", className, text);
  node.type = "button";
  if (label) node.setAttribute("aria-label", label);
  if (title) node.title = title;
  if (focus) node.dataset.focus = focus;
  node.disabled = disabled;
  node.addEventListener("click", act);
  return node;
}

/**
 * Replace what a panel shows; what had the focus keeps it.
 * @param {HTMLElement} node
 * @param {(Node | string)[]} children
 */
export function refill(node, children) {
  const active = document.activeElement;
  const focused = active instanceof HTMLElement && node.contains(active) ? active.dataset.focus : "";
  node.replaceChildren(...children);
  if (focused) focusNamed(node, focused);
}

/**
 * Focus the element of a panel that has a name.
 * @param {ParentNode} root
 * @param {string} name
 */
export function focusNamed(root, name) {
  /** @type {HTMLElement | null} */ (root.querySelector(`[data-focus="${CSS.escape(name)}"]`))?.focus();
}

/**
 * Tell whether a click adds to what is chosen.
 * @param {MouseEvent} event
 */
export const joins = (event) => event.shiftKey || event.ctrlKey || event.metaKey;
