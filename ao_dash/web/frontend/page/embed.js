// @ts-check
// The code that shows the picture in somebody's page.
import { BASE } from "../common/base.js";
import { button, el } from "../common/dom.js";
import { EMBED } from "../common/message.js";
import { state } from "./state.js";

/**
 * Return the parts of an address: the place of a screen, "" for the map, and its parameters.
 * @param {string} address
 */
export function addressParts(address) {
  const [query, place = ""] = address.split("?").reverse();
  return { place, parameters: new URLSearchParams(query) };
}

/**
 * Return what restores the picture in its usual form: the query of the map, or the place of another
 * screen with its query.
 */
export function usualAddress() {
  const { place, parameters } = addressParts(state.address);
  parameters.delete("tryb");
  return place ? `${place}?${parameters}` : String(parameters);
}

/** @param {string} title */
export function embedding(title) {
  const code = Object.assign(el("textarea", "ao-embed-code"), {
    value: embedCode(location.origin + BASE, state.address, title),
    readOnly: true,
    rows: 3,
    spellcheck: false,
  });
  code.setAttribute("aria-label", "Kod do wklejenia na stronie");
  code.addEventListener("focus", () => code.select());
  const answer = el("span", "ao-copied");
  answer.setAttribute("role", "status");
  const act = async () => {
    answer.textContent = (await copied(code)) ? "Skopiowano." : "Zaznaczono; naciśnij Ctrl+C.";
  };
  const copy = button("Kopiuj kod", act, { className: "ao-copy", focus: "copy" });
  const box = el("details", "ao-embed");
  box.open = state.embedOpen;
  box.addEventListener("toggle", () => {
    state.embedOpen = box.open;
  });
  const hint =
    "Ten kod pokazuje sam obraz z legendą i źródłem. Zadziała na stronach, którym pozwolił na to opiekun pulpitu.";
  box.append(el("summary", "", "Osadź na stronie"), el("p", "", hint), code, copy, answer);
  return box;
}

// the frame before it says how high it wants to be; where a site takes scripts away it keeps its height
const FITTING =
  "<script>{const f=document.currentScript.previousElementSibling;addEventListener('message',e=>{" +
  "if(e.source===f.contentWindow&&e.data?.aoHeight>0)f.height=Math.min(e.data.aoHeight,3000)})}</script>";

/**
 * Return the code of a frame that shows a picture.
 * @param {string} origin with the path of the dashboard
 * @param {string} shown the query of the map, or the place of another screen with its query
 * @param {string} title
 */
export function embedCode(origin, shown, title) {
  const { place, parameters } = addressParts(shown);
  parameters.set("tryb", EMBED);
  const name = title.replace(/[&"<>]/g, (mark) => `&#${mark.charCodeAt(0)};`);
  const address = `${origin}/${place}?${parameters}`.replaceAll("&", "&amp;");
  return `<iframe src="${address}" title="${name}" width="100%" height="620" style="border:0" loading="lazy"></iframe>${FITTING}`;
}

/** @param {HTMLTextAreaElement} code */
async function copied(code) {
  try {
    await navigator.clipboard.writeText(code.value);
    return true;
  } catch {
    code.select(); // without https a browser keeps the clipboard to itself
    return false;
  }
}
