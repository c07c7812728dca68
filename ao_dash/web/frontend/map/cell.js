// One map with its legend: the base is drawn once, `paint` restyles it.

const HOVER = "ao-hover";
const OWN_WORDS = ["named", "bivariate"]; // forms whose texts say their units themselves
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const PANES = { context: 200, lines: 410, circles: 450, labels: 600 };

class MapCell {
  constructor(node, config, index) {
    Object.assign(this, { index, view: null, waiting: null, shown: null, vintages: {}, hovered: null, rover: null });
    this.title = el("h2", "ao-map-title");
    this.title.hidden = true;
    const place = el("div", "ao-map");
    const legend = el("section", "ao-legend");
    legend.setAttribute("aria-label", "Legenda");
    this.stage = new Stage(this);
    node.append(this.title, place, this.stage.words, legend, this.stage.line);
    this.node = node;
    this.map = this.makeMap(place, config);
    this.tip = this.makeTip(place);
    this.labels = new Labels(this.map);
    this.legend = new Legend(legend, this.map, (index) => this.light(index), (config.maps || 1) === 1);
    if (config.years) this.addYears(config);
    place.addEventListener("keydown", (event) => this.onKey(event));
  }

  makeMap(place, config) {
    const map = L.map(place, {
      zoomSnap: 0.1,
      zoomDelta: 0.5,
      minZoom: 8,
      maxZoom: 16,
      zoomControl: false,
      scrollWheelZoom: false,
      keyboard: false,
      attributionControl: false,
      renderer: L.svg({ padding: 0.4 }),
    });
    for (const [pane, level] of Object.entries(PANES)) {
      map.createPane(pane).style.zIndex = level;
      map.getPane(pane).style.pointerEvents = "none";
    }
    place.setAttribute("role", "group");
    if (this.index === 0) {
      L.control.zoom({ position: "topright", zoomInTitle: "Przybliż", zoomOutTitle: "Oddal" }).addTo(map);
    }
    const [west, south, east, north] = config.bounds;
    this.bounds = L.latLngBounds([south, west], [north, east]);
    map.setMaxBounds(this.bounds.pad(0.6));
    map.fitBounds(this.bounds, { padding: [10, 10], animate: false });
    map.on("zoomstart dragstart", (event) => {
      if (event.originalEvent || this.userMoves) this.moved = true;
    });
    map.on("zoomend resize viewreset", () => this.label());
    place.addEventListener("click", () => map.scrollWheelZoom.enable());
    place.addEventListener("mouseleave", () => map.scrollWheelZoom.disable());
    place.addEventListener("pointerdown", (event) => {
      this.userMoves = Boolean(event.target.closest(".leaflet-control-zoom"));
    });
    new ResizeObserver(() => {
      map.invalidateSize({ animate: false });
      if (!this.moved) this.fit();
      this.scaleCircles();
      this.legend.spreadMarks();
      this.stage.fit(this.legend.node);
    }).observe(place);
    return map;
  }

  makeTip(place) {
    const tip = el("div", "ao-tip");
    tip.setAttribute("role", "tooltip");
    tip.hidden = true;
    place.append(tip);
    return tip;
  }

  addYears(config) {
    this.years = new Years(this, config);
    this.map.getContainer().after(this.years.node);
  }

  fit() {
    this.map.fitBounds(this.bounds, { padding: [10, 10], animate: false });
  }

  label() {
    this.labels.soon(this.shown, this.base, () => this.view, () => this.labels.tune(this.view));
  }

  // --- what does not change ------------------------------------------------------------------

  drawBase(base) {
    this.base = base;
    const { map } = this;
    const still = { interactive: false };
    L.geoJSON(base.context, { ...still, pane: "context", style: { className: "ao-context", weight: 1 } }).addTo(map);
    this.powiaty = L.geoJSON(base.powiaty, {
      ...still,
      pane: "lines",
      style: (feature) => ({
        className: `ao-powiat ao-powiat-${feature.properties.vintage || "outside"}`,
        weight: 1.2,
        fill: false,
      }),
    }).addTo(map);
    L.geoJSON({ type: "Feature", properties: {}, geometry: base.outline }, {
      ...still,
      pane: "lines",
      style: { className: "ao-outline", weight: 1.6, fill: false },
    }).addTo(map);
    this.showPowiaty();
    this.label();
  }

  showPowiaty() {
    if (!this.powiaty || !this.shown) return;
    this.powiaty.eachLayer((layer) => {
      const { vintage } = layer.feature.properties;
      layer.getElement().style.display = !vintage || vintage === this.shown.lines ? "" : "none";
    });
  }

