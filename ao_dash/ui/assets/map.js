// The map inside the component's frame: the base is drawn once, `paint` restyles it.
// Every text comes in as data and goes out through textContent; nothing is ever parsed as HTML.
"use strict";

window.aoMap = (() => {
  const HOVER = "ao-hover";
  const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const PATTERNS = [null, "ao-hatch", "ao-dots", "ao-cross"]; // by status: ok, missing, not applicable, confidential
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

  const state = {
    map: null,
    config: null,
    base: null,
    vintages: {}, // code -> promise of {layer, byCode}
    shown: null, // the vintage on the map: {code, layer, byCode}
    circles: null,
    view: null,
    waiting: null,
    moved: false,
    hovered: null,
    rover: null, // teryt6 of the gmina that Tab reaches
    tiles: null,
  };

  // The page around the frame; a page that holds the map itself is its own host.
  const host = () => (window.parent !== window && window.parent.aoPicture ? window.parent : window);

  const el = (tag, className, text) => {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  };
  const svg = (tag, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    return node;
  };

  // --- start ---------------------------------------------------------------------------------

  function create(id, config) {
    const map = L.map(id, {
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
    Object.assign(state, { map, config });
    prepareFrame(map);
    map.createPane("context").style.zIndex = 200;
    map.createPane("lines").style.zIndex = 410;
    map.createPane("circles").style.zIndex = 450;
    map.createPane("labels").style.zIndex = 600;
    for (const pane of ["context", "lines", "circles", "labels"]) {
      map.getPane(pane).style.pointerEvents = "none";
    }
    L.control.zoom({ position: "topright", zoomInTitle: "Przybliż", zoomOutTitle: "Oddal" }).addTo(map);
    addHomeControl(map);
    addTilesControl(map);
    L.control.attribution({ position: "bottomright", prefix: false }).addTo(map);
    map.attributionControl.addAttribution("granice: PRG, GUGiK");
    const [west, south, east, north] = config.bounds;
    state.bounds = L.latLngBounds([south, west], [north, east]);
    map.setMaxBounds(state.bounds.pad(0.6));
    fit();
    map.on("zoomstart dragstart", (event) => {
      if (event.originalEvent || state.userMoves) state.moved = true;
    });
    map.on("zoomend resize viewreset", labelSoon);
    map.getContainer().addEventListener("click", () => map.scrollWheelZoom.enable());
    map.getContainer().addEventListener("mouseleave", () => map.scrollWheelZoom.disable());
    new ResizeObserver(() => {
      map.invalidateSize({ animate: false });
      if (!state.moved) fit();
    }).observe(map.getContainer());
    state.baseLoaded = getJson(config.layers.base);
    const view = host().aoPicture?.view || state.waiting;
    if (view) paint(view);
    return map;
  }

  function prepareFrame(map) {
    document.documentElement.lang = "pl";
    document.title = "Mapa Aglomeracji Opolskiej";
    if (window.frameElement) window.frameElement.title = "Mapa Aglomeracji Opolskiej";
    loadFont(state.config.font);
    followTheme();
    const container = map.getContainer();
    container.setAttribute("role", "group");
    const legend = el("section", "ao-legend");
    legend.id = "ao-legend";
    legend.setAttribute("aria-label", "Legenda");
    document.body.append(legend);
    const tip = el("div", "ao-tip");
    tip.id = "ao-tip";
    tip.setAttribute("role", "tooltip");
    tip.hidden = true;
    container.append(tip);
    container.addEventListener("keydown", onKey);
  }

  function loadFont(url) {
    if (!url) return;
    const face = new FontFace("Source Sans", `url(${JSON.stringify(url)})`, { weight: "200 900" });
    face.load().then((loaded) => {
      document.fonts.add(loaded);
      placeLabels(); // at once: letters of another width stand on the map from now on
    }, () => {});
  }

  // Streamlit's theme reaches the frame with each render; before that, look at the page around it.
  function followTheme() {
    const apply = (dark) => {
      document.documentElement.classList.toggle("ao-dark", dark);
      tuneLabels();
    };
    const isDark = (colour) => {
      const parts = (colour.match(/[\da-f]{2}/gi) || []).map((part) => parseInt(part, 16));
      return parts.length >= 3 && parts[0] * 0.3 + parts[1] * 0.59 + parts[2] * 0.11 < 110;
    };
    window.addEventListener("message", (event) => {
      const colour = event.data && event.data.theme && event.data.theme.backgroundColor;
      if (colour) apply(isDark(colour));
    });
    apply(matchMedia("(prefers-color-scheme: dark)").matches);
    const theme = state.config.dark;
    if (theme !== null && theme !== undefined) apply(theme);
  }

  function getJson(url) {
    return fetch(url).then((response) => {
      if (!response.ok) throw new Error(`${url}: ${response.status}`);
      return response.json();
    });
  }

  function fit() {
    state.map.fitBounds(state.bounds, { padding: [10, 10], animate: false });
  }

  function drawBase(base) {
    state.base = base;
    const { map } = state;
    const still = { interactive: false };
    L.geoJSON(base.context, {
      ...still,
      pane: "context",
      style: { className: "ao-context", weight: 1 },
    }).addTo(map);
    state.powiaty = L.geoJSON(base.powiaty, {
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
    showPowiaty();
    labelSoon();
  }

  function showPowiaty() {
    if (!state.powiaty || !state.shown) return;
    state.powiaty.eachLayer((layer) => {
      const vintage = layer.feature.properties.vintage;
      layer.getElement().style.display = !vintage || vintage === state.shown.code ? "" : "none";
    });
  }

  // --- vintages ------------------------------------------------------------------------------

  function vintage(code) {
    state.vintages[code] ||= getJson(state.config.layers[code]).then((collection) => {
      const byCode = {};
      const layer = L.geoJSON(collection, {
        style: { className: "ao-gmina", weight: 1 },
        onEachFeature: (feature, shape) => {
          byCode[feature.properties.teryt6] = shape;
          shape.on({
            click: (event) => {
              L.DomEvent.stopPropagation(event);
              state.map.scrollWheelZoom.enable();
              choose(feature.properties.teryt6);
            },
            mouseover: (event) => hover(feature.properties.teryt6, event.originalEvent),
            mousemove: (event) => moveTip(event.originalEvent),
            mouseout: () => hover(null),
          });
        },
      });
      return { code, layer, byCode };
    });
    return state.vintages[code];
  }

  function show(next) {
    if (state.shown === next) return;
    if (state.shown) state.shown.layer.remove();
    state.shown = next;
    next.layer.addTo(state.map);
    addPatterns();
    for (const [teryt6, shape] of Object.entries(next.byCode)) {
      const path = shape.getElement();
      path.setAttribute("role", "button");
      path.dataset.teryt6 = teryt6;
      path.addEventListener("focus", () => {
        state.rover = teryt6;
        hover(teryt6);
      });
      path.addEventListener("blur", () => hover(null));
    }
    showPowiaty();
  }

  function addPatterns() {
    const root = state.map.getPane("overlayPane").querySelector("svg");
    if (!root || root.querySelector("#ao-hatch")) return;
    root.prepend(patterns());
  }

  function patterns() {
    const defs = svg("defs", {});
    const pattern = (id, ...marks) => {
      const node = svg("pattern", { id, width: 8, height: 8, patternUnits: "userSpaceOnUse" });
      node.append(svg("rect", { width: 8, height: 8, class: "ao-pattern-ground" }));
      for (const mark of marks) node.append(mark);
      return node;
    };
    const line = (d) => svg("path", { d, class: "ao-pattern-line" });
    defs.append(
      pattern("ao-hatch", line("M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4")),
      pattern("ao-dots", svg("circle", { cx: 4, cy: 4, r: 1.3, class: "ao-pattern-dot" })),
      pattern("ao-cross", line("M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4"), line("M-2,6 l4,4 M0,0 l8,8 M6,-2 l4,4")),
    );
    return defs;
  }

  // --- paint ---------------------------------------------------------------------------------

  // `view` may come before the map or its borders: only the newest one waits and is drawn.
  function paint(view) {
    state.waiting = view;
    if (!state.map) return;
    vintage(view.vintage).then((borders) => {
      if (state.waiting !== view) return;
      const moved = state.shown !== borders;
      show(borders);
      state.view = view;
      style();
      drawCircles();
      drawLegend();
      if (moved) labelSoon();
      else tuneLabels();
      document.body.dataset.painted = view.query;
      host().document.getElementById("ao-first")?.remove();
      whenIdle();
    });
  }

  // What the first picture can do without: the surroundings, the borders of other years.
  function whenIdle() {
    if (state.base) return;
    const later = window.requestIdleCallback || setTimeout;
    later(() => {
      state.baseLoaded.then((base) => state.base || drawBase(base));
      for (const code of Object.keys(state.config.layers)) {
        if (code !== "base") vintage(code);
      }
    });
  }

  function style() {
    const { view, shown, map } = state;
    const codes = Object.keys(shown.byCode);
    if (!shown.byCode[state.rover]) state.rover = null;
    const first = state.rover || view.selected || codes.find((code) => view.byCode[code]?.shown) || codes[0];
    state.rover = first;
    const hint = "Strzałki przechodzą między gminami, Enter wyróżnia gminę.";
    map.getContainer().setAttribute("aria-label", `Mapa. ${view.sentence} ${hint}`);
    document.body.dataset.form = view.form;
    for (const code of codes) {
      const shape = shown.byCode[code];
      const row = view.byCode[code];
      if (!row) continue;
      const path = shape.getElement();
      path.style.fill = fill(row);
      path.classList.toggle("ao-hidden", !row.shown);
      path.classList.toggle("ao-selected", code === view.selected);
      path.dataset.class = row.index === null ? "" : row.index;
      path.dataset.status = row.status;
      path.setAttribute("tabindex", code === first ? "0" : "-1");
      path.setAttribute("aria-pressed", String(code === view.selected));
      path.setAttribute("aria-label", spoken(row));
    }
    const focused = document.activeElement;
    if (view.selected && shown.byCode[view.selected]) shown.byCode[view.selected].bringToFront();
    if (focused !== document.activeElement) focused.focus(); // moved to the front, it lost the focus
    if (state.hovered) hover(state.hovered);
  }

  function fill(row) {
    const { view } = state;
    if (!row.shown) return "var(--ao-pale)";
    if (row.index !== null) return view.colours[row.index];
    if (view.form === "empty") return "var(--ao-plain)";
    if (row.status) return `url(#${PATTERNS[row.status]})`;
    return "var(--ao-plain)";
  }

  function spoken(row) {
    const { view } = state;
    const parts = [view.types[row.type], !row.status ? `${row.text} ${view.unit}`.trim() : row.text];
    if (row.rank) parts.push(`miejsce ${row.rank} z ${view.ranked}`);
    if (!row.shown) parts.push("poza filtrem");
    return `${row.name}: ${parts.join(", ")}`;
  }

  function drawCircles() {
    const { view, shown, map } = state;
    if (state.circles) state.circles.remove();
    state.circles = null;
    if (view.form !== "circles") return;
    const group = L.layerGroup();
    const largest = largestRadius();
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
    state.circles = group.addTo(map);
  }

  function largestRadius() {
    const { x, y } = state.map.getSize();
    return Math.max(18, Math.min(x, y) * 0.085);
  }

  // --- hover, choice, keys -------------------------------------------------------------------

  function hover(teryt6, event) {
    const { shown, view } = state;
    if (!shown || !view) return;
    const before = state.hovered && shown.byCode[state.hovered];
    if (before) before.getElement().classList.remove(HOVER);
    state.hovered = teryt6;
    const tip = document.getElementById("ao-tip");
    const shape = teryt6 && shown.byCode[teryt6];
    if (!shape) {
      tip.hidden = true;
      return;
    }
    shape.getElement().classList.add(HOVER);
    fillTip(tip, view.byCode[teryt6]);
    tip.hidden = false;
    if (event) moveTip(event);
    else {
      const [lon, lat] = shape.feature.properties.label;
      const at = state.map.latLngToContainerPoint([lat, lon]);
      placeTip(at.x, at.y);
    }
  }

  function fillTip(tip, row) {
    const { view } = state;
    tip.replaceChildren(el("strong", "", row.name));
    tip.append(el("span", "ao-tip-type", view.types[row.type]));
    const value = el("div", "ao-tip-value", row.text);
    if (!row.status) value.append(el("small", "", ` ${view.unit} · ${view.year}`));
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
    list("Wspólne projekty w tej dziedzinie", [...projects.slice(0, 3), ...more]);
    list("Uwagi", row.notes.map((index) => view.notes[index]));
  }

  function moveTip(event) {
    if (!event) return;
    const box = state.map.getContainer().getBoundingClientRect();
    placeTip(event.clientX - box.left, event.clientY - box.top);
  }

  function placeTip(x, y) {
    const tip = document.getElementById("ao-tip");
    const { x: width, y: height } = state.map.getSize();
    const right = x + 16 + tip.offsetWidth > width;
    const left = right ? Math.max(4, x - 16 - tip.offsetWidth) : x + 16;
    const top = Math.min(Math.max(4, y - tip.offsetHeight / 2), height - tip.offsetHeight - 4);
    tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(Math.max(4, top))}px)`;
  }

  function choose(teryt6) {
    const next = state.view && state.view.selected === teryt6 ? null : teryt6;
    if (state.view) {
      state.view.selected = next;
      style();
    }
    host().aoPicture?.choose(next || "");
  }

  function onKey(event) {
    const code = event.target.dataset && event.target.dataset.teryt6;
    if (!code) return;
    if (event.key === "Enter" || event.key === " ") choose(code);
    else if (ARROWS[event.key]) rove(neighbour(code, ARROWS[event.key]));
    else if (event.key === "Home" || event.key === "End") rove(inOrder().at(event.key === "Home" ? 0 : -1));
    else if (event.key === "Escape") hover(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function inOrder() {
    const { byCode } = state.shown;
    const name = (code) => byCode[code].feature.properties.name;
    return Object.keys(byCode).sort((a, b) => name(a).localeCompare(name(b), "pl"));
  }

  // The nearest gmina in a direction; off the edge, the next one in the alphabet, so all are reached.
  function neighbour(code, [dx, dy]) {
    const point = (other) => {
      const [lon, lat] = state.shown.byCode[other].feature.properties.label;
      return state.map.latLngToLayerPoint([lat, lon]);
    };
    const from = point(code);
    let best = null;
    for (const other of Object.keys(state.shown.byCode)) {
      const to = point(other).subtract(from);
      const along = to.x * dx + to.y * dy;
      const aside = Math.abs(to.x * dy) + Math.abs(to.y * dx);
      if (other === code || along <= 0 || aside > along * 1.5) continue;
      const cost = along + aside * 1.2;
      if (!best || cost < best.cost) best = { other, cost };
    }
    if (best) return best.other;
    const order = inOrder();
    return order[(order.indexOf(code) + (dx + dy > 0 ? 1 : order.length - 1)) % order.length];
  }

  function rove(code) {
    for (const [other, shape] of Object.entries(state.shown.byCode)) {
      shape.getElement().setAttribute("tabindex", other === code ? "0" : "-1");
    }
    state.rover = code;
    state.shown.byCode[code].getElement().focus();
  }

  // --- controls ------------------------------------------------------------------------------

  function addHomeControl(map) {
    const control = L.control({ position: "topright" });
    control.onAdd = () => {
      const box = el("div", "leaflet-bar ao-home");
      const button = el("a", "", "⌂");
      Object.assign(button, { href: "#", title: "Pokaż całą aglomerację" });
      button.setAttribute("role", "button");
      button.setAttribute("aria-label", "Pokaż całą aglomerację");
      L.DomEvent.disableClickPropagation(box);
      button.addEventListener("click", (event) => {
        event.preventDefault();
        state.moved = false;
        fit();
      });
      box.append(button);
      return box;
    };
    control.addTo(map);
    map.getContainer().addEventListener("pointerdown", (event) => {
      state.userMoves = Boolean(event.target.closest(".leaflet-control-zoom"));
    });
  }

  function addTilesControl(map) {
    const control = L.control({ position: "topleft" });
    control.onAdd = () => {
      const box = el("details", "ao-tiles");
      box.append(el("summary", "", "Podkład"));
      const set = el("fieldset", "");
      set.append(el("legend", "", "Podkład z internetu"));
      for (const [code, name] of [["", "bez podkładu"], ...Object.entries(TILES).map(([c, t]) => [c, t.name])]) {
        const label = el("label", "");
        const input = Object.assign(el("input", ""), { type: "radio", name: "ao-tiles", value: code });
        input.checked = code === "";
        input.addEventListener("change", () => useTiles(code));
        label.append(input, ` ${name}`);
        set.append(label);
      }
      set.append(el("p", "", "Obrazy pobierze z internetu Twoja przeglądarka."));
      box.append(set);
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      return box;
    };
    control.addTo(map);
  }

  function useTiles(code) {
    if (state.tiles) state.tiles.remove();
    state.tiles = null;
    document.body.classList.toggle("ao-with-tiles", Boolean(code));
    if (!code) return;
    state.tiles = L.tileLayer(TILES[code].url, { attribution: TILES[code].credit, maxZoom: 16 });
    state.tiles.addTo(state.map);
  }

  // --- legend --------------------------------------------------------------------------------

  function drawLegend() {
    const { view } = state;
    const legend = document.getElementById("ao-legend");
    const body = { classes: classBar, flag: flagRow, circles: circleRow, empty: emptyRow }[view.form];
    const head = el("div", "ao-legend-head");
    head.append(el("strong", "", view.short), el("span", "", [view.unit, view.year].filter(Boolean).join(", ")));
    const absent = el("ul", "ao-absent");
    for (const [status, words, count] of view.legend.absent) absent.append(swatch(status, words, count));
    if (view.legend.hidden) absent.append(swatch("hidden", "poza filtrem", view.legend.hidden));
    head.append(absent);
    legend.replaceChildren(...(view.form === "empty" ? [] : [head]), body(view.legend));
    requestAnimationFrame(spreadMarks);
  }

  function swatch(status, words, count) {
    const item = el("li", "");
    const box = svg("svg", { width: 26, height: 16, "aria-hidden": "true" });
    const rect = svg("rect", { width: 26, height: 16, class: "ao-swatch" });
    rect.style.fill = status === "hidden" ? "var(--ao-pale)" : `url(#${PATTERNS[status]})`;
    if (status !== "hidden") box.append(patterns());
    box.append(rect);
    item.append(box, el("span", "", ` ${words}: ${count}`));
    return item;
  }

  function stepEvents(node, test) {
    const light = (on) => {
      document.body.classList.toggle("ao-highlighting", on);
      for (const shape of Object.values(state.shown.byCode)) {
        const path = shape.getElement();
        path.classList.toggle("ao-lit", on && test(path.dataset.class));
      }
    };
    for (const name of ["mouseenter", "focus"]) node.addEventListener(name, () => light(true));
    for (const name of ["mouseleave", "blur"]) node.addEventListener(name, () => light(false));
  }

  function classBar(legend) {
    const box = el("div", "ao-bar-box");
    const marks = el("div", "ao-marks");
    for (const [name, text, place] of legend.marks) {
      const mark = el("span", "ao-mark");
      mark.dataset.place = place;
      mark.append(el("b", "", name), ` ${text}`);
      marks.append(mark);
    }
    const rug = el("div", "ao-rug");
    for (const place of legend.rug) {
      const tick = el("i", "");
      tick.style.left = `${place * 100}%`;
      rug.append(tick);
    }
    const bar = el("ol", "ao-bar");
    legend.steps.forEach(([low, high, count, words], index) => {
      const step = el("li", "ao-step");
      step.tabIndex = 0;
      step.dataset.index = index;
      step.setAttribute("aria-label", `od ${low} do ${high}: ${words}`);
      const patch = el("span", "ao-patch");
      patch.style.background = state.view.colours[index];
      step.append(patch, el("span", "ao-count", words));
      if (index === 0) step.append(el("span", "ao-bound ao-first", low));
      step.append(el("span", "ao-bound", high));
      if (!count) step.classList.add("ao-none");
      stepEvents(step, (held) => held === String(index));
      bar.append(step);
    });
    box.append(marks, rug, bar);
    return box;
  }

  // Marks stand at their place on the scale; those that would overlap make room for each other.
  function spreadMarks() {
    const box = document.querySelector(".ao-marks");
    if (!box) return;
    const width = box.clientWidth;
    const gap = 14;
    const marks = [...box.children]
      .sort((a, b) => a.dataset.place - b.dataset.place)
      .map((node) => ({ node, at: node.dataset.place * width, size: node.offsetWidth }));
    let free = 0;
    for (const mark of marks) {
      mark.left = Math.max(free, mark.at - mark.size / 2);
      free = mark.left + mark.size + gap;
    }
    let limit = width;
    for (const mark of marks.reverse()) {
      mark.left = Math.max(0, Math.min(mark.left, limit - mark.size));
      limit = mark.left - gap;
      mark.node.style.left = `${mark.left}px`;
      mark.node.style.setProperty("--tick", `${mark.at - mark.left}px`);
    }
  }

  function flagRow(legend) {
    const list = el("ul", "ao-flags");
    legend.steps.forEach(([, high, , words], index) => {
      const item = el("li", "ao-step");
      item.tabIndex = 0;
      item.dataset.index = index;
      const patch = el("span", "ao-patch");
      patch.style.background = state.view.colours[index];
      item.append(patch, el("span", "", ` ${high}: ${words}`));
      stepEvents(item, (held) => held === String(index));
      list.append(item);
    });
    return list;
  }

  function circleRow(legend) {
    const list = el("ul", "ao-circles");
    const largest = largestRadius();
    for (const [text, size] of legend.circles) {
      const item = el("li", "");
      const r = Math.max(1.5, size * largest);
      const box = svg("svg", { width: r * 2 + 2, height: r * 2 + 2, "aria-hidden": "true" });
      box.append(svg("circle", { cx: r + 1, cy: r + 1, r, class: "ao-circle ao-positive" }));
      item.append(box, el("span", "", text));
      list.append(item);
    }
    if (legend.negative) {
      const item = el("li", "");
      const box = svg("svg", { width: 18, height: 18, "aria-hidden": "true" });
      box.append(svg("circle", { cx: 9, cy: 9, r: 8, class: "ao-circle ao-negative" }));
      item.append(box, el("span", "", "wartość ujemna"));
      list.append(item);
    }
    const area = el("li", "ao-area");
    area.append(el("b", "", "AO"), ` ${legend.area}`);
    list.append(area);
    return list;
  }

  function emptyRow() {
    return el("p", "ao-empty", state.view.short);
  }

  // --- labels --------------------------------------------------------------------------------

  // Several reasons to place the names may come at once: the last one counts.
  function labelSoon() {
    clearTimeout(state.labelTimer);
    state.labelTimer = setTimeout(placeLabels, 30);
  }

  // Names stand inside their gmina and never on each other: each tries places around its point,
  // one line or two, and keeps the cheapest; a few rounds let them make room for one another.
  function placeLabels() {
    const { map, shown, base } = state;
    if (!map || !shown) return;
    const pane = map.getPane("labels");
    pane.replaceChildren();
    const size = labelSize();
    pane.style.fontSize = `${size}px`;
    const labels = Object.values(shown.byCode).map((shape) => gminaLabel(shape, pane));
    labels.sort((a, b) => a.room - b.room);
    const placed = [];
    for (let round = 0; round < 4; round += 1) {
      for (const label of labels) settle(label, labels.filter((other) => other !== label && other.box));
    }
    for (const label of labels) {
      const clash = placed.some((other) => overlap(label.box, other.box) > 0);
      label.node.hidden = clash;
      if (!clash) placed.push(label);
      put(label);
    }
    if (base) placeMinor(base, placed, pane);
    tuneLabels();
  }

  function labelSize() {
    const { x, y } = state.map.getSize();
    return Math.max(11, Math.min(22, x / 44, y / 33));
  }

  function gminaLabel(shape, pane) {
    const { name, label, teryt6 } = shape.feature.properties;
    const centre = state.map.latLngToLayerPoint([label[1], label[0]]);
    const rings = outlineOf(shape);
    const forms = [[name]];
    const words = name.split(" ");
    if (words.length > 1) forms.unshift(words);
    const node = el("div", "ao-label");
    node.dataset.teryt6 = teryt6;
    node.setAttribute("aria-hidden", "true");
    pane.append(node);
    const sizes = forms.map((lines) => {
      node.replaceChildren(...lines.map((line) => el("span", "", line)));
      return { lines, width: node.offsetWidth, height: node.offsetHeight };
    });
    const bounds = L.bounds(rings.flat());
    const room = (bounds.max.x - bounds.min.x) * (bounds.max.y - bounds.min.y);
    return { node, room, teryt6, candidates: candidates(centre, sizes, rings) };
  }

  function outlineOf(shape) {
    const parts = shape.getLatLngs();
    const outer = Array.isArray(parts[0][0]) ? parts.map((part) => part[0]) : [parts[0]];
    return outer.map((ring) => {
      const step = Math.max(1, Math.floor(ring.length / 80));
      return ring.filter((_, n) => n % step === 0).map((at) => state.map.latLngToLayerPoint(at));
    });
  }

  function candidates(centre, sizes, rings) {
    const found = [];
    for (const { lines, width, height } of sizes) {
      for (let dy = -4; dy <= 4; dy += 1) {
        for (let dx = -4; dx <= 4; dx += 1) {
          const x = centre.x + (dx * width) / 6;
          const y = centre.y + (dy * height) / 2.5;
          const box = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
          const outside = shareOutside(box, rings);
          const away = Math.hypot(x - centre.x, y - centre.y);
          found.push({ box, lines, cost: outside * 60 + away / 3 + (lines.length - 1) * 3 });
        }
      }
    }
    return found.sort((a, b) => a.cost - b.cost);
  }

  function shareOutside([left, top, right, bottom], rings) {
    let out = 0;
    const columns = 5;
    for (let n = 0; n < columns; n += 1) {
      const x = left + ((right - left) * n) / (columns - 1);
      for (const y of [top, (top + bottom) / 2, bottom]) {
        if (!rings.some((ring) => inside(x, y, ring))) out += 1;
      }
    }
    return out / (columns * 3);
  }

  function inside(x, y, ring) {
    let odd = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const a = ring[i];
      const b = ring[j];
      if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) odd = !odd;
    }
    return odd;
  }

  function overlap(a, b) {
    const gap = 3;
    const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]) + gap;
    const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]) + 1;
    return width > 0 && height > 0 ? width * height : 0;
  }

  function settle(label, others) {
    let best = null;
    for (const candidate of label.candidates) {
      if (best && candidate.cost >= best.cost) break;
      const clash = others.reduce((sum, other) => sum + overlap(candidate.box, other.box), 0);
      const cost = candidate.cost + (clash ? 200 + clash : 0);
      if (!best || cost < best.cost) best = { ...candidate, cost };
    }
    label.box = best.box;
    label.lines = best.lines;
  }

  function put(label) {
    label.node.replaceChildren(...label.lines.map((line) => el("span", "", line)));
    label.node.style.transform = `translate(${Math.round(label.box[0])}px, ${Math.round(label.box[1])}px)`;
  }

  // Neighbouring gminy, and at larger scale villages, take what room is left.
  function placeMinor(base, placed, pane) {
    const view = state.map.getPixelBounds();
    const origin = state.map.getPixelOrigin();
    const area = [view.min.x - origin.x, view.min.y - origin.y, view.max.x - origin.x, view.max.y - origin.y];
    const box = state.map.getContainer().getBoundingClientRect();
    for (const control of state.map.getContainer().querySelectorAll(".leaflet-control")) {
      const { left, top, right, bottom } = control.getBoundingClientRect();
      const [dx, dy] = [area[0] - box.left, area[1] - box.top];
      placed.push({ box: [left + dx, top + dy, right + dx, bottom + dy] });
    }
    const own = Object.values(state.shown.byCode).flatMap(outlineOf);
    const add = (name, lat, lon, className) => {
      const at = state.map.latLngToLayerPoint([lat, lon]);
      const node = el("div", `ao-label ${className}`);
      node.append(el("span", "", name));
      node.setAttribute("aria-hidden", "true");
      pane.append(node);
      const [w, h] = [node.offsetWidth / 2, node.offsetHeight / 2];
      const label = { node, lines: [name], box: [at.x - w, at.y - h, at.x + w, at.y + h] };
      const [left, top, right, bottom] = label.box;
      const points = [[left, top], [right, top], [left, bottom], [right, bottom], [at.x, at.y]];
      const onArea = className === "ao-neighbour" && points.some(([x, y]) => own.some((ring) => inside(x, y, ring)));
      const cut = label.box[0] < area[0] || label.box[1] < area[1] || label.box[2] > area[2] || label.box[3] > area[3];
      if (cut || onArea || placed.some((other) => overlap(label.box, other.box) > 0)) node.remove();
      else {
        placed.push(label);
        put(label);
      }
    };
    for (const feature of base.context.features) {
      const { name, label_lat, label_lon } = feature.properties;
      add(name, label_lat, label_lon, "ao-neighbour");
    }
    const zoom = state.map.getZoom();
    for (const feature of zoom >= 11 ? base.towns.features : []) {
      if (feature.properties.type !== "town" && zoom < 12) continue;
      const [lon, lat] = feature.geometry.coordinates;
      add(feature.properties.name, lat, lon, "ao-town");
    }
  }

  // Letters are light on dark fills and dark on light ones; names outside the filter are pale.
  function tuneLabels() {
    const { view, map } = state;
    if (!view) return;
    for (const node of map.getPane("labels").children) {
      const row = view.byCode[node.dataset.teryt6];
      if (!row) continue;
      const inTheDark = document.documentElement.classList.contains("ao-dark");
      const plain = row.shown && (!row.status || view.form === "empty") && inTheDark;
      const dark = row.shown && row.index !== null ? view.dark[row.index] : plain;
      node.classList.toggle("ao-on-dark", Boolean(dark));
      node.classList.toggle("ao-muted", !row.shown);
      node.classList.toggle("ao-chosen", row.code === view.selected);
    }
  }

  return { create, paint, hover };
})();
