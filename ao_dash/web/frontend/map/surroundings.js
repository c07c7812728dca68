// @ts-check
// What lies around the gminy: neighbours, lines of powiaty, the outline of the area.
/** @import { BaseLayer, Shape } from "../types/page" */

/**
 * Draw the surroundings, and return the lines of powiaty, which change with the vintage.
 * @param {import("leaflet").Map} map
 * @param {BaseLayer} base
 */
export function drawSurroundings(map, base) {
  const still = { interactive: false };
  L.geoJSON(base.context, {
    ...still,
    pane: "context",
    style: { className: "ao-context", weight: 1 },
  }).addTo(map);
  const powiaty = L.geoJSON(base.powiaty, {
    ...still,
    pane: "lines",
    style: (feature) => ({
      className: `ao-powiat ao-powiat-${feature?.properties.vintage || "outside"}`,
      weight: 1.2,
      fill: false,
    }),
  });
  powiaty.addTo(map);
  L.geoJSON(base.outline, {
    ...still,
    pane: "lines",
    style: { className: "ao-outline", weight: 1.6, fill: false },
  }).addTo(map);
  return powiaty;
}

/**
 * Show the lines of powiaty of one vintage, and those outside the area.
 * @param {import("leaflet").GeoJSON} powiaty
 * @param {string} vintage
 */
export function showPowiaty(powiaty, vintage) {
  powiaty.eachLayer((layer) => {
    const line = /** @type {Shape} */ (layer);
    const own = /** @type {{vintage?: string}} */ (line.feature.properties).vintage;
    line.getElement().style.display = !own || own === vintage ? "" : "none";
  });
}
