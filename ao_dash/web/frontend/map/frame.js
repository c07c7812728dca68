// The frame: one map or several with the same extent, and what they share.

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

const frame = {
  cells: [],
  waiting: null,
  tiles: [],

  create(id, config) {
    const root = document.getElementById(id);
    borders.config = config;
    this.prepare(root, config);
    const number = config.maps || 1;
    root.classList.add("ao-cells");
    root.dataset.maps = number;
    for (let index = 0; index < number; index += 1) {
      const node = el("div", "ao-cell");
      root.append(node);
      this.cells.push(new MapCell(node, config, index));
    }
    const [first] = this.cells;
    this.addHome(first.map);
    if (config.tiles !== false) this.addTiles(first.map);
    L.control.attribution({ position: "bottomright", prefix: false }).addTo(this.cells.at(-1).map);
    this.cells.at(-1).map.attributionControl.addAttribution("granice: PRG, GUGiK");
    this.synchronise();
    const views = host().aoPicture?.maps?.length ? host().aoPicture.maps : this.waiting;
    if (views) this.paint(views);
    return first.map;
  },

  prepare(root, config) {
    document.documentElement.lang = "pl";
    document.title = config.maps > 1 ? "Mapy Aglomeracji Opolskiej" : "Mapa Aglomeracji Opolskiej";
    if (window.frameElement) window.frameElement.title = document.title;
    this.loadFont(config.font);
    this.followTheme();
    document.body.dataset.maps = config.maps || 1;
    passKeys();
  },

  loadFont(url) {
    if (!url) return;
    const face = new FontFace("Source Sans", `url(${JSON.stringify(url)})`, { weight: "200 900" });
    face.load().then((loaded) => {
      document.fonts.add(loaded);
      for (const cell of this.cells) {
        cell.labels.forget(); // letters of another width stand on the map from now on
        cell.labels.place(cell.shown, cell.base, cell.view);
        cell.labels.tune(cell.view);
        cell.legend.spreadMarks();
      }
    }, () => {});
  },

  // Streamlit's theme reaches the frame with each render; before that, look at the page around it.
  followTheme() {
    const apply = (dark) => {
      document.documentElement.classList.toggle("ao-dark", dark);
      for (const cell of this.cells) cell.labels.tune(cell.view);
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
  },

  // One view for each map, in their order.
  paint(views) {
    this.waiting = views;
    this.cells.forEach((cell, index) => {
      cell.node.hidden = !views[index];
      cell.title.hidden = this.cells.length === 1;
      if (views[index]) cell.paint(readView(views[index]));
    });
    if (this.cells.length) this.cells[0].node.parentElement.dataset.maps = views.length;
  },

  // For keys: a step or a play of years, a choice, the end of a presentation.
  years(act) {
    const [{ years }] = this.cells;
    if (!years || years.node.hidden) return;
    if (act === "play") years.toggle();
    else years.step(act === "next" ? 1 : -1);
  },

  rest() {
    for (const { years } of this.cells) if (years?.playing) years.stop(false);
  },

  select(teryt6) {
    for (const cell of this.cells) cell.select(teryt6);
  },

  stage(mode) {
    this.rest();
    for (const cell of this.cells) {
      cell.years?.leave();
      if (cell.view) cell.draw({ ...cell.view, mode });
    }
  },

  hover(teryt6) {
    for (const cell of this.cells) cell.hover(teryt6);
  },

  pointed(teryt6, from) {
    for (const cell of this.cells) if (cell !== from) cell.hover(teryt6);
    host().aoPicture?.pointed?.(teryt6);
  },

  // What the first picture can do without: the surroundings, borders and figures of other years.
  whenIdle() {
    if (this.idle) {
      this.idle();
      return;
    }
    this.idle = () => this.cells.forEach((cell) => cell.years?.load());
    const later = window.requestIdleCallback || setTimeout;
    later(() => {
      layerData("base").then((base) => this.cells.forEach((cell) => cell.drawBase(base)));
      this.idle();
      for (const code of Object.keys(borders.config.layers)) {
        if (code !== "base") this.cells.forEach((cell) => cell.vintage(code));
      }
    });
  },

  // Maps side by side show the same extent.
  synchronise() {
    if (this.cells.length < 2) return;
    let leading = null;
    for (const cell of this.cells) {
      cell.map.on("move", () => {
        if (leading && leading !== cell) return;
        leading = cell;
        for (const other of this.cells) {
          if (other === cell) continue;
          other.moved = cell.moved;
          other.map.setView(cell.map.getCenter(), cell.map.getZoom(), { animate: false });
        }
        leading = null;
      });
    }
  },

  addHome(map) {
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
        for (const cell of this.cells) cell.moved = false;
        for (const cell of this.cells) cell.fit();
      });
      box.append(button);
      return box;
    };
    control.addTo(map);
  },

  addTiles(map) {
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
        input.addEventListener("change", () => this.useTiles(code));
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
  },

  useTiles(code) {
    for (const layer of this.tiles) layer.remove();
    this.tiles = [];
    document.body.classList.toggle("ao-with-tiles", Boolean(code));
    if (!code) return;
    this.tiles = this.cells.map((cell) => {
      const layer = L.tileLayer(TILES[code].url, { attribution: TILES[code].credit, maxZoom: 16 });
      return layer.addTo(cell.map);
    });
  },
};

window.aoMap = {
  create: (id, config) => frame.create(id, config),
  paint: (views) => frame.paint(views),
  hover: (teryt6) => frame.hover(teryt6),
  playing: () => frame.cells.some((cell) => cell.years?.playing),
  years: (act) => frame.years(act),
  rest: () => frame.rest(),
  select: (teryt6) => frame.select(teryt6),
  stage: (mode) => frame.stage(mode),
};
