// @ts-check
// Leaflet's map as we use it: no animation that nobody asked for, the wheel only after a click.

/** Panes by their order; borders of gminy are in Leaflet's own (400). */
const PANES = { context: 200, lines: 410, circles: 450, arrows: 500, labels: 600, annotations: 640 };

/**
 * Make a map that shows `bounds`.
 * @param {HTMLElement} place
 * @param {import("leaflet").LatLngBounds} bounds
 * @param {{zoomButtons: boolean, moved(): void, changed(): void, resized(): void}} options
 *   `moved` is called when a person moves it, `changed` when names have to be placed anew
 */
export function makeMap(place, bounds, { zoomButtons, moved, changed, resized }) {
  const map = L.map(place, {
    zoomSnap: 0.1,
    zoomDelta: 0.5,
    minZoom: 8,
    maxZoom: 16,
    zoomControl: false,
    scrollWheelZoom: false,
    boxZoom: false, // Shift chooses several gminy
    dragging: !matchMedia("(pointer: coarse)").matches, // one finger scrolls the page, two move the map
    keyboard: false,
    attributionControl: false,
    renderer: L.svg({ padding: 0.4 }),
  });
  for (const [name, level] of Object.entries(PANES)) {
    const { style } = map.createPane(name);
    style.zIndex = String(level);
    style.pointerEvents = "none";
  }
  place.setAttribute("role", "group");
  if (zoomButtons) {
    L.control.zoom({ position: "topright", zoomInTitle: "Przybliż", zoomOutTitle: "Oddal" }).addTo(map);
  }
  map.setMaxBounds(bounds.pad(0.6));
  map.fitBounds(bounds, { padding: [10, 10], animate: false });
  watchMoves(map, place, moved);
  map.on("zoomend resize viewreset", changed);
  place.addEventListener("click", () => map.scrollWheelZoom.enable());
  place.addEventListener("mouseleave", () => map.scrollWheelZoom.disable());
  new ResizeObserver(resized).observe(place);
  return map;
}

/**
 * @param {import("leaflet").Map} map
 * @param {HTMLElement} place
 * @param {() => void} moved
 */
function watchMoves(map, place, moved) {
  let onButtons = false; // whether the pointer was last pressed on the zoom buttons
  place.addEventListener("pointerdown", ({ target }) => {
    onButtons = target instanceof Element && target.closest(".leaflet-control-zoom") !== null;
  });
  map.on("zoomstart dragstart", (event) => {
    if (/** @type {any} */ (event).originalEvent || onButtons) moved();
  });
}
