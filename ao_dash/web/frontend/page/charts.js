// Charts as SVG. Places come ready (0 to 1); here they only become pixels. Each chart has a table
// beside it that says the same, so the drawing itself is one image with a name.

const SVG = "http://www.w3.org/2000/svg";
const draw2d = (tag, attributes, text) => {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text !== undefined) node.textContent = text;
  return node;
};

// A chart is drawn for the width it has, and again when that changes.
function chart(data, drawing) {
  const box = el("div", `ao-chart ao-chart-${data.kind}`);
  const render = () => {
    const width = box.clientWidth;
    if (!width || box.dataset.width === String(width)) return;
    box.dataset.width = width;
    const svg = draw2d("svg", { width, role: "img", "aria-label": data.label });
    box.replaceChildren(svg);
    drawing(svg, data, width);
  };
  new ResizeObserver(render).observe(box);
  requestAnimationFrame(render);
  return box;
}

function frameOf(svg, { x, y }, area) {
  const { left, top, right, bottom } = area;
  const atX = (place) => left + place * (right - left);
  const atY = (place) => bottom - place * (bottom - top);
  for (const [place, text] of y.ticks) {
    svg.append(draw2d("line", { x1: left, x2: right, y1: atY(place), y2: atY(place), class: "ao-grid" }));
    svg.append(draw2d("text", { x: left - 6, y: atY(place) + 4, class: "ao-tick ao-tick-y" }, text));
  }
  for (const [place, text] of x.ticks) {
    svg.append(draw2d("text", { x: atX(place), y: bottom + 17, class: "ao-tick ao-tick-x" }, text));
  }
  if (x.title) svg.append(draw2d("text", { x: right, y: bottom + 35, class: "ao-axis ao-axis-x" }, `${x.title} →`));
  if (y.title) svg.append(draw2d("text", { x: 2, y: 13, class: "ao-axis" }, `↑ ${y.title}`));
  return { atX, atY };
}

const widest = (texts, size) => Math.max(0, ...texts.map((text) => text.length)) * size;

function drawLines(svg, data, width) {
  const height = Math.max(300, Math.min(460, width * 0.52));
  svg.setAttribute("height", height);
  const names = Math.min(widest(data.lines.map((line) => line.name), 7.4) + 14, width * 0.34);
  const area = { left: widest(data.y.ticks.map(([, text]) => text), 7.4) + 14, top: 24, right: width - names, bottom: height - 26 };
  const { atX, atY } = frameOf(svg, data, area);
  for (const [place, text] of data.breaks) {
    const mark = draw2d("line", { x1: atX(place), x2: atX(place), y1: area.top, y2: area.bottom, class: "ao-break" });
    mark.append(draw2d("title", {}, text));
    svg.append(mark);
  }
  const ends = [];
  for (const line of data.lines) {
    const group = draw2d("g", { class: `ao-line ao-series-${line.series}` });
    if (line.code) group.dataset.teryt6 = line.code;
    for (const piece of line.pieces) {
      const points = piece.map(([x, y]) => `${atX(x).toFixed(1)},${atY(y).toFixed(1)}`);
      group.append(draw2d("polyline", { points: points.join(" "), class: "ao-piece" }));
      piece.forEach(([x, y, text]) => {
        const dot = draw2d("circle", { cx: atX(x), cy: atY(y), r: 3.4 });
        dot.append(draw2d("title", {}, text));
        group.append(dot);
      });
    }
    svg.append(group);
    pointing(group, line.code);
    const last = line.pieces.at(-1)?.at(-1);
    if (last) ends.push({ line, x: atX(last[0]), y: atY(last[1]) });
  }
  placeNames(svg, ends, area);
}

