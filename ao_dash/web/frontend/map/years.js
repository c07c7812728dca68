// @ts-check
// Years go by in the browser: all of them are fetched once, a step asks the server nothing.
// When it stops, the page is told the year and everything else follows.
import { button, el } from "../common/dom.js";
import { readView } from "../common/message.js";
import { fetchJson, hostPage } from "./host.js";

/** @import { BordersOfMap } from "./borders.js" */
/** @import { MapView } from "../types/page" */
/** @import { MapMessage } from "../types/message" */
/** @typedef {{view: MapView | null, borders: BordersOfMap, draw(view: MapView): void}} Owner */

const STEP_TIME = 900; // milliseconds a year stands while they play
const SETTLE_TIME = 600; // after a single step, before the page is told

export class Years {
  /**
   * @param {Owner} owner the map whose years these are
   * @param {string} address where they are fetched from
   */
  constructor(owner, address) {
    this.owner = owner;
    this.address = address;
    /** @type {MapView[] | null} */
    this.frames = null;
    /** @type {number[]} */
    this.years = [];
    this.key = "";
    this.index = -1;
    this.common = false;
    this.ahead = false; // a step has been made that the server has not been told
    /** @type {ReturnType<typeof setInterval> | null} */
    this.playing = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.settling = undefined;
    /** @type {Promise<void> | undefined} */
    this.loading = undefined;
    this.back = button("◂", () => this.step(-1), named("ao-year-step", "Poprzedni rok"));
    this.play = button("▶", () => this.toggle(), named("ao-year-play", "Odtwarzaj lata"));
    this.next = button("▸", () => this.step(1), named("ao-year-step", "Następny rok"));
    this.slider = Object.assign(el("input", "ao-year-slider"), { type: "range", min: "0", step: "1" });
    this.output = el("output", "ao-year", "");
    this.scale = Object.assign(el("input"), { type: "checkbox" });
    this.node = this.build();
  }

