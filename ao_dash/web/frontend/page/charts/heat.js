// @ts-check
// A table of many indicators: figures shaded by level, with a small bar under each.
import { el } from "../../common/dom.js";
import { linkTo } from "../links.js";
import { comparable } from "../sorting.js";
import { fillTable, tableBox } from "../table.js";

/** @import { HeatCell, HeatRow, HeatTable } from "../../types/message" */
/** @import { Column } from "../../types/page" */

/** @param {HeatTable} data */
export function heatBlock(data) {
  const box = tableBox(data.title, "ao-heat");
  /** @type {Column<HeatRow>[]} */
  const columns = data.columns.map(({ name, told, href }, index) => ({
    name,
    number: true,
    below: linkTo({ text: told, href }),
    read: (row) => comparable(row.cells[index].text),
  }));
  const gminy = data.rows.filter(({ code }) => code);
  const wholes = data.rows.filter(({ code }) => !code);
  fillTable(box, data.title, data.title, [{ name: "Gmina", read: (row) => row.name }, ...columns], gminy, {
    cells: (row) => cells(row, data),
    code: ({ code }) => code,
    chosen: ({ code }) => code !== "" && data.chosen === code,
    groups: groups(data),
    last: wholes,
  });
  return [box];
}

/** @param {HeatTable} data @returns {[string, number][]} each name above with how many columns it has */
function groups({ columns }) {
  /** @type {[string, number][]} */
  const found = [["", 1]];
  for (const { group } of columns) {
    const last = found[found.length - 1];
    if (last[0] === group) last[1] += 1;
    else found.push([group, 1]);
  }
  return found;
}

/** @param {HeatRow} row @param {HeatTable} data */
function cells(row, { columns }) {
  const head = el("th", "", row.name);
  head.scope = "row";
  return [head, ...row.cells.map((cell, index) => figure(cell, columns[index].polar))];
}

/** @param {HeatCell} cell @param {boolean} polar */
function figure({ text, level, bar }, polar) {
  const node = el("td", "ao-number", text);
  if (level) node.dataset.heat = `${polar ? "p" : "n"}${level}`;
  if (bar) {
    const line = el("span", "ao-heat-bar");
    line.style.width = `${bar * 100}%`;
    node.append(line);
  }
  return node;
}
