// @ts-check
// What a screen and a report have in common: who draws which part, and what frames in the page may do.
import { parts } from "./display.js";
import { markPointed } from "./gminy.js";
import { toggleMember } from "./group.js";
import { board, heading } from "./map_heading.js";
import { sheet } from "./map_sheet.js";
import { changeable, served, stir, wake } from "./mode.js";
import { watchPrinting } from "./paper.js";
import { onStepKey } from "./player.js";
import { help, onKey, present } from "./present.js";
import { showCode } from "./qr.js";
import { fit } from "./room.js";
import { screenPart } from "./screen.js";
import { state } from "./state.js";

export function startApp() {
  parts.view = { heading, board, sheet };
  parts.screen = screenPart;
  window.aoPage = {
    get maps() {
      return state.maps;
    },
    held: (address) => state.held?.(address) ?? null,
    choose: (parameters) => state.choose(parameters),
    changeable,
    toggle: toggleMember,
    pointed: markPointed,
    help,
    code: served() ? showCode : undefined,
    present,
    key: onKey,
    stir,
  };
  watchPrinting();
  document.addEventListener("keydown", onStepKey);
  document.addEventListener("visibilitychange", wake);
  window.addEventListener("resize", fit);
  window.addEventListener("keydown", onKey, true);
  for (const name of ["pointermove", "pointerdown"]) window.addEventListener(name, stir, { passive: true });
}
