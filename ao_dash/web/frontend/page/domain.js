// @ts-check
// What is known of a domain of cooperation beside its indicators; all there is where it has none.
import { el, list } from "../common/dom.js";
/** @import { View } from "../types/page" */

/** @param {View} view */
export function aboutDomain({ domain, projects, form }) {
  const { known = [], awaited = [], missing, later } = domain;
  /** @type {HTMLElement[]} */
  const nodes = [];
  const part = (/** @type {string} */ title, /** @type {string[]} */ texts) => {
    if (texts.length) nodes.push(el(form === "empty" ? "h2" : "h3", "", title), list(texts));
  };
  part("Co wiadomo", known);
  part("Czego brakuje", missing ? [missing] : []);
  part("Co może przynieść odświeżenie z Banku Danych Lokalnych", awaited);
  if (later && later !== "tak") part("Późniejsze dokumenty", [`Opis dziedzin z 2017 r.: ${later}.`]);
  if (projects.length) {
    const box = el("details", "ao-projects");
    box.append(el("summary", "", `Wspólne projekty w tej dziedzinie: ${projects.length}`), list(projects));
    nodes.push(box);
  } else if (domain.cooperation) {
    nodes.push(el("p", "", "Wspólnego projektu w tej dziedzinie nie znaleziono w źródłach."));
  }
  return nodes;
}