  vintage(code) {
    this.vintages[code] ||= layerData(code).then((collection) => {
      const made = makeVintage(code, collection, this.map, (teryt6, shape) => this.listen(teryt6, shape));
      this.vintages[code] = made; // from now on there is nothing to wait for
      return made;
    });
    return this.vintages[code];
  }

  listen(teryt6, shape) {
    shape.on({
      click: (event) => {
        L.DomEvent.stopPropagation(event);
        this.map.scrollWheelZoom.enable();
        this.choose(teryt6);
      },
      mouseover: (event) => this.point(teryt6, event.originalEvent),
      mousemove: (event) => this.moveTip(event.originalEvent),
      mouseout: () => this.point(null),
    });
  }

  show(next) {
    if (this.shown === next) return false;
    if (this.shown) this.shown.layer.remove();
    this.shown = next;
    next.layer.addTo(this.map);
    this.addPatterns();
    for (const [teryt6, shape] of Object.entries(next.byCode)) {
      const path = shape.getElement();
      path.setAttribute("role", "button");
      path.dataset.teryt6 = teryt6;
      path.onfocus = () => {
        this.rover = teryt6;
        this.point(teryt6);
      };
      path.onblur = () => this.point(null);
    }
    this.showPowiaty();
    return true;
  }

  addPatterns() {
    const root = this.map.getPane("overlayPane").querySelector("svg");
    if (root && !root.querySelector("#ao-hatch")) root.prepend(patterns());
  }

  // --- paint ---------------------------------------------------------------------------------

  // `view` may come before the map or its borders: only the newest one waits and is drawn.
  paint(view) {
    this.waiting = view;
    this.years?.follow(view);
    const borders = this.vintage(view.vintage);
    if (borders.layer) this.draw(view);
    else borders.then(() => this.waiting === view && this.draw(view));
  }

  draw(view) {
    const borders = this.vintages[view.vintage];
    if (!borders.layer) {
      this.paint(view);
      return;
    }
    const changed = this.show(borders);
    this.view = view;
    this.title.textContent = view.title;
    if (this.index === 0) this.stage.draw(view);
    this.style();
    this.drawCircles();
    this.drawLines();
    this.legend.draw(view);
    if (this.index === 0) this.stage.fit(this.legend.node);
    if (changed || view.mode) this.labels.place(this.shown, this.base, view);
    this.labels.tune(view);
    this.node.dataset.painted = view.query;
    if (this.index === 0) document.body.dataset.painted = view.query;
    host().document.getElementById("ao-first")?.remove();
    frame.whenIdle();
  }

  style() {
    const { view, shown, map } = this;
    const codes = Object.keys(shown.byCode);
    if (!shown.byCode[this.rover]) this.rover = null;
    const first = this.rover || view.selected || codes.find((code) => view.byCode[code]?.shown) || codes[0];
    this.rover = first;
    const hint = "Strzałki przechodzą między gminami, Enter wyróżnia gminę.";
    map.getContainer().setAttribute("aria-label", `Mapa. ${view.sentence} ${hint}`);
    this.node.dataset.form = view.form;
    for (const code of codes) {
      const row = view.byCode[code];
      if (!row) continue;
      const path = shown.byCode[code].getElement();
      path.style.fill = this.fill(row);
      path.classList.toggle("ao-hidden", !row.shown);
      path.classList.toggle("ao-selected", code === view.selected);
      path.dataset.class = row.index === null ? "" : row.index;
      path.dataset.status = row.status;
      path.setAttribute("tabindex", code === first ? "0" : "-1");
      path.setAttribute("aria-pressed", String(code === view.selected));
      path.setAttribute("aria-label", this.spoken(row));
    }
    const focused = document.activeElement;
    if (view.selected && shown.byCode[view.selected]) shown.byCode[view.selected].bringToFront();
    if (focused !== document.activeElement) focused.focus(); // moved to the front, it lost the focus
    if (this.hovered) this.hover(this.hovered);
  }

  fill(row) {
    const { view } = this;
    if (!row.shown) return "var(--ao-pale)";
    if (row.index !== null) return view.colours[row.index];
    if (view.form === "empty") return "var(--ao-plain)";
    if (row.status) return `url(#${PATTERNS[row.status]})`;
    return "var(--ao-plain)";
  }

