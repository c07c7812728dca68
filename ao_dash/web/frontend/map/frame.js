// @ts-check
// The frame: one map or several with the same extent, and what they share.
import { el } from "../common/dom.js";
import { readView } from "../common/message.js";
import { keepExactRadii, Layers } from "./borders.js";
import { MapCell } from "./cell.js";
import { hostPage, passKeys } from "./host.js";
import { addTiles } from "./tiles.js";

/** @import { FrameConfig, YearAct } from "../types/page" */
/** @import { MapMessage } from "../types/message" */

/** @type {Frame | null} */
let frame = null;

/**
 * Make the maps of this window in an element, and return the first of them.
 * @param {string} id
 * @param {FrameConfig} config
 */
export function create(id, config) {
  keepExactRadii();
  const root = /** @type {HTMLElement} */ (document.getElementById(id));
  frame = new Frame(root, config);
  window.aoMap = frame;
  const views = hostPage()?.maps;
  if (views?.length) frame.paint(views);
  return frame.cells[0].map;
}

class Frame {
  /** @param {HTMLElement} root @param {FrameConfig} config */
  constructor(root, config) {
    const number = config.maps || 1;
    this.root = root;
    this.config = config;
    /** @type {MapCell | null} the map that a person moves */
    this.leading = null;
    this.layers = new Layers(config.layers);
    this.dark = false; // the theme before printing
    this.idle = false; // whether the first picture stands, and the rest has been asked for
    root.classList.add("ao-cells");
    root.dataset.maps = document.body.dataset.maps = String(number);
    nameWindow(number);
    this.cells = Array.from({ length: number }, (_, index) => this.addCell(config, index));
    loadFont(config.font, () => {
      for (const cell of this.cells) cell.measureAgain();
    });
    followTheme(() => {
      for (const cell of this.cells) cell.labels.tune(cell.view);
    });
    passKeys();
    this.addControls(config);
  }

  /** @param {FrameConfig} config @param {number} index */
  addCell(config, index) {
    const node = el("div", "ao-cell");
    this.root.append(node);
    const cell = new MapCell(node, config, index, this.layers, {
      pointed: (teryt6, from) => this.pointed(teryt6, from),
      painted: () => this.painted(),
    });
    cell.map.on("move", () => this.moved(cell));
    return cell;
  }

  /** @param {FrameConfig} config */
  addControls(config) {
    const maps = this.cells.map((cell) => cell.map);
    addHome(maps[0], () => {
      for (const cell of this.cells) cell.movedByUser = false;
      for (const cell of this.cells) cell.fit();
    });
    if (config.tiles !== false) addTiles(maps[0], maps);
    const attribution = L.control.attribution({ position: "bottomright", prefix: false });
    attribution.addAttribution("granice: PRG, GUGiK").addTo(/** @type {L.Map} */ (maps.at(-1)));
  }

  /**
   * Draw one view for each map, in their order.
   * @param {MapMessage[]} views
   */
  paint(views) {
    this.root.dataset.maps = document.body.dataset.maps = String(views.length);
    while (this.cells.length < views.length) this.cells.push(this.oneMore());
    this.cells.forEach((cell, index) => {
      cell.node.hidden = !views[index];
      cell.title.hidden = views.length === 1;
      if (views[index]) cell.paint(readView(views[index]));
    });
  }

  /** @param {{vintage?: string}[]} views of pictures to come */
  bring(views) {
    this.cells[0].borders.bring(views);
  }

  /** A story may come to a picture of several maps. */
  oneMore() {
    const cell = this.addCell({ ...this.config, years: "" }, this.cells.length);
    if (this.idle) this.layers.base().then((base) => cell.drawBase(base));
    return cell;
  }

  /** A map has drawn what it was sent. */
  painted() {
    this.whenIdle();
  }

  playing() {
    return this.cells.some((cell) => cell.years?.playing);
  }

  /**
   * Step through the years, or play them, as a key says.
   * @param {YearAct} act
   */
  years(act) {
    const [{ years }] = this.cells;
    if (!years || years.node.hidden) return;
    if (act === "play") years.toggle();
    else years.step(act === "next" ? 1 : -1);
  }

  rest() {
    for (const { years } of this.cells) if (years?.playing) years.stop(false);
  }

  /** The picture is left: nobody is told any more which year it had been stepped to. */
  leave() {
    this.rest();
    for (const { years } of this.cells) years?.rest();
  }

