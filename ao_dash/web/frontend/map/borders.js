// Borders of every vintage and what lies around: fetched once for all maps of the frame.

const borders = { config: null, loading: {} };

const layerData = (name) => (borders.loading[name] ||= getJson(borders.config.layers[name]));

function outerRings(shape) {
  const parts = shape.getLatLngs();
  return Array.isArray(parts[0][0]) ? parts.map((part) => part[0]) : [parts[0]];
}

// Polygons of one vintage for one map.
function makeVintage(code, collection, map, events) {
  const byCode = {};
  const layer = L.geoJSON(collection, {
    style: { className: "ao-gmina", weight: 1 },
    onEachFeature: (feature, shape) => {
      byCode[feature.properties.teryt6] = shape;
      events(feature.properties.teryt6, shape);
    },
  });
  return { code, lines: collection.lines, layer, byCode };
}

// Leaflet rounds radii to whole pixels; areas of small circles would no longer be the values.
L.SVG.include({
  _updateCircle(layer) {
    const { _point: at, _radius: r } = layer;
    const half = (sign) => `a${r},${r} 0 1,0 ${sign * r * 2},0 `;
    this._setPath(layer, layer._empty() ? "M0 0" : `M${at.x - r},${at.y}${half(1)}${half(-1)}`);
  },
});
