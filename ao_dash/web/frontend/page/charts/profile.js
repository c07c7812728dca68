// @ts-check
// Cards of indicators, with a strip of all gminy and a small line over the years.
import { el, svg } from "../../common/dom.js";
import { linkTo } from "../links.js";
import { rule } from "./axes.js";

/** @import { Card, Gallery } from "../../types/message" */

const OTHERS = ["ao-other-0", "ao-other-1"];

const AT_ONCE = 6; // cards of a domain that are drawn before the page is seen
const SLICE = 12; // milliseconds of drawing after which the page may answer

/** @type {[HTMLElement, Card][]} cards that wait to be drawn */
let waiting = [];

/** @param {Gallery} gallery */
export function galleryBlock({ title, cards }) {
  const grid = el("div", "ao-gallery");
  for (const [n, card] of cards.entries()) {
    const node = el("article", "ao-indicator");
    if (n < AT_ONCE && !waiting.length) drawCard(node, card);
    else drawSoon(node, card);
    grid.append(node);
  }
  return [el("h2", "", title), grid];
}

/** @param {HTMLElement} node @param {Card} card */
function drawSoon(node, card) {
  if (!waiting.length) setTimeout(drawSome);
  waiting.push([node, card]);
}

function drawSome() {
  const start = performance.now();
  waiting = waiting.filter(([node]) => node.isConnected); // others have been replaced meanwhile
  while (waiting.length && performance.now() - start < SLICE) drawCard(...waiting.splice(0, 1)[0]);
  if (waiting.length) setTimeout(drawSome);
}

/** Draw all cards now, for paper. */
export function drawWaiting() {
  for (const [node, card] of waiting.splice(0)) drawCard(node, card);
}

/** @param {HTMLElement} node @param {Card} card */
function drawCard(node, card) {
  const head = el("h3");
  head.append(card.href ? linkTo({ text: card.title, href: card.href }) : card.title);
  const figure = el("p", "ao-indicator-figure");
  const value = el("span");
  value.append(el(card.absent ? "em" : "b", "", card.figure), card.unit ? ` ${card.unit}` : "");
  figure.append(value, el("span", "ao-indicator-rank", card.rank));
  const source = [card.year, card.source].filter(Boolean).join(" · ");
  node.append(head, figure, el("p", "ao-indicator-source", source));
  if (card.place !== null) node.append(strip(card, card.place));
  if (card.line.length) node.append(spark(card));
  node.append(factList(card));
  if (card.note) node.append(el("p", "ao-hint", card.note));
}

/** @param {Card} card */
function factList({ facts, others }) {
  const list = el("dl", "ao-facts");
  const colours = new Map(others.map(([, name], n) => [name, OTHERS[n]]));
  for (const [name, text] of facts) {
    const fact = el("div");
    fact.append(el("dt", colours.get(name) || "", name), el("dd", "", text));
    list.append(fact);
  }
  return list;
}

/** @param {number} place on a drawing of 200 units */
const across = (place) => 7 + place * 186;

/**
 * Return a circle as a part of a path: a hundred cards have thousands of them.
 * @param {number} x @param {number} y @param {number} r
 */
const circle = (x, y, r) => `M${(x - r).toFixed(1)},${y}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0`;

/**
 * Draw the places of all gminy. One name stands above the strip and the other below it, so that they
 * never meet.
 * @param {Card} card
 * @param {number} chosen
 */
function strip({ dots, others }, chosen) {
  const drawing = svg("svg", { viewBox: "0 0 200 40", class: "ao-strip", "aria-hidden": "true" });
  const y = 20;
  drawing.append(rule(7, y, 193, y, "ao-grid"));
  drawing.append(
    svg("path", { d: dots.map((place) => circle(across(place), y, 3.1)).join(""), class: "ao-strip-dot" }),
  );
  others.forEach(([place, name], n) => {
    if (place === null) return;
    const x = across(place);
    const anchor = place < 0.2 ? "start" : place > 0.8 ? "end" : "middle";
    const edge = { start: x - 3, end: x + 3, middle: x }[anchor];
    const group = svg("g", { class: OTHERS[n] });
    group.append(svg("line", { x1: x, x2: x, y1: n ? 15 : 11, y2: n ? 29 : 25 }));
    group.append(svg("text", { x: edge, y: n ? 38.5 : 8.5, "text-anchor": anchor }, name));
    drawing.append(group);
  });
  drawing.append(svg("circle", { cx: across(chosen), cy: y, r: 5.4, class: "ao-strip-own" }));
  return drawing;
}

/** @param {Card} card */
function spark({ line, span, breaks }) {
  const drawing = svg("svg", { viewBox: "0 0 200 62", class: "ao-spark", "aria-hidden": "true" });
  const up = (/** @type {number} */ place) => 44 - place * 30;
  for (const [place, year, text] of breaks) {
    const x = across(place);
    const group = svg("g");
    group.append(rule(x, 11, x, 48, "ao-break"), svg("text", { x, y: 8.5, "text-anchor": "middle" }, year));
    group.append(svg("title", {}, text));
    drawing.append(group);
  }
  for (const piece of line) {
    const points = piece.map(([x, y]) => `${across(x).toFixed(1)},${up(y).toFixed(1)}`);
    if (points.length > 1) drawing.append(svg("polyline", { points: points.join(" "), class: "ao-piece" }));
    for (const [x, y, text] of piece) {
      const dot = svg("circle", { cx: across(x), cy: up(y), r: points.length > 1 ? 1.7 : 2.6 });
      dot.append(svg("title", {}, text));
      drawing.append(dot);
    }
  }
  const last = line.at(-1)?.at(-1);
  if (last) drawing.append(svg("circle", { cx: across(last[0]), cy: up(last[1]), r: 3.4 }));
  drawing.append(svg("text", { x: 3, y: 60 }, span[0]));
  drawing.append(svg("text", { x: 197, y: 60, "text-anchor": "end" }, span[1]));
  return drawing;
}
