// @ts-check
// How the shape of a gmina looks and what is heard of it.
import { isAside, isMember } from "../common/message.js";
import { PATTERNS } from "./patterns.js";
import { unitAfter } from "./tooltip.js";
/** @import { MapView, Row } from "../types/page" */

/**
 * Let a shape show its row; the Tab key leads to one shape only.
 * @param {SVGPathElement} path
 * @param {Row} row
 * @param {MapView} view
 * @param {boolean} focusable
 */
export function styleGmina(path, row, view, focusable) {
  const selected = row.code === view.selected;
  path.style.fill = fillOf(row, view);
  path.classList.toggle("ao-hidden", !row.shown);
  path.classList.toggle("ao-selected", selected);
  path.classList.toggle("ao-member", isMember(row, view));
  path.classList.toggle("ao-aside", isAside(row, view));
  path.dataset.class = String(row.class_index ?? "");
  path.dataset.status = String(row.status);
  path.setAttribute("tabindex", focusable ? "0" : "-1");
  path.setAttribute("aria-pressed", String(selected));
  path.setAttribute("aria-label", spokenRow(row, view));
}

/** @param {Row} row @param {MapView} view */
function fillOf(row, view) {
  if (!row.shown) return "var(--ao-pale)";
  if (row.class_index !== null) return view.colours[row.class_index];
  if (view.form !== "empty" && row.status) return `url(#${PATTERNS[row.status]})`;
  return "var(--ao-plain)";
}

/** @param {Row} row @param {MapView} view */
function spokenRow(row, view) {
  const value = `${row.text} ${unitAfter(view, row)}`.trim();
  const parts = [view.types[row.type], value];
  if (row.rank) parts.push(`miejsce ${row.rank} z ${view.ranked}`);
  if (row.broken) parts.push("przerwa w szeregu");
  if (!row.shown) parts.push("poza filtrem");
  if (isMember(row, view)) parts.push("w grupie");
  return `${row.name}: ${parts.filter(Boolean).join(", ")}`;
}
