// @ts-check
// What stands over a presentation until a key or a click takes it away.
import { button, el, focusNamed } from "../common/dom.js";

/** @returns {HTMLDialogElement | null} */
export const openOverlay = () => document.querySelector("dialog.ao-help[open]");

/** Return what gives the focus back to what has it now, in a frame or drawn anew meanwhile, too. */
function wayBack() {
  const outer = /** @type {HTMLElement | null} */ (document.activeElement);
  const inner = outer instanceof HTMLIFrameElement ? outer.contentDocument?.activeElement : null;
  return () => {
    if (outer?.isConnected) outer.focus();
    else focusNamed(document, outer?.dataset.focus ?? "");
    /** @type {HTMLElement | null | undefined} */ (inner)?.focus();
  };
}

/**
 * Show something over the picture; the key that opened it closes it, too.
 * @param {string} title
 * @param {string} key
 * @param {...HTMLElement} nodes
 */
export function overlay(title, key, ...nodes) {
  const box = el("dialog", "ao-help");
  box.dataset.key = key;
  box.setAttribute("aria-labelledby", "ao-help-title");
  const close = button("Zamknij", () => box.close());
  const name = el("h2", "", title);
  name.id = "ao-help-title";
  box.append(name, ...nodes, close);
  const back = wayBack();
  box.addEventListener("close", () => {
    box.remove();
    back();
  });
  document.body.append(box);
  box.showModal();
  close.focus();
  return box;
}