  build() {
    const box = el("div", "ao-years");
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "Lata na mapie");
    this.slider.setAttribute("aria-label", "Rok na mapie");
    this.slider.addEventListener("input", () => this.go(Number(this.slider.value)));
    this.scale.addEventListener("change", () => this.rescale());
    const scale = el("label", "ao-year-scale");
    scale.title = "Te same klasy dla wszystkich lat";
    scale.append(this.scale, " te same klasy");
    box.append(this.back, this.play, this.next, this.slider, this.output, scale);
    return box;
  }

  /**
   * The server's picture has come: the control stands at its year.
   * @param {MapView} view
   */
  follow(view) {
    if (this.playing) this.stop(false);
    const stepped = this.settling !== undefined;
    this.rest();
    this.node.hidden = view.form === "empty" || view.years.length < 2;
    if (this.node.hidden) return;
    this.common = Boolean(view.common);
    this.scale.checked = this.common;
    const key = yearsQuery(view.query, this.common);
    if (key !== this.key) this.forget(key);
    view.largest = this.frames?.[0]?.largest;
    this.ahead = stepped && this.frames !== null;
    this.years = view.years;
    this.slider.max = String(view.years.length - 1);
    if (!this.ahead) this.mark(view.years.indexOf(Number(view.year)));
  }

  /** Go on from an answer of the server to an earlier step to the year that was stepped to meanwhile. */
  goOn() {
    if (this.ahead) this.go(this.index);
    this.ahead = false;
  }

  rest() {
    clearTimeout(this.settling);
    this.settling = undefined;
  }

  /** @param {string} key query of the years to fetch next */
  forget(key) {
    this.key = key;
    this.frames = null;
    delete document.body.dataset.years;
  }

  /** Fetched as soon as the picture stands, so that nothing has to be asked later. */
  load() {
    if (this.node.hidden || this.frames || !this.key) return this.loading;
    this.loading = this.fetchFrames(this.key);
    return this.loading;
  }

  /** @param {string} key */
  async fetchFrames(key) {
    /** @type {MapMessage[] | null} */
    const views = await fetchJson(`${this.address}?${key}`).catch(() => null);
    if (!views || key !== this.key) return;
    const frames = views.map(readView);
    if (!this.agree(frames)) return;
    await this.owner.borders.bring(frames);
    if (key !== this.key) return;
    holdLargest(frames);
    this.frames = frames;
    document.body.dataset.years = String(views.length);
  }

  /**
   * Tell whether the picture and the years are of the same data: they may have been exchanged
   * between the two. Then the picture is asked for anew, and the years after it.
   * @param {MapView[]} frames
   */
  agree(frames) {
    const { view } = this.owner;
    const then = frames.find((frame) => frame.year === view?.year);
    if (!view || !then || view.rows.every(({ code, text }) => then.byCode[code]?.text === text)) return true;
    hostPage()?.choose({ rok: String(view.year) });
    return false;
  }

  async rescale() {
    this.common = this.scale.checked;
    this.forget(yearsQuery(this.owner.view?.query ?? "", this.common));
    await this.load();
    if (this.frames) this.go(this.index);
  }

  /** @param {number} index */
  mark(index) {
    this.index = index;
    this.slider.value = String(index);
    const year = String(this.years[index]);
    this.output.textContent = year;
    this.slider.setAttribute("aria-valuetext", year);
    this.back.disabled = index <= 0;
    this.next.disabled = index >= this.years.length - 1;
  }

  /**
   * Draw one year; the page is told once nothing follows.
   * @param {number} index
   * @param {boolean} [settle]
   */
  go(index, settle = true) {
    const frame = this.frames?.[index];
    const { view } = this.owner;
    if (!frame || !view) return;
    frame.selected = view.selected;
    frame.mode = view.mode;
    this.mark(index);
    this.owner.draw(frame);
    this.rest();
    if (settle) this.settling = setTimeout(() => this.tell(), SETTLE_TIME);
  }

  toggle() {
    if (this.playing) this.stop();
    else this.start();
  }

  /** A presentation ends: what is fetched goes on being good, and nothing more is told. */
  leave() {
    this.rest();
    const key = new URLSearchParams(this.key);
    key.delete("tryb");
    this.key = key.toString();
  }

  /** @param {number} by */
  step(by) {
    if (this.playing) this.stop(false);
    this.whenLoaded(() => this.go(Math.min(Math.max(this.index + by, 0), this.years.length - 1)));
  }

  start() {
    this.whenLoaded(() => {
      this.showPlaying(true);
      if (this.index === this.years.length - 1) this.go(0, false);
      this.playing = setInterval(() => {
        if (this.index >= this.years.length - 1) this.stop();
        else this.go(this.index + 1, false);
      }, STEP_TIME);
    });
  }

  /** @param {() => void} act at once if the years are here, else when they have come */
  whenLoaded(act) {
    this.load();
    if (this.frames) act();
    else this.loading?.then(() => this.frames && act());
  }

  /** @param {boolean} [tell] */
  stop(tell = true) {
    clearInterval(this.playing ?? undefined);
    this.playing = null;
    this.showPlaying(false);
    if (tell) this.tell();
  }

  /** @param {boolean} playing */
  showPlaying(playing) {
    const name = playing ? "Zatrzymaj" : "Odtwarzaj lata";
    this.play.textContent = playing ? "❚❚" : "▶";
    this.play.setAttribute("aria-label", name);
    this.play.title = name;
    document.body.classList.toggle("ao-playing", playing);
  }

  tell() {
    this.rest();
    hostPage()?.choose({ rok: String(this.years[this.index]), skala: this.common ? "lata" : "" });
  }
}

/**
 * Let every year know the largest circle that a gmina has in any: names that keep off it stand still
 * while years go by, and are placed once.
 * @param {MapView[]} frames
 */
function holdLargest(frames) {
  /** @type {Map<string, number>} */
  const largest = new Map();
  const rows = frames.flatMap((frame) => frame.rows);
  for (const { code, size } of rows) largest.set(code, Math.max(largest.get(code) ?? 0, Math.abs(size ?? 0)));
  for (const frame of frames) frame.largest = largest;
}

/**
 * @param {string} className
 * @param {string} name
 */
const named = (className, name) => ({ className, label: name, title: name });

/**
 * Return the query of all years of a picture; with `common`, in the same classes.
 * @param {string} query
 * @param {boolean} common
 */
export function yearsQuery(query, common) {
  const years = new URLSearchParams(query);
  for (const name of ["rok", "gmina", "skala"]) years.delete(name);
  if (common) years.set("skala", "lata");
  return years.toString();
}
