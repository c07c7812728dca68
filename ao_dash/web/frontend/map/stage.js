// @ts-check
// A picture that fills the window, for a room or for the page of a gmina: around the map stand only
// what it shows, the value of the whole, the legend and one line that says everything else.
import { button, el } from "../common/dom.js";
import { EMBED, PRESENT } from "../common/message.js";
import { typeset } from "../common/typography.js";
import { hostPage } from "./host.js";

/** @import { MapView, Row, View } from "../types/page" */

const ENDS = 3;

export class Stage {
  /** @param {() => void} changed called when the mode has changed */
  constructor(changed) {
    this.changed = changed;
    this.words = el("div", "ao-stage");
    this.words.hidden = true;
    this.text = el("p", "ao-state");
    this.place = el("span", "ao-state-place");
    this.ends = el("span", "ao-state-ends");
    this.code = button("Kod QR", () => hostPage()?.code?.());
    this.ends.append(
      this.place,
      this.code,
      button("?", () => hostPage()?.help(), { label: "Pomoc: klawisze" }),
      button("Zakończ", () => hostPage()?.present(false)),
    );
    this.line = el("footer", "ao-state-line");
    this.line.hidden = true;
    this.line.append(this.text, this.ends);
  }

  /** @param {MapView} view */
  draw(view) {
    const mode = view.mode || "";
    const root = document.documentElement;
    if ((root.dataset.mode || "") !== mode) {
      root.dataset.mode = mode;
      this.changed();
    }
    this.words.hidden = mode !== PRESENT;
    this.line.hidden = mode !== PRESENT && mode !== EMBED;
    if (this.line.hidden) return;
    this.words.replaceChildren(...(mode === PRESENT ? stageWords(view) : []));
    const { notice = [] } = /** @type {Partial<View>} */ (view);
    this.text.textContent = typeset([view.state, ...notice].join(" · "));
    this.ends.hidden = mode !== PRESENT;
    this.code.hidden = !hostPage()?.code;
    this.place.textContent = view.story?.place || "";
  }

  /**
   * Long titles and many classes: the ends of the ranking give way, large letters to those that are
   * large enough, and then the legend leaves out how many gminy a class has.
   * @param {HTMLElement} legend
   */
  fit(legend) {
    const cell = this.words.parentElement;
    if (this.words.hidden || !cell) return;
    const crowded = () => this.words.getBoundingClientRect().bottom > legend.getBoundingClientRect().top;
    cell.classList.remove("ao-close", "ao-tight", "ao-tighter");
    if (crowded()) cell.classList.add("ao-close");
    if (crowded()) cell.classList.add("ao-tight");
    if (crowded()) cell.classList.add("ao-tighter");
  }
}

/** @param {MapView} view */
function stageWords(view) {
  const when = view.base ? `${view.base}–${view.year}` : view.year;
  const unit = [view.unit, when].filter(Boolean).join(", ");
  const { title = "", text = "" } = view.story || {};
  const nodes = [el("h1", "ao-stage-title", title || view.title)];
  if (text) nodes.push(el("p", "ao-stage-told", text));
  if (view.form === "empty" || view.form === "named") return nodes;
  nodes.push(el("p", "ao-stage-unit", title ? `${view.short}: ${unit}` : unit));
  const whole = el("p", "ao-stage-whole");
  whole.append(figure(view.legend.area), el("span", "", view.whole));
  nodes.push(whole);
  for (const region of view.around || []) nodes.push(el("p", "ao-stage-around", region));
  const row = view.byCode[view.selected ?? ""];
  if (row) {
    const chosen = el("p", "ao-stage-chosen", `${row.name} `);
    chosen.append(el("b", "", row.brief || row.text), row.rank ? ` · miejsce ${row.rank}. z ${view.ranked}` : "");
    nodes.push(chosen);
  }
  return [...nodes, ...stageEnds(view)];
}

/**
 * The highest and the lowest of the ranking, if it is long enough to have both.
 * @param {MapView} view
 */
function stageEnds({ shown }) {
  const ranked = shown.filter((row) => row.rank).sort((a, b) => Number(a.rank) - Number(b.rank));
  if (ranked.length < 2 * ENDS) return [];
  const ends = el("dl", "ao-stage-ends");
  const part = (/** @type {string} */ name, /** @type {Row[]} */ rows) => {
    ends.append(el("dt", "", name));
    for (const row of rows) {
      const item = el("dd");
      item.append(el("span", "", `${row.rank}.`), el("span", "", row.name), el("b", "", row.brief || row.text));
      ends.append(item);
    }
  };
  part("najwyższe", ranked.slice(0, ENDS));
  part("najniższe", ranked.slice(-ENDS));
  return [ends];
}

/**
 * A figure never breaks; its unit stands beside it in smaller letters.
 * @param {string} text
 */
function figure(text) {
  const [, number, unit] = /^([\d\s,\u2212+]*)(.*)$/.exec(text) ?? [];
  const node = el("b", "ao-stage-area", number || text);
  if (number && unit) node.append(el("small", "", unit));
  return node;
}