  spoken(row) {
    const { view } = this;
    const value = row.status || OWN_WORDS.includes(view.form) ? row.text : `${row.text} ${view.unit}`.trim();
    const parts = [view.types[row.type], value];
    if (row.rank) parts.push(`miejsce ${row.rank} z ${view.ranked}`);
    if (row.broken) parts.push("przerwa w szeregu");
    if (!row.shown) parts.push("poza filtrem");
    return `${row.name}: ${parts.filter(Boolean).join(", ")}`;
  }

  drawCircles() {
    const { view, shown, map } = this;
    if (this.circles) this.circles.remove();
    this.circles = null;
    if (view.form !== "circles") return;
    const group = L.layerGroup();
    const largest = largestRadius(map);
    this.largest = largest;
    const rows = Object.values(view.byCode).filter((row) => row.shown && row.size !== null);
    for (const row of rows.sort((a, b) => Math.abs(b.size) - Math.abs(a.size))) {
      const [lon, lat] = shown.byCode[row.code].feature.properties.label;
      const sign = row.size < 0 ? "ao-negative" : "ao-positive";
      const zero = row.size === 0 ? " ao-zero" : "";
      L.circleMarker([lat, lon], {
        pane: "circles",
        interactive: false,
        radius: row.size === 0 ? 2.5 : Math.max(1.5, Math.abs(row.size) * largest),
        className: `ao-circle ${sign}${zero} ao-circle-${row.code}`,
        weight: 1,
      }).addTo(group);
    }
    this.circles = group.addTo(map);
  }

  // Circles of a smaller map are smaller, here and in the legend.
  scaleCircles() {
    if (!this.circles || this.largest === largestRadius(this.map)) return;
    this.drawCircles();
    this.legend.draw(this.view);
  }

  // Lines over the fill: borders of gminy with a break inside the change, ties between gminy.
  drawLines() {
    const { view, shown, map } = this;
    if (this.over) this.over.remove();
    this.over = null;
    const broken = Object.values(view.byCode).filter((row) => row.broken && row.shown);
    if (!broken.length && !view.ties) return;
    const still = { pane: "lines", interactive: false };
    this.over = L.layerGroup();
    for (const row of broken) {
      L.polygon(shown.byCode[row.code].getLatLngs(), { ...still, fill: false, className: "ao-broken", weight: 3 }).addTo(this.over);
    }
    // those of the selected gmina come last, over the others
    const own = ([a, b]) => a === view.selected || b === view.selected;
    const ties = [...(view.ties || [])].sort((one, other) => own(one) - own(other));
    for (const tie of ties) {
      const [a, b, weight] = tie;
      const look = !view.selected ? "" : own(tie) ? " ao-tie-own" : " ao-tie-faint";
      const ends = [a, b].map((code) => shown.byCode[code].feature.properties.label).map(([lon, lat]) => [lat, lon]);
      L.polyline(ends, { ...still, className: `ao-tie ao-tie-${a} ao-tie-${b}${look}`, weight: weight + (own(tie) ? 1.2 : 0) }).addTo(this.over);
    }
    this.over.addTo(map);
  }

  // Ties of the gmina that is pointed at stand out.
  trace(teryt6) {
    const lines = teryt6 ? this.node.querySelectorAll(`.ao-tie-${CSS.escape(teryt6)}`) : [];
    for (const line of this.node.querySelectorAll(".ao-tie-lit")) line.classList.remove("ao-tie-lit");
    for (const line of lines) line.classList.add("ao-tie-lit");
    this.node.classList.toggle("ao-tracing", lines.length > 0);
  }

  light(index) {
    this.node.classList.toggle("ao-highlighting", index !== null);
    for (const shape of Object.values(this.shown.byCode)) {
      const path = shape.getElement();
      path.classList.toggle("ao-lit", index !== null && path.dataset.class === String(index));
    }
  }

  // --- hover, choice, keys -------------------------------------------------------------------

  // A person points at a gmina here: other maps and the page around follow.
  point(teryt6, event) {
    this.hover(teryt6, event);
    frame.pointed(teryt6, this);
  }

  hover(teryt6, event) {
    const { shown, view } = this;
    if (!shown || !view) return;
    const before = this.hovered && shown.byCode[this.hovered];
    if (before) before.getElement().classList.remove(HOVER);
    this.hovered = teryt6;
    this.trace(teryt6);
    const shape = teryt6 && shown.byCode[teryt6];
    if (!shape) {
      this.tip.hidden = true;
      return;
    }
    shape.getElement().classList.add(HOVER);
    this.fillTip(view.byCode[teryt6]);
    this.tip.hidden = false;
    if (event) this.moveTip(event);
    else {
      const [lon, lat] = shape.feature.properties.label;
      const at = this.map.latLngToContainerPoint([lat, lon]);
      this.placeTip(at.x, at.y);
    }
  }

