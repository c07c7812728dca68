// @ts-check
// Pictures from the internet under the map, if a person asks for them.
import { el } from "../common/dom.js";

/** @type {Record<string, {name: string, url: string, credit: string}>} */
const TILES = {
  osm: {
    name: "OpenStreetMap",
    url: "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
    credit: "© autorzy OpenStreetMap",
  },
  orto: {
    name: "Ortofotomapa GUGiK",
    url:
      "https://mapy.geoportal.gov.pl/wss/service/PZGIK/ORTO/WMTS/StandardResolution" +
      "?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=ORTOFOTOMAPA&STYLE=default" +
      "&FORMAT=image/jpeg&TILEMATRIXSET=EPSG:3857&TILEMATRIX=EPSG:3857:{z}&TILEROW={y}&TILECOL={x}",
    credit: "ortofotomapa: GUGiK",
  },
};

/**
 * Add a control that puts pictures under all maps.
 * @param {import("leaflet").Map} first the map it stands on
 * @param {import("leaflet").Map[]} maps
 */
export function addTiles(first, maps) {
  /** @type {import("leaflet").TileLayer[]} */
  let shown = [];
  const use = (/** @type {string} */ code) => {
    for (const layer of shown) layer.remove();
    document.body.classList.toggle("ao-with-tiles", Boolean(code));
    const tiles = TILES[code];
    const layer = () => L.tileLayer(tiles.url, { attribution: tiles.credit, maxZoom: 16 });
    shown = tiles ? maps.map((map) => layer().addTo(map)) : [];
  };
  const control = new L.Control({ position: "topleft" });
  control.onAdd = () => tileChoice(use);
  control.addTo(first);
}

/** @param {(code: string) => void} use */
function tileChoice(use) {
  const box = el("details", "ao-tiles");
  box.append(el("summary", "", "Podkład"));
  const set = el("fieldset");
  set.append(el("legend", "", "Podkład z internetu"));
  const names = Object.entries(TILES).map(([code, { name }]) => [code, name]);
  for (const [code, name] of [["", "bez podkładu"], ...names]) {
    const label = el("label");
    const input = Object.assign(el("input"), { type: "radio", name: "ao-tiles", value: code });
    input.checked = code === "";
    input.addEventListener("change", () => use(code));
    label.append(input, ` ${name}`);
    set.append(label);
  }
  set.append(el("p", "", "Obrazy pobierze z internetu Twoja przeglądarka."));
  box.append(set);
  L.DomEvent.disableClickPropagation(box);
  L.DomEvent.disableScrollPropagation(box);
  return box;
}
