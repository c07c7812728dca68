// @ts-check
// One map with its legend: the base is drawn once, `paint` restyles it.
import { el, joins } from "../common/dom.js";
import { typeset } from "../common/typography.js";
import { BordersOfMap } from "./borders.js";
import { styleGmina } from "./gmina_style.js";
import { hostPage } from "./host.js";
import { gminaByKey } from "./keyboard.js";
import { Labels } from "./labels.js";
import { makeMap } from "./leaflet_map.js";
import { Legend } from "./legend.js";
import { Overlays, traceTies } from "./overlays.js";
import { addPatterns } from "./patterns.js";
import { Stage } from "./stage.js";
import { drawSurroundings, showPowiaty } from "./surroundings.js";
import { Tooltip } from "./tooltip.js";
import { Years } from "./years.js";

/** @import { Layers } from "./borders.js" */
/** @import { BaseLayer, Borders, FrameConfig, MapView, Shape } from "../types/page" */
/** @typedef {{pointed(teryt6: string | null, cell: MapCell): void, painted(): void}} CellEvents */

const HINT = "Strzałki przechodzą między gminami, Enter wyróżnia gminę.";

export class MapCell {
  /**
   * @param {HTMLElement} node where it stands
   * @param {FrameConfig} config
   * @param {number} index its place among the maps of the frame
   * @param {Layers} layers
   * @param {CellEvents} events
   */
  constructor(node, config, index, layers, events) {
    this.node = node;
    this.index = index;
    this.events = events;
    this.movedByUser = false; // then it is not fitted to its room again
    /** @type {MapView | null} */
    this.view = null;
    /** @type {MapView | null} */
    this.waiting = null;
    /** @type {Borders | null} */
    this.shown = null;
    /** @type {BaseLayer | null} */
    this.base = null;
    /** @type {import("leaflet").GeoJSON | null} */
    this.powiaty = null;
    this.borders = new BordersOfMap(layers, (teryt6, shape) => this.listen(teryt6, shape));
    this.hovered = /** @type {string | null} */ (null);
    this.focusable = /** @type {string | null} */ (null); // gmina that the Tab key leads to
    this.title = el("h2", "ao-map-title");
    this.title.hidden = true;
    const place = el("div", "ao-map");
    const legend = el("section", "ao-legend");
    legend.setAttribute("aria-label", "Legenda");
    this.stage = new Stage(() => {
      this.movedByUser = false;
      this.labels.forget();
    });
    this.node.append(this.title, place, this.stage.words, legend, this.stage.line);
    const [west, south, east, north] = config.bounds;
    this.bounds = L.latLngBounds([south, west], [north, east]);
    this.map = makeMap(place, this.bounds, {
      zoomButtons: this.index === 0,
      moved: () => {
        this.movedByUser = true;
      },
      changed: () => this.label(),
      resized: () => this.fitRoom(),
    });
    this.tooltip = new Tooltip(/** @type {HTMLElement} */ (node.parentElement));
    this.labels = new Labels(this.map);
    this.overlays = new Overlays(this.map);
    this.legend = new Legend(legend, this.map, (index) => this.light(index));
    this.years = config.years ? new Years(this, config.years) : null;
    if (this.years) place.after(this.years.node);
    place.addEventListener("keydown", (event) => this.onKey(event));
  }

  fit() {
    this.map.fitBounds(this.bounds, { padding: [10, 10], animate: false });
  }

  /** The room of the map has another size. */
  fitRoom() {
    this.map.invalidateSize({ animate: false });
    if (!this.movedByUser) this.fit();
    if (this.overlays.outgrown() && this.view && this.shown) {
      this.overlays.drawCircles(this.view, this.shown);
      this.legend.draw(this.view);
    }
    this.legend.spreadMarks();
    this.stage.fit(this.legend.node);
    if (this.hovered) this.hover(this.hovered);
  }

  label() {
    this.labels.soon(() => this.placeLabels());
  }

  placeLabels() {
    this.labels.place(this.shown, this.base, this.view, this.overlays.annotations.places());
    this.labels.tune(this.view);
  }

  /** Letters of another width stand on the map from now on. */
  measureAgain() {
    this.labels.forget();
    this.placeLabels();
    this.legend.spreadMarks();
  }

  // --- what does not change ------------------------------------------------------------------

  /** @param {BaseLayer} base */
  drawBase(base) {
    this.base = base;
    this.powiaty = drawSurroundings(this.map, base);
    this.showPowiaty();
    this.label();
  }

  showPowiaty() {
    if (this.powiaty && this.shown) showPowiaty(this.powiaty, this.shown.lines);
  }

  /** @param {string} teryt6 @param {Shape} shape */
  listen(teryt6, shape) {
    shape.on({
      click: (event) => {
        L.DomEvent.stopPropagation(event);
        this.map.scrollWheelZoom.enable();
        this.choose(teryt6, joins(event.originalEvent));
      },
      contextmenu: ({ originalEvent }) => hostPage()?.toggle(teryt6) && L.DomEvent.stop(originalEvent),
      mouseover: () => this.point(teryt6),
      mouseout: () => this.point(null),
    });
  }

