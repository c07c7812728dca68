// @ts-check
// How large a name is: each is drawn once to be measured, since that lays the page out.
import { el } from "../common/dom.js";

/** @import { Size } from "./placement.js" */

export class Ruler {
  /** @param {HTMLElement} pane where the names stand, whose letters they have */
  constructor(pane) {
    this.pane = pane;
    /** @type {Map<string, Size>} */
    this.sizes = new Map();
  }

  /** Letters are of another width from now on. */
  forget() {
    this.sizes.clear();
  }

  /**
   * Return the width and the height of a name in pixels.
   * @param {string} className of its kind, "" for a gmina
   * @param {string[]} lines
   * @param {number} [size] of its letters, if they are not those of the pane
   * @returns {Size}
   */
  measure(className, lines, size = 0) {
    const room = /** @type {HTMLElement | null} */ (this.pane.closest("[data-mode]"))?.dataset.mode;
    const key = [room, className, size || this.pane.style.fontSize, ...lines].join("\n");
    const known = this.sizes.get(key);
    if (known) return known;
    const node = labelNode(className);
    if (size) node.style.fontSize = `${size}px`;
    node.append(...lines.map((line) => el("span", "", line)));
    this.pane.append(node);
    const measured = { lines, width: node.offsetWidth, height: node.offsetHeight };
    node.remove();
    this.sizes.set(key, measured);
    return measured;
  }
}

/**
 * Make the node of a name.
 * @param {string} className
 * @param {string} [teryt6]
 */
export function labelNode(className, teryt6 = "") {
  const node = el("div", `ao-label ${className}`.trim());
  if (teryt6) node.dataset.teryt6 = teryt6;
  node.setAttribute("aria-hidden", "true");
  return node;
}
