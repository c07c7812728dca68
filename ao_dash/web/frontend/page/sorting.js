// @ts-check
// Order of rows.
/** @import { Column, Order } from "../types/page" */

/**
 * Return rows in an order; what has no figure stands last either way.
 * @template Item
 * @param {Item[]} rows
 * @param {Column<Item>[]} columns
 * @param {Order | undefined} order
 * @returns {Item[]}
 */
export function sorted(rows, columns, order) {
  if (!order) return rows;
  const { read } = columns[order.column];
  const isFigure = (/** @type {Item} */ row) => Number(typeof read(row) === "number");
  const turn = order.down ? -1 : 1;
  return [...rows].sort((a, b) => isFigure(b) - isFigure(a) || turn * compare(read(a), read(b)));
}

/** @param {string | number} a @param {string | number} b */
function compare(a, b) {
  return typeof a === "string" ? a.localeCompare(String(b), "pl") : a - Number(b);
}

/**
 * Return what a text sorts by: figures sort as figures though they are written in Polish.
 * @param {string} text
 */
export function comparable(text) {
  const plain = text
    .replace(/[\s\u00a0\u202f]/g, "")
    .replace("\u2212", "-")
    .replace(",", ".")
    .replace(/[%‰]$/, "");
  return plain !== "" && !Number.isNaN(Number(plain)) ? Number(plain) : text;
}
