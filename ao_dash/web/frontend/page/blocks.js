// @ts-check
// Blocks of a screen, one function for each kind; each returns nodes.
import { button, el, list } from "../common/dom.js";
import { typeset } from "../common/typography.js";
import { chart } from "./charts/axes.js";
import { barsBlock } from "./charts/bars.js";
import { heatBlock } from "./charts/heat.js";
import { drawLines } from "./charts/lines.js";
import { galleryBlock } from "./charts/profile.js";
import { rangesBlock } from "./charts/ranges.js";
import { drawScatter } from "./charts/scatter.js";
import { anchored, choiceButton, linkTo } from "./links.js";
import { served } from "./mode.js";
import { comparable } from "./sorting.js";
import { state } from "./state.js";
import { fillTable, tableBox } from "./table.js";

/** @import { Block, Heading, TableCell, Links, Table, Text } from "../types/message" */
/** @import { Column, HeadingTexts } from "../types/page" */

const LONG = 60; // letters; a sentence, which on a phone needs a column of some width

/**
 * Return the nodes of a block.
 * @param {Block} data
 * @returns {HTMLElement[]}
 */
export function block(data) {
  switch (data.kind) {
    case "heading":
      return headingBlock(data);
    case "text":
      return textBlock(data);
    case "cards":
      return [cardsBlock(data)];
    case "links":
      return [linksBlock(data)];
    case "table":
      return tableBlock(data);
    case "lines":
      return [chart(data.kind, data.label, (svg, ...size) => drawLines(svg, data, ...size))];
    case "scatter":
      return [chart(data.kind, data.label, (svg, ...size) => drawScatter(svg, data, ...size))];
    case "bars":
      return [barsBlock(data)];
    case "ranges":
      return [rangesBlock(data)];
    case "gallery":
      return galleryBlock(data);
    case "heattable":
      return heatBlock(data);
  }
}

/**
 * Return the heading among blocks; every screen has one.
 * @param {Block[]} blocks
 */
export const headingOf = (blocks = []) => /** @type {Heading} */ (blocks.find(({ kind }) => kind === "heading"));

/** @param {HeadingTexts} texts */
export function headingBlock({ title, subtitle, notice, clear }) {
  /** @type {HTMLElement[]} */
  const nodes = [el("h1", "", title)];
  if (subtitle) nodes.push(el("p", "ao-subtitle", subtitle));
  if (notice.length) {
    const notes = el("div", "ao-notice");
    notes.setAttribute("role", "status");
    notes.append(...notice.map((text) => el("p", "", text)));
    if (clear.length && served()) notes.append(clearButton(clear));
    nodes.push(notes);
  }
  return nodes;
}

/** @param {string[]} names parameters that have left nothing to show */
function clearButton(names) {
  const none = Object.fromEntries(names.map((name) => [name, ""]));
  return button("Wyczyść filtry", () => state.choose(none), { className: "ao-action", focus: "clear" });
}

/** @param {Text} text */
function textBlock({ title, sentences, listed, anchor }) {
  /** @type {HTMLElement[]} */
  const nodes = title ? [anchored(el("h2", "", title), anchor)] : [];
  if (listed) nodes.push(list(sentences));
  else nodes.push(...sentences.map((text) => el("p", title ? "" : "ao-sentence", text)));
  return nodes;
}

/** @param {{cards: readonly (readonly string[])[]}} cards name, figure, unit, caption and perhaps the figure to its last digit */
export function cardsBlock({ cards }) {
  const box = el("dl", "ao-cards");
  for (const [name, value, unit, caption, exact] of cards) {
    const card = el("div", "ao-card");
    const figure = el("dd", "ao-card-value", value);
    if (exact && !exact.startsWith(value)) figure.title = exact;
    if (unit) figure.append(el("small", "", ` ${unit}`));
    card.append(el("dt", "", name), figure, " ", el("dd", "ao-card-told", caption));
    box.append(card);
  }
  return box;
}

/** @param {Pick<Links, "text" | "links" | "files">} links */
export function linksBlock({ text, links, files }) {
  const box = el("p", "ao-downloads");
  if (text) box.append(el("span", "", text));
  for (const link of links) {
    const node = "parameters" in link ? choiceButton(link) : linkTo(link);
    node.className = "ao-download";
    if (files) node.setAttribute("download", "");
    box.append(node);
  }
  return box;
}

/** @param {Table} data */
function tableBlock(data) {
  const { title, columns, rows, numeric, keys, still, anchor } = data;
  const box = tableBox(title, data.turned ? "ao-turned" : data.wordy ? "ao-wordy" : "");
  /** @type {Column<{row: TableCell[], key: string}>[]} */
  const heads = columns.map((name, index) => ({
    name,
    number: numeric.includes(index),
    still: still.includes(index),
    read: ({ row }) => comparable(cellText(row[index])),
  }));
  const keyed = rows.map((row, index) => ({ row, key: keys[index] }));
  const fill = () =>
    fillTable(box, title, title, heads, keyed, {
      cells: ({ row }) => row.map((cell, index) => tableCell(cell, index === 0, numeric.includes(index))),
      code: ({ key }) => key,
      chosen: ({ key }) => data.chosen !== "" && key === data.chosen,
    });
  const nodes = data.text ? [el("p", "", data.text), box] : [box];
  if (!data.shut) {
    fill();
    return [anchored(el("h2", "", title), anchor), ...nodes];
  }
  const details = el("details", "ao-shut");
  details.append(el("summary", "", title), ...nodes);
  details.addEventListener("toggle", fill, { once: true }); // thousands of cells that few ask for
  return [details];
}

/** @param {TableCell} cell @param {boolean} heading @param {boolean} number */
function tableCell(cell, heading, number) {
  const node = el(heading ? "th" : "td", number ? "ao-number" : "");
  if (heading) node.scope = "row";
  fillCell(node, cell);
  if (cellText(cell).length > LONG) node.classList.add("ao-long");
  return node;
}

/** @param {TableCell} cell */
function cellText(cell) {
  if (typeof cell === "string") return cell;
  return Array.isArray(cell) ? cell[0] : cell.text;
}

/** @param {HTMLTableCellElement} node @param {TableCell} cell */
function fillCell(node, cell) {
  if (typeof cell === "string") node.textContent = typeset(cell);
  else if (Array.isArray(cell)) {
    node.textContent = typeset(cell[0]);
    node.dataset.level = String(cell[1]);
  } else if ("href" in cell) node.append(linkTo(cell));
  else {
    if (cell.level !== null) node.dataset.level = String(cell.level);
    node.classList.toggle("ao-picked", Boolean(cell.chosen));
    if (cell.text) node.append(choiceButton(cell));
  }
}