// The name of a line stands at its end; names that would overlap make room for each other.
function placeNames(svg, ends, area) {
  const gap = 17;
  ends.sort((a, b) => a.y - b.y);
  let free = area.top - gap;
  for (const end of ends) {
    end.at = Math.max(end.y, free + gap);
    free = end.at;
  }
  let limit = area.bottom + gap;
  for (const end of [...ends].reverse()) {
    end.at = Math.min(end.at, limit - gap);
    limit = end.at;
  }
  for (const { line, x, y, at } of ends) {
    const group = draw2d("g", { class: `ao-line-name ao-series-${line.series}` });
    group.append(draw2d("polyline", { points: `${x + 5},${y} ${area.right + 4},${at} ${area.right + 9},${at}`, class: "ao-leader" }));
    const room = Number(svg.getAttribute("width")) - area.right - 14;
    const text = draw2d("text", { x: area.right + 12, y: at + 4.5 }, line.name);
    group.append(text);
    svg.append(group);
    if (text.getComputedTextLength() > room) text.setAttribute("textLength", room);
    if (text.hasAttribute("textLength")) text.setAttribute("lengthAdjust", "spacingAndGlyphs");
  }
}

function drawScatter(svg, data, width) {
  const height = Math.max(340, Math.min(520, width * 0.72));
  svg.setAttribute("height", height);
  const area = { left: widest(data.y.ticks.map(([, text]) => text), 7.4) + 16, top: 26, right: width - 16, bottom: height - 44 };
  const { atX, atY } = frameOf(svg, data, area);
  if (data.cross) {
    const [x, y] = [atX(data.cross[0]), atY(data.cross[1])];
    svg.append(draw2d("line", { x1: x, x2: x, y1: area.top, y2: area.bottom, class: "ao-break" }));
    svg.append(draw2d("line", { x1: area.left, x2: area.right, y1: y, y2: y, class: "ao-break" }));
  }
  if (data.line) {
    const [[x1, y1], [x2, y2]] = data.line.map(([x, y]) => [atX(x), atY(y)]);
    svg.append(draw2d("line", { x1, x2, y1, y2, class: "ao-trend" }));
  }
  const placed = data.dots.map((dot) => {
    const [x, y] = [atX(dot.x), atY(dot.y)];
    return [x - 7, y - 7, x + 7, y + 7];
  });
  // the chosen dot takes the best place for its name
  const dots = [...data.dots].sort((a, b) => (b.code === data.chosen) - (a.code === data.chosen));
  for (const dot of dots) {
    const group = draw2d("g", { class: `ao-dot${dot.code === data.chosen ? " ao-chosen" : ""}` });
    const [x, y] = [atX(dot.x), atY(dot.y)];
    const circle = draw2d("circle", { cx: x, cy: y, r: 6 });
    if (dot.colour) circle.style.fill = dot.colour;
    circle.append(draw2d("title", {}, `${dot.name}: ${dot.text}`));
    group.append(circle);
    svg.append(group);
    pointing(group, dot.code);
    if (dot.code) group.addEventListener("click", () => picture.choose({ gmina: dot.code === data.chosen ? "" : dot.code }));
    nameDot(group, dot.name, x, y, placed, area);
  }
  const chosen = svg.querySelector(".ao-chosen");
  if (chosen) svg.append(chosen); // on top of the others
}

// The name of a dot stands where there is room: right, left, above, below; else on pointing only.
function nameDot(group, name, x, y, placed, area) {
  const text = draw2d("text", { y: y + 4 }, name);
  group.append(text);
  const w = text.getComputedTextLength();
  const tries = [[x + 10, y + 4], [x - 10 - w, y + 4], [x - w / 2, y - 10], [x - w / 2, y + 19], [x + 8, y - 7], [x + 8, y + 15], [x - 8 - w, y - 7], [x - 8 - w, y + 15]];
  for (const [left, base] of tries) {
    const box = [left, base - 11, left + w, base + 3];
    const out = box[0] < area.left || box[2] > area.right + 14 || box[1] < area.top - 12 || box[3] > area.bottom;
    if (out || placed.some((other) => overlaps(box, other))) continue;
    placed.push(box);
    text.setAttribute("x", left);
    text.setAttribute("y", base);
    return;
  }
  const left = x + 10 + w > area.right ? x - 10 - w : x + 10;
  text.setAttribute("x", left);
  text.classList.add("ao-on-pointing");
  if (group.classList.contains("ao-chosen")) placed.push([left, y - 7, left + w, y + 7]);
}

