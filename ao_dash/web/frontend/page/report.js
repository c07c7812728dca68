// @ts-check
// A report: a page of its own that holds every picture it shows, with the map in it.

import { button, el } from "../common/dom.js";
import { create } from "../map/frame.js";
import { startApp } from "./app.js";
import { headingOf } from "./blocks.js";
import { currentPicture, goTo, lastPicture, play, withChoice } from "./player.js";
import { player, state } from "./state.js";

/** @import { Content, Picture, ReportContent } from "../types/page" */

const dark = matchMedia("(prefers-color-scheme: dark)");

/**
 * Return the element of the report's page that a selector finds.
 * @param {string} selector
 */
const part = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

/** The picture's number stands in the address, so that a report can be opened at it. */
const numberInAddress = () => Math.max(0, (Number.parseInt(location.hash.slice(1), 10) || 1) - 1);

/**
 * Fill the list of pictures; return what shows the place in it.
 * @param {Content} content
 */
function pictureList({ pictures }) {
  const nav = part(".ao-pictures");
  nav.hidden = pictures.length < 2;
  const step = (/** @type {string} */ name, /** @type {number} */ by, /** @type {string} */ className) => {
    const node = button(name, () => goTo(player.number + by), { className });
    node.append(el("span", "", " obraz"));
    return node;
  };
  const back = step("Poprzedni", -1, "ao-back");
  const next = step("Następny", 1, "ao-next");
  const place = el("output", "ao-picture-place");
  const select = el("select");
  select.setAttribute("aria-label", "Obraz");
  select.append(...pictures.map((one, n) => new Option(`${n + 1}. ${nameOf(one)}`, String(n))));
  select.addEventListener("change", () => goTo(Number(select.value)));
  nav.append(back, select, place, next);
  return () => {
    select.value = String(player.number);
    place.textContent = `${player.number + 1} z ${lastPicture() + 1}`;
    back.disabled = player.number === 0;
    next.disabled = player.number === lastPicture();
  };
}

/** @param {Picture} picture */
const nameOf = (picture) =>
  picture.title || ("view" in picture ? picture.view.dated : headingOf(picture.places.heading).title);

/** @param {() => void} showPlace */
function wentTo(showPlace) {
  const picture = currentPicture();
  document.title = nameOf(picture);
  const address = "view" in picture ? `/?${withChoice(picture.view, player.gmina).query}` : `/${picture.address}`;
  part(".ao-report-foot").replaceChildren(el("p", "ao-hint", `Ten obraz w pulpicie: ${address}`));
  showPlace();
  if (numberInAddress() !== player.number) location.hash = String(player.number + 1);
}

/**
 * Put the maps into the page; their layers and years are here.
 * @param {ReportContent} content
 */
function makeMap({ layers, pictures }) {
  const { held: years } = state;
  state.held = (address) => (layers[address] ? Promise.resolve(layers[address]) : (years?.(address) ?? null));
  create("ao-report-map", {
    maps: Math.max(1, ...pictures.map((one) => ("view" in one ? 1 : one.maps.length))),
    bounds: layers.base.bounds,
    layers: Object.fromEntries(Object.keys(layers).map((name) => [name, name])),
    years: "lata.json",
    tiles: false,
  });
  // the map is told the theme the way a frame is
  dark.addEventListener("change", () => {
    const backgroundColor = dark.matches ? "#12181b" : "#ffffff";
    window.postMessage({ theme: { backgroundColor } }, "*");
  });
}

function start() {
  /** @type {ReportContent} */
  const content = JSON.parse(part("#ao-data").textContent ?? "");
  startApp();
  for (const name of ["heading", "board", "sheet"]) state.places.set(name, part(`.ao-panel-${name}`));
  const showPlace = pictureList(content);
  player.went = () => wentTo(showPlace);
  play(content, numberInAddress());
  makeMap(content);
  player.went(); // the map gives the page a title of its own
  window.addEventListener("hashchange", () => numberInAddress() !== player.number && goTo(numberInAddress()));
}

start();
