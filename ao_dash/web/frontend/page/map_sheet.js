// @ts-check
// The main screen: table, downloads and explanations of one view.
import { el, list } from "../common/dom.js";
import { linksBlock } from "./blocks.js";
import { aboutDomain } from "./domain.js";
import { embedding } from "./embed.js";
import { gminaButton } from "./gminy.js";
import { served } from "./mode.js";
import { state } from "./state.js";
import { fillTable } from "./table.js";

/** @import { Column, Row, View } from "../types/page" */

const TYPE_MARKS = ["●", "◐", "○", "◆"];

/** @param {View} view */
export function sheet(view) {
  /** @type {HTMLElement[]} */
  const nodes = view.sentence === view.lead ? [] : [el("p", "ao-sentence", view.sentence)];
  if (view.form !== "empty") nodes.push(...downloads(view), gminaTable(view));
  if (served()) nodes.push(embedding(view.title));
  return [...nodes, ...about(view)];
}

/** @param {View} view */
function downloads(view) {
  return state.files.map(([text, files]) => {
    const links = files.map(([name, path]) => ({ text: name, href: path + view.query }));
    return linksBlock({ text, links, files: true });
  });
}

/** @param {View} view */
function gminaTable(view) {
  const box = el("div", "ao-table-box");
  fillTable(box, "gminy", view.dated, columns(view), view.shown, {
    cells: (row) => cells(row, view),
    code: () => "",
    chosen: (row) => row.code === view.selected,
  });
  const key = el("p", "ao-type-key", view.types.map((name, n) => `${TYPE_MARKS[n]} ${name}`).join("  "));
  key.setAttribute("aria-hidden", "true");
  const whole = el("div");
  whole.append(box, key);
  return whole;
}

/** @param {View} view */
const isRanked = (view) => view.form !== "named";

/**
 * @param {View} view
 * @returns {Column<Row>[]}
 */
function columns(view) {
  return [
    ...(isRanked(view) ? [{ name: "Miejsce", read: (/** @type {Row} */ row) => row.rank ?? Infinity }] : []),
    { name: "Gmina", read: (row) => row.name },
    { name: "Typ", read: (row) => row.type },
    { name: view.unit ? `Wartość (${view.unit})` : "Wartość", read: (row) => row.number ?? -Infinity, number: true },
    ...(view.notes.length ? [{ name: "Uwagi", read: (/** @type {Row} */ row) => row.notes.join() }] : []),
  ];
}

/** @param {Row} row @param {View} view */
function cells(row, view) {
  const head = el("th", "ao-cell-name");
  head.scope = "row";
  const node = gminaButton(row.code, row.code === view.selected, "ao-link", "t");
  node.textContent = row.name;
  head.append(node);
  const kind = el("td", "ao-cell-type");
  const mark = el("span", "ao-type-mark", TYPE_MARKS[row.type]);
  mark.setAttribute("aria-hidden", "true");
  kind.append(mark, el("span", "ao-type-word", ` ${view.types[row.type]}`));
  const notes = row.notes.map((n) => `${n + 1})`).join(" ");
  const value = el("td", row.status ? "ao-status" : "ao-number", row.text);
  return [
    ...(isRanked(view) ? [el("td", "ao-cell-rank", row.rank ?? "–")] : []),
    head,
    kind,
    value,
    ...(view.notes.length ? [el("td", "ao-cell-notes", notes)] : []),
  ];
}

/** @param {View} view */
function about(view) {
  /** @type {HTMLElement[]} */
  const nodes = [];
  const add = (/** @type {string} */ title, /** @type {HTMLElement[]} */ ...parts) =>
    nodes.push(el("h2", "", title), ...parts);
  if (view.notes.length) add("Uwagi do gmin", list(view.notes, "ao-notes", "ol"));
  const reading = [...view.all, view.method, view.legend.classing].filter(Boolean);
  if (reading.length) add("Jak czytać te liczby", list(reading));
  if (view.formula.length) {
    const [formula, places] = view.formula;
    const rounding = `Na ekranie wartości ${places}, w plikach w pełnej dokładności, w CSV do Excela do 6 miejsc po przecinku.`;
    add("Jak to obliczono", list([`${formula}. W nawiasach kwadratowych są numery źródeł.`, rounding]));
  }
  if (view.domain.name && view.form !== "empty") add(`Dziedzina: ${view.domain.name}`, ...aboutDomain(view));
  add("Źródła", list(view.sources, "ao-sources", "ol"));
  return nodes;
}
