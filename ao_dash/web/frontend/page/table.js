// @ts-check
// A table whose headings are buttons; the order is kept while the page stays open.
import { button, el, focusNamed } from "../common/dom.js";
import { pointing } from "./gminy.js";
import { sorted } from "./sorting.js";
import { state } from "./state.js";
/** @import { Column, Order } from "../types/page" */

/**
 * Return an empty box for a table that is moved in it, also by keys.
 * @param {string} title
 * @param {string} look
 */
export function tableBox(title, look) {
  const box = el("div", `ao-table-box ao-scroll ${look}`.trim());
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", title);
  return box;
}

/**
 * Put a table into a box, and again whenever its order changes.
 * @template Item
 * @param {HTMLElement} box
 * @param {string} key under which the order is kept
 * @param {string} caption
 * @param {Column<Item>[]} columns
 * @param {Item[]} rows
 * @param {{
 *   cells(row: Item): HTMLElement[], code(row: Item): string, chosen(row: Item): boolean,
 *   groups?: [string, number][], last?: Item[],
 * }} look names above several headings, and rows that stay at the end
 */
export function fillTable(box, key, caption, columns, rows, look) {
  const sort = (/** @type {Order} */ order) => {
    state.orders.set(key, order);
    fillTable(box, key, caption, columns, rows, look);
    focusNamed(document, `sort${key}${order.column}`);
  };
  const order = state.orders.get(key);
  const head = el("tr");
  head.append(...columns.map((column, index) => headCell(column, index, key, order, sort)));
  const body = el("tbody");
  for (const row of [...sorted(rows, columns, order), ...(look.last ?? [])]) {
    const line = el("tr", look.chosen(row) ? "ao-chosen" : "");
    line.append(...look.cells(row));
    pointing(line, look.code(row));
    body.append(line);
  }
  const heads = el("thead");
  if (look.groups) heads.append(groupRow(look.groups));
  heads.append(head);
  const table = el("table", "ao-table");
  table.append(el("caption", "", caption), heads, body);
  box.replaceChildren(table);
}

/** @param {[string, number][]} groups */
function groupRow(groups) {
  const line = el("tr", "ao-groups");
  for (const [name, span] of groups) {
    const cell = el(name ? "th" : "td", "", name);
    cell.colSpan = span;
    if (name) cell.scope = "colgroup";
    line.append(cell);
  }
  return line;
}

/**
 * @template Item
 * @param {Column<Item>} column
 * @param {number} index
 * @param {string} key
 * @param {Order | undefined} order
 * @param {(order: Order) => void} sort
 */
function headCell(column, index, key, order, sort) {
  const cell = el("th", column.number ? "ao-number" : "");
  cell.scope = "col";
  if (column.still) {
    cell.textContent = column.name;
    return cell;
  }
  const down = order?.column === index ? order.down : null;
  const [word, arrow] = down === null ? ["none", "↕"] : down ? ["descending", "↓"] : ["ascending", "↑"];
  cell.setAttribute("aria-sort", word);
  const act = () => sort({ column: index, down: down === null ? Boolean(column.number) : !down });
  const node = button(column.name, act, { className: "ao-sort", focus: `sort${key}${index}` });
  const mark = el("span", "ao-arrow", arrow);
  mark.ariaHidden = "true";
  node.append(mark);
  cell.append(node, ...(column.below ? [column.below] : []));
  return cell;
}
