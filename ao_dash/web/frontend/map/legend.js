// The legend of one map: classes on a bar, named classes, circles, or two figures at once.

class Legend {
  constructor(node, map, light, alone) {
    Object.assign(this, { node, map, light, alone });
  }

  draw(view) {
    this.view = view;
    this.node.setAttribute("aria-label", this.alone ? "Legenda" : `Legenda: ${view.title}`);
    const body = {
      classes: () => (view.mode === PRESENT ? this.classList(view.legend) : this.classBar(view.legend)),
      named: () => this.namedRow(view.legend),
      circles: () => this.circleRow(view.legend),
      bivariate: () => this.square(view.legend),
      empty: () => el("p", "ao-empty", view.short),
    }[view.form]();
    const head = el("div", "ao-legend-head");
    const when = view.base ? "" : view.year;
    head.append(el("strong", "", view.short), el("span", "", [view.unit, when].filter(Boolean).join(", ")));
    const absent = el("ul", "ao-absent");
    for (const [status, words, count] of view.legend.absent) absent.append(this.swatch(status, words, count));
    if (view.legend.hidden) absent.append(this.swatch("hidden", "poza filtrem", view.legend.hidden));
    if (view.legend.broken) absent.append(this.brokenKey(view.legend.broken));
    if (view.tied) absent.append(this.tieKey(view.tied));
    head.append(absent);
    this.node.replaceChildren(...(view.form === "empty" ? [] : [head]), body);
    this.spreadMarks();
  }

  swatch(status, words, count) {
    const item = el("li", "");
    const box = svg("svg", { width: 26, height: 16, viewBox: "0 0 26 16", "aria-hidden": "true" });
    const rect = svg("rect", { width: 26, height: 16, class: "ao-swatch" });
    rect.style.fill = status === "hidden" ? "var(--ao-pale)" : `url(#${PATTERNS[status]})`;
    if (status !== "hidden") box.append(patterns());
    box.append(rect);
    item.append(box, el("span", "", ` ${words}: ${count}`));
    return item;
  }

  brokenKey(count) {
    const item = el("li", "");
    const box = svg("svg", { width: 26, height: 16, viewBox: "0 0 26 16", "aria-hidden": "true" });
    box.append(svg("rect", { x: 2, y: 2, width: 22, height: 12, class: "ao-broken" }));
    item.append(box, el("span", "", ` przerwa w szeregu: ${count}`));
    return item;
  }

  tieKey(words) {
    const item = el("li", "");
    const box = svg("svg", { width: 26, height: 16, viewBox: "0 0 26 16", "aria-hidden": "true" });
    box.append(svg("path", { d: "M2,8 h22", class: "ao-tie", "stroke-width": 3 }));
    item.append(box, el("span", "", ` ${words}`));
    return item;
  }

  lightOn(node, index) {
    for (const name of ["mouseenter", "focus"]) node.addEventListener(name, () => this.light(index));
    for (const name of ["mouseleave", "blur"]) node.addEventListener(name, () => this.light(null));
  }

  classBar(legend) {
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
      patch.style.background = this.view.colours[index];
      step.append(patch, el("span", "ao-count", words));
      if (index === 0) step.append(el("span", "ao-bound ao-first", low));
      step.append(el("span", "ao-bound", high));
      if (!count) step.classList.add("ao-none");
      this.lightOn(step, index);
      bar.append(step);
    });
    box.append(marks, rug, bar);
    return box;
  }

  // Read from the last row: one class on a line, the highest on top.
  classList(legend) {
    const list = el("ol", "ao-classes");
    legend.steps.forEach(([low, high, count, words], index) => {
      const item = el("li", "ao-step");
      item.dataset.index = index;
      const patch = el("span", "ao-patch");
      patch.style.background = this.view.colours[index];
      item.append(patch, el("span", "ao-bound", `${low} – ${high}`), el("span", "ao-class-count", words));
      this.lightOn(item, index);
      list.prepend(item);
    });
    return list;
  }

  // Marks stand at their place on the scale; those that would overlap make room for each other.
  spreadMarks() {
    const box = this.node.querySelector(".ao-marks");
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

  namedRow(legend) {
    const list = el("ul", "ao-flags");
    legend.steps.forEach(([, name, , words], index) => {
      const item = el("li", "ao-step");
      item.tabIndex = 0;
      item.dataset.index = index;
      const patch = el("span", "ao-patch");
      patch.style.background = this.view.colours[index];
      item.append(patch, el("span", "", ` ${name}: ${words}`));
      this.lightOn(item, index);
      list.append(item);
    });
    return list;
  }

  circleRow(legend) {
    const list = el("ul", "ao-circles");
    const largest = largestRadius(this.map);
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
    if (legend.area) {
      const area = el("li", "ao-area");
      area.append(el("b", "", "AO"), ` ${legend.area}`);
      list.append(area);
    }
    return list;
  }

  // Nine colours of two figures: columns go with the first one, rows with the second. Beside them
  // stand the figures that a column or a row holds.
  square(legend) {
    const box = el("div", "ao-square");
    const grid = el("ul", "ao-square-grid");
    const [columns, rows] = legend.ranges;
    const [across, up] = legend.axes;
    for (const row of [2, 1, 0]) {
      grid.append(this.range(rows[row]));
      for (const column of [0, 1, 2]) grid.append(this.squareCell(row * 3 + column, legend));
    }
    grid.append(this.range(""), ...[0, 1, 2].map((column) => this.range(columns[column])));
    box.append(el("span", "ao-square-up", `↑ ${up}`), grid, el("span", "ao-square-across", `${across} →`));
    return box;
  }

  range(text) {
    const node = el("li", "ao-square-range", text || "");
    node.setAttribute("aria-hidden", "true");
    return node;
  }

  squareCell(index, legend) {
    const [, name, count, words] = legend.steps[index];
    const cell = el("li", "ao-square-cell", count || "");
    cell.tabIndex = 0;
    cell.dataset.index = index;
    cell.setAttribute("aria-label", `${name}: ${words}`);
    cell.title = `${name}: ${words}`;
    cell.style.background = this.view.colours[index];
    cell.classList.toggle("ao-on-dark", Boolean(this.view.dark[index]));
    this.lightOn(cell, index);
    return cell;
  }
}

function largestRadius(map) {
  const { x, y } = map.getSize();
  return Math.max(18, Math.min(x, y) * 0.085);
}
