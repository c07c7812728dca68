// @ts-check
// A map view as it comes, and as it is read: rows come as lists, which is short, and get names here.
/** @import { MapMessage, RowMessage } from "../types/message" */
/** @import { ReadView, Row } from "../types/page" */

export const PRESENT = "prezentacja"; // the map fills the window of a room
export const BESIDE = "obok"; // the map of another screen stands beside its words, for a room or a page
export const SEVERAL = "kilka"; // the same with several maps, each with its legend on the right
export const EMBED = "osadzenie"; // the map stands in somebody's page

/**
 * @param {RowMessage} row
 * @returns {Row}
 */
function readRow([
  code,
  name,
  type,
  shown,
  class_index,
  text,
  rank,
  status,
  number,
  size,
  projects,
  notes,
  broken,
  brief,
]) {
  return { code, name, type, shown, class_index, text, rank, status, number, size, projects, notes, broken, brief };
}

/**
 * Read a map view. `shown` are the rows inside the filter, `byCode` all of them.
 * @template {MapMessage} Message
 * @param {Message} view
 * @returns {ReadView<Message>}
 */
export function readView(view) {
  const rows = view.rows.map(readRow);
  const byCode = Object.fromEntries(rows.map((row) => [row.code, row]));
  return { ...view, rows, byCode, shown: rows.filter((row) => row.shown) };
}

/**
 * Tell whether a row is of the group that is chosen.
 * @param {Row} row
 * @param {Pick<MapMessage, "group">} view
 */
export const isMember = (row, view) => Boolean(view.group?.members.includes(row.code));

/**
 * Tell whether others are chosen to be seen together.
 * @param {Row} row
 * @param {Pick<MapMessage, "group">} view
 */
export const isAside = (row, view) => Boolean(view.group) && !view.group?.merged && !isMember(row, view);