const overlaps = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

function barsBlock({ label, bars, marks, chosen = null }) {
  const box = el("ol", "ao-chart ao-bars");
  box.setAttribute("aria-label", label);
  box.style.setProperty("--ao-value-width", `${Math.max(3, ...bars.map((bar) => bar.text.length)) * 0.62}em`);
  for (const bar of bars) {
    const item = el("li", "ao-bars-row");
    const track = el("span", "ao-track");
    track.setAttribute("aria-hidden", "true");
    if (bar.start !== null) {
      const [low, high] = [bar.start, bar.end].sort((a, b) => a - b);
      const fillBar = el("span", `ao-rank-bar${bar.series === null ? "" : ` ao-series-${bar.series}`}`);
      Object.assign(fillBar.style, { left: `${low * 100}%`, width: `${(high - low) * 100}%` });
      if (bar.colour) fillBar.style.background = bar.colour;
      track.append(fillBar);
    }
    for (const [place, text] of marks) {
      const tick = el("span", "ao-rank-tick");
      tick.style.left = `${place * 100}%`;
      tick.title = text;
      track.append(tick);
    }
    const name = chosen === null ? el("span", "ao-name") : gminaButton(bar.code, bar.code === chosen, "ao-name ao-link", "b");
    name.textContent = bar.name;
    item.classList.toggle("ao-chosen", Boolean(chosen) && bar.code === chosen);
    item.append(name, track, el("span", "ao-value", bar.text));
    pointing(item, bar.code);
    box.append(item);
  }
  if (!marks.length) return box;
  const whole = el("div");
  whole.append(box, el("p", "ao-hint", marks.map(([, text]) => `│ ${text}`).join("  ")));
  return whole;
}

// --- ranges ---------------------------------------------------------------------------------------

function rangesBlock({ label, x, figures, ranges, key, chosen }) {
  const box = el("ol", "ao-bars ao-ranges");
  box.setAttribute("aria-label", label);
  for (const range of ranges) {
    const item = el("li", `ao-bars-row${chosen && range.code === chosen ? " ao-chosen" : ""}`);
    item.append(el("span", "ao-name", range.name), rangeTrack(range, x.ticks), el("span", "ao-value", range.text));
    pointing(item, range.code);
    box.append(item);
  }
  const scale = el("p", "ao-bars-row ao-range-scale");
  scale.setAttribute("aria-hidden", "true");
  const ticks = el("span", "ao-range-track");
  for (const [place, text] of x.ticks) ticks.append(rangePart("ao-range-text", place, place, text));
  scale.append(el("span", "ao-name", x.title), ticks, el("span", "ao-value", figures));
  const whole = el("div", "ao-chart");
  const longest = Math.max(figures.length, ...ranges.map((range) => range.text.length));
  whole.style.setProperty("--ao-value-width", `${longest * 0.62}em`);
  const marks = el("p", "ao-hint ao-range-key");
  ["dot", "inner", "outer"].forEach((kind, n) => {
    const sample = el("i", `ao-range-${kind}`);
    sample.setAttribute("aria-hidden", "true");
    const part = el("span");
    part.append(sample, ` ${key[n]}`);
    marks.append(part);
  });
  whole.append(marks, scale, box);
  return whole;
}

function rangeTrack({ place, inner, outer }, ticks) {
  const track = el("span", "ao-range-track");
  track.setAttribute("aria-hidden", "true");
  for (const [at] of ticks) track.append(rangePart("ao-range-tick", at, at));
  track.append(rangePart("ao-range-outer", ...outer), rangePart("ao-range-inner", ...inner), rangePart("ao-range-dot", place, place));
  return track;
}

function rangePart(className, low, high, text) {
  const part = el("span", className, text);
  Object.assign(part.style, { left: `${low * 100}%`, width: `${(high - low) * 100}%` });
  return part;
}

// --- profile -----------------------------------------------------------------------------------

function galleryBlock({ title, cards }) {
  const grid = el("div", "ao-gallery");
  grid.append(...cards.map(indicatorCard));
  return [el("h2", "", title), grid];
}

