// @ts-check
// Starts the maps inside streamlit-folium's frame, which runs classic scripts one after another and
// then wants a Leaflet map at once. Modules take a moment: until they are here, and afterwards, it
// gets an empty map that nobody sees; the maps themselves belong to the modules.

{
  const loading = import("./frame.js"); // from now on, while Leaflet is on its way
  window.aoStartMap = (id, config) => {
    loading.then((module) => module.create(id, config));
    return L.map(document.createElement("div"), { center: [0, 0], zoom: 0 });
  };
}
