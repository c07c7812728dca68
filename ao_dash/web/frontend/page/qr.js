// @ts-check
// The address of the picture on the wall as a QR code, for telephones in the room.
import { BASE } from "../common/base.js";
import { el, svg } from "../common/dom.js";
import { usualAddress } from "./embed.js";
import { openOverlay, overlay } from "./overlay.js";

const QUIET = 4; // modules of white that a code needs around it

/** Show the code of what is presented, and the address in letters. */
export async function showCode() {
  if (openOverlay()) return;
  const usual = usualAddress();
  const address = `${location.origin}${BASE}/${usual.includes("?") ? usual : `?${usual}`}`;
  const picture = el("div", "ao-code");
  const words = el("p", "ao-code-address", address);
  const box = overlay("Kod QR: ten obraz na telefonie", "q", picture, words);
  box.addEventListener("click", () => box.close());
  const said = await asked(address);
  if ("rows" in said) {
    picture.append(drawn(said.rows));
    words.textContent = said.address;
  } else picture.append(el("p", "", said.fault));
}

/**
 * @param {string} address
 * @returns {Promise<{address: string, rows: string[]} | {fault: string}>}
 */
async function asked(address) {
  try {
    const response = await fetch(`${BASE}/kod.json?${new URLSearchParams({ adres: address })}`);
    return response.ok ? await response.json() : { fault: await response.text() };
  } catch {
    return { fault: "Nie ma połączenia z serwerem, który rysuje kod. Przepisz adres albo spróbuj za chwilę." };
  }
}

/** @param {string[]} rows */
function drawn(rows) {
  const all = rows.length + 2 * QUIET;
  const box = svg("svg", { viewBox: `0 0 ${all} ${all}`, role: "img", "shape-rendering": "crispEdges" });
  box.setAttribute("aria-label", "Kod QR adresu, który stoi pod nim");
  const dark = rows.flatMap((row, y) =>
    [...row].flatMap((module, x) => (module === "1" ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : [])),
  );
  box.append(svg("rect", { width: all, height: all, fill: "#ffffff" }), svg("path", { d: dark.join("") }));
  return box;
}