function indicatorCard(card) {
  const node = el("article", "ao-indicator");
  const head = el("h3", "");
  head.append(card.href ? linkTo({ text: card.title, href: card.href }) : card.title);
  const figure = el("p", "ao-indicator-figure");
  const value = el("span", "");
  value.append(el(card.absent ? "em" : "b", "", card.figure), card.unit ? ` ${card.unit}` : "");
  figure.append(value, el("span", "ao-indicator-rank", card.rank));
  node.append(head, figure, el("p", "ao-indicator-source", [card.year, card.source].filter(Boolean).join(" · ")));
  if (card.own !== null) node.append(strip(card));
  if (card.line.length) node.append(spark(card));
  const facts = el("dl", "ao-facts");
  const colours = new Map(card.others.map(([, name], n) => [name, OTHERS[n]]));
  for (const [name, text] of card.facts) {
    const fact = el("div");
    fact.append(el("dt", colours.get(name) || "", name), el("dd", "", text));
    facts.append(fact);
  }
  node.append(facts);
  if (card.told) node.append(el("p", "ao-hint", card.told));
  return node;
}

const OTHERS = ["ao-other-0", "ao-other-1"];

// One name stands above the strip and the other below it, so that they never meet.
function strip({ dots, own, others }) {
  const svg = draw2d("svg", { viewBox: "0 0 200 40", class: "ao-strip", "aria-hidden": "true" });
  const [at, y] = [(place) => 7 + place * 186, 20];
  svg.append(draw2d("line", { x1: 7, x2: 193, y1: y, y2: y, class: "ao-grid" }));
  for (const place of dots) svg.append(draw2d("circle", { cx: at(place), cy: y, r: 3.1, class: "ao-strip-dot" }));
  others.forEach(([place, name], n) => {
    if (place === null) return;
    const [x, group] = [at(place), draw2d("g", { class: OTHERS[n] })];
    group.append(draw2d("line", { x1: x, x2: x, y1: n ? 15 : 11, y2: n ? 29 : 25 }));
    const anchor = place < 0.2 ? "start" : place > 0.8 ? "end" : "middle";
    const edge = { start: x - 3, end: x + 3, middle: x }[anchor];
    group.append(draw2d("text", { x: edge, y: n ? 38.5 : 8.5, "text-anchor": anchor }, name));
    svg.append(group);
  });
  svg.append(draw2d("circle", { cx: at(own), cy: y, r: 5.4, class: "ao-strip-own" }));
  return svg;
}

function spark({ line, span, breaks }) {
  const svg = draw2d("svg", { viewBox: "0 0 200 62", class: "ao-spark", "aria-hidden": "true" });
  const [atX, atY] = [(place) => 7 + place * 186, (place) => 44 - place * 30];
  for (const [place, year, text] of breaks) {
    const [x, group] = [atX(place), draw2d("g", {})];
    group.append(draw2d("line", { x1: x, x2: x, y1: 11, y2: 48, class: "ao-break" }), draw2d("text", { x, y: 8.5, "text-anchor": "middle" }, year));
    group.append(draw2d("title", {}, text));
    svg.append(group);
  }
  for (const piece of line) {
    const points = piece.map(([x, y]) => `${atX(x).toFixed(1)},${atY(y).toFixed(1)}`);
    if (points.length > 1) svg.append(draw2d("polyline", { points: points.join(" "), class: "ao-piece" }));
    for (const [x, y, text] of piece) {
      const dot = draw2d("circle", { cx: atX(x), cy: atY(y), r: points.length > 1 ? 1.7 : 2.6 });
      dot.append(draw2d("title", {}, text));
      svg.append(dot);
    }
  }
  const last = line.at(-1).at(-1);
  svg.append(draw2d("circle", { cx: atX(last[0]), cy: atY(last[1]), r: 3.4 }));
  svg.append(draw2d("text", { x: 3, y: 60 }, span[0]), draw2d("text", { x: 197, y: 60, "text-anchor": "end" }, span[1]));
  return svg;
}