  fillTip(row) {
    const { view, tip } = this;
    tip.replaceChildren(el("strong", "", row.name));
    if (row.type !== null) tip.append(el("span", "ao-tip-type", view.types[row.type]));
    const value = el("div", "ao-tip-value", row.text);
    const when = view.base ? `${view.base}–${view.year}` : view.year;
    if (!row.status && !OWN_WORDS.includes(view.form)) value.append(el("small", "", ` ${view.unit} · ${when}`));
    if (view.form !== "empty") tip.append(value);
    if (row.rank) tip.append(el("div", "", `miejsce ${row.rank}. z ${view.ranked}`));
    if (!row.shown) tip.append(el("div", "", "poza filtrem"));
    const list = (title, texts) => {
      if (!texts.length) return;
      tip.append(el("div", "ao-tip-head", title));
      const ul = el("ul", "");
      for (const text of texts) ul.append(el("li", "", text));
      tip.append(ul);
    };
    const projects = row.projects.map((index) => view.projects[index]);
    const more = projects.length > 3 ? [`i ${projects.length - 3} więcej`] : [];
    list(view.listed || "Wspólne projekty w tej dziedzinie", [...projects.slice(0, 3), ...more]);
    list("Uwagi", row.notes.map((index) => view.notes[index]));
  }

  moveTip(event) {
    if (!event) return;
    const box = this.map.getContainer().getBoundingClientRect();
    this.placeTip(event.clientX - box.left, event.clientY - box.top);
  }

  placeTip(x, y) {
    const { tip } = this;
    const { x: width, y: height } = this.map.getSize();
    const right = x + 16 + tip.offsetWidth > width;
    const left = right ? Math.max(4, x - 16 - tip.offsetWidth) : x + 16;
    const top = Math.min(Math.max(4, y - tip.offsetHeight / 2), height - tip.offsetHeight - 4);
    tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(Math.max(4, top))}px)`;
  }

  choose(teryt6) {
    const next = this.view && this.view.selected === teryt6 ? null : teryt6;
    if (this.view) {
      this.view.selected = next;
      this.style();
    }
    host().aoPicture?.choose({ gmina: next || "" });
  }

  // Chosen by a key of the page around, which is told elsewhere.
  select(teryt6) {
    if (!this.view) return;
    this.view.selected = teryt6;
    this.draw(this.view);
  }

  onKey(event) {
    const code = event.target.dataset && event.target.dataset.teryt6;
    if (!code) return;
    if (event.key === "Enter" || event.key === " ") this.choose(code);
    else if (ARROWS[event.key]) this.rove(this.neighbour(code, ARROWS[event.key]));
    else if (event.key === "Home" || event.key === "End") this.rove(this.inOrder().at(event.key === "Home" ? 0 : -1));
    else if (event.key === "Escape") this.point(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  inOrder() {
    const { byCode } = this.shown;
    const name = (code) => byCode[code].feature.properties.name;
    return Object.keys(byCode).sort((a, b) => name(a).localeCompare(name(b), "pl"));
  }

  // The nearest gmina in a direction; off the edge, the next one in the alphabet, so all are reached.
  neighbour(code, [dx, dy]) {
    const point = (other) => {
      const [lon, lat] = this.shown.byCode[other].feature.properties.label;
      return this.map.latLngToLayerPoint([lat, lon]);
    };
    const from = point(code);
    let best = null;
    for (const other of Object.keys(this.shown.byCode)) {
      const to = point(other).subtract(from);
      const along = to.x * dx + to.y * dy;
      const aside = Math.abs(to.x * dy) + Math.abs(to.y * dx);
      if (other === code || along <= 0 || aside > along * 1.5) continue;
      const cost = along + aside * 1.2;
      if (!best || cost < best.cost) best = { other, cost };
    }
    if (best) return best.other;
    const order = this.inOrder();
    return order[(order.indexOf(code) + (dx + dy > 0 ? 1 : order.length - 1)) % order.length];
  }

  rove(code) {
    for (const [other, shape] of Object.entries(this.shown.byCode)) {
      shape.getElement().setAttribute("tabindex", other === code ? "0" : "-1");
    }
    this.rover = code;
    this.shown.byCode[code].getElement().focus();
  }
}
