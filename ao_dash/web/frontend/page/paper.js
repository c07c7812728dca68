// @ts-check
// Paper is white, narrower than a window and has no controls: what is measured is measured for it.
import { drawWaiting } from "./charts/profile.js";
import { maps } from "./gminy.js";

/** @param {HTMLElement} box a table, as small as its columns need to fit the page */
function fitTable(box) {
  const table = /** @type {HTMLElement | null} */ (box.querySelector(":scope > table"));
  if (!table) return;
  table.style.zoom = "";
  const [room, needed] = [box.clientWidth, table.scrollWidth];
  if (document.body.classList.contains("ao-on-paper") && room && needed > room)
    table.style.zoom = String(room / needed);
}

/** @param {boolean} on */
function lay(on) {
  if (document.body.classList.contains("ao-on-paper") === on) return;
  document.body.classList.toggle("ao-on-paper", on);
  if (on) drawWaiting();
  for (const map of maps()) map.paper(on);
  for (const box of document.querySelectorAll(".ao-table-box")) fitTable(/** @type {HTMLElement} */ (box));
}

export function watchPrinting() {
  window.addEventListener("beforeprint", () => lay(true));
  window.addEventListener("afterprint", () => lay(false));
  matchMedia("print").addEventListener("change", ({ matches }) => lay(matches));
}