  /**
   * Show the borders of a vintage.
   * @param {Borders} next
   */
  show(next) {
    if (this.shown === next) return;
    this.shown?.layer.remove();
    this.shown = next;
    next.layer.addTo(this.map);
    addPatterns(this.map);
    for (const [teryt6, shape] of Object.entries(next.byCode)) {
      const path = shape.getElement();
      path.setAttribute("role", "button");
      path.dataset.teryt6 = teryt6;
      path.onfocus = () => {
        this.focusable = teryt6;
        this.point(teryt6);
      };
      path.onblur = () => this.point(null);
    }
    this.showPowiaty();
  }

  // --- paint ---------------------------------------------------------------------------------

  /**
   * Draw a view; it may come before its borders: only the newest one waits and is drawn.
   * @param {MapView} view
   */
  paint(view) {
    this.waiting = view;
    this.years?.follow(view);
    this.draw(view);
    this.years?.goOn();
  }

  /** @param {MapView} view */
  draw(view) {
    const borders = this.borders.of(view.vintage);
    if (borders instanceof Promise) {
      this.waiting = view;
      borders.then(() => this.waiting === view && this.draw(view));
      return;
    }
    this.show(borders);
    this.view = view;
    this.title.textContent = typeset(view.title);
    if (this.index === 0) this.stage.draw(view);
    this.style(view, borders);
    this.overlays.draw(view, borders);
    this.legend.draw(view);
    if (this.index === 0) this.stage.fit(this.legend.node);
    this.placeLabels();
    this.node.dataset.painted = view.query;
    if (this.index === 0) document.body.dataset.painted = view.query;
    this.events.painted();
  }

  /** @param {MapView} view @param {Borders} shown */
  style(view, shown) {
    const codes = Object.keys(shown.byCode);
    if (!shown.byCode[this.focusable ?? ""]) this.focusable = null;
    this.focusable ||= view.selected || codes.find((code) => view.byCode[code]?.shown) || codes[0];
    this.map.getContainer().setAttribute("aria-label", `Mapa. ${view.sentence} ${HINT}`);
    this.node.dataset.form = view.form;
    for (const code of codes) {
      const row = view.byCode[code];
      if (row) styleGmina(shown.byCode[code].getElement(), row, view, code === this.focusable);
    }
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    if (view.selected) shown.byCode[view.selected]?.bringToFront();
    if (focused !== document.activeElement) focused?.focus(); // moved to the front, it lost the focus
    if (this.hovered) this.hover(this.hovered);
  }

  /**
   * Let the shapes of a class of the legend stand out.
   * @param {number | null} index
   */
  light(index) {
    this.node.classList.toggle("ao-highlighting", index !== null);
    for (const shape of Object.values(this.shown?.byCode ?? {})) {
      const path = shape.getElement();
      path.classList.toggle("ao-lit", index !== null && path.dataset.class === String(index));
    }
  }

  // --- hover, choice, keys -------------------------------------------------------------------

  /**
   * A person points at a gmina here: other maps and the page around follow.
   * @param {string | null} teryt6
   */
  point(teryt6) {
    this.hover(teryt6);
    this.events.pointed(teryt6, this);
  }

  /** @param {string | null} teryt6 */
  hover(teryt6) {
    const { shown, view } = this;
    if (!shown || !view) return;
    shown.byCode[this.hovered ?? ""]?.getElement().classList.remove("ao-hover");
    this.hovered = teryt6;
    traceTies(this.node, teryt6);
    const shape = shown.byCode[teryt6 ?? ""];
    if (!teryt6 || !shape) {
      this.tooltip.hide();
      return;
    }
    shape.getElement().classList.add("ao-hover");
    this.tooltip.show(view.byCode[teryt6], view, shape.getElement(), this.map.getContainer());
  }

  /** @param {string} teryt6 @param {boolean} joining a group, where there can be one */
  choose(teryt6, joining) {
    const { view, shown } = this;
    if (joining && hostPage()?.toggle(teryt6)) return;
    const next = view?.selected === teryt6 ? null : teryt6;
    if (view && shown) {
      view.selected = next;
      this.style(view, shown);
    }
    hostPage()?.choose({ gmina: next || "" });
  }

  /**
   * A gmina was chosen by a key of the page around, which is told elsewhere.
   * @param {string} teryt6
   */
  select(teryt6) {
    if (!this.view) return;
    this.view.selected = teryt6;
    this.draw(this.view);
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const code = /** @type {SVGElement} */ (event.target).dataset?.teryt6;
    if (!code || !this.shown) return;
    const next = gminaByKey(event.key, code, this.shown, this.map);
    if (next) this.focusGmina(next);
    else if (event.key === "Enter" || event.key === " ") this.choose(code, event.key === " ");
    else if (event.key === "Escape") this.point(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {string} code */
  focusGmina(code) {
    for (const [other, shape] of Object.entries(this.shown?.byCode ?? {})) {
      shape.getElement().setAttribute("tabindex", other === code ? "0" : "-1");
    }
    this.focusable = code;
    this.shown?.byCode[code].getElement().focus();
  }
}