  /** @param {string} teryt6 */
  select(teryt6) {
    for (const cell of this.cells) cell.select(teryt6);
  }

  /** @param {string} mode */
  stage(mode) {
    this.rest();
    for (const cell of this.cells) {
      cell.years?.leave();
      if (cell.view) cell.draw({ ...cell.view, mode });
    }
  }

  /**
   * Lay the maps out for paper, or for the window again.
   * @param {boolean} on
   */
  paper(on) {
    this.rest();
    if (on) this.dark = document.documentElement.classList.contains("ao-dark");
    document.documentElement.classList.toggle("ao-paper", on);
    document.documentElement.classList.toggle("ao-dark", !on && this.dark);
    for (const cell of this.cells) cell.fitRoom();
    for (const cell of this.cells) cell.placeLabels(); // each map that is fitted moves the others
  }

  /** @param {string | null} teryt6 */
  hover(teryt6) {
    for (const cell of this.cells) cell.hover(teryt6);
  }

  /** @param {string | null} teryt6 @param {MapCell} from */
  pointed(teryt6, from) {
    for (const cell of this.cells) if (cell !== from) cell.hover(teryt6);
    hostPage()?.pointed(teryt6);
  }

  /** Load what the first picture can do without: surroundings, figures of other years, borders. */
  whenIdle() {
    const loadYears = () => {
      for (const cell of this.cells) cell.years?.load();
    };
    if (this.idle) {
      loadYears();
      return;
    }
    this.idle = true;
    const later = window.requestIdleCallback || setTimeout;
    later(async () => {
      const surroundings = this.layers.base();
      loadYears();
      for (const code of this.layers.vintages) for (const cell of this.cells) cell.borders.of(code);
      const base = await surroundings;
      for (const cell of this.cells) cell.drawBase(base);
    });
  }

  /**
   * Maps side by side show the same extent.
   * @param {MapCell} cell
   */
  moved(cell) {
    if (this.leading && this.leading !== cell) return;
    this.leading = cell;
    for (const other of this.cells) {
      if (other === cell || other.node.hidden) continue;
      other.movedByUser = cell.movedByUser;
      other.map.setView(cell.map.getCenter(), cell.map.getZoom(), { animate: false });
    }
    this.leading = null;
  }
}

/** @param {number} maps */
function nameWindow(maps) {
  document.documentElement.lang = "pl";
  document.title = maps > 1 ? "Mapy" : "Mapa";
  const around = /** @type {HTMLElement | null} */ (window.frameElement);
  if (around) around.title = document.title;
}

/** @param {string | undefined} url @param {() => void} loaded */
async function loadFont(url, loaded) {
  if (!url) return;
  const face = new FontFace("Source Sans", `url(${JSON.stringify(url)})`, { weight: "200 900" });
  try {
    document.fonts.add(await face.load());
  } catch {
    return; // letters of the system stay
  }
  loaded();
}

/**
 * Streamlit's theme reaches the frame with each render; before that, look at what the system says.
 * @param {() => void} changed
 */
function followTheme(changed) {
  const apply = (/** @type {boolean} */ dark) => {
    const { classList } = document.documentElement;
    if (!classList.contains("ao-paper")) classList.toggle("ao-dark", dark);
    changed();
  };
  window.addEventListener("message", (event) => {
    const colour = event.data?.theme?.backgroundColor;
    if (colour) apply(isDark(colour));
  });
  apply(matchMedia("(prefers-color-scheme: dark)").matches);
}

/** @param {string} colour */
function isDark(colour) {
  const [red, green, blue] = (colour.match(/[\da-f]{2}/gi) || []).map((part) => Number.parseInt(part, 16));
  return blue !== undefined && red * 0.3 + green * 0.59 + blue * 0.11 < 110;
}

/** @param {import("leaflet").Map} map @param {() => void} home */
function addHome(map, home) {
  const name = "Pokaż cały obszar";
  const control = new L.Control({ position: "topright" });
  control.onAdd = () => {
    const box = el("div", "leaflet-bar ao-home");
    const link = Object.assign(el("a", "", "⌂"), { href: "#", title: name });
    link.setAttribute("role", "button");
    link.setAttribute("aria-label", name);
    L.DomEvent.disableClickPropagation(box);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      home();
    });
    box.append(link);
    return box;
  };
  control.addTo(map);
}
