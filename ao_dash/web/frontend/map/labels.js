// Names stand inside their gmina and never on each other: each tries places around its point,
// one line or two, and keeps the cheapest; a few rounds let them make room for one another.

// Pixels in a window of 1280 by 720: letters, and those of names that find no room otherwise.
const ROOM_SIZES = [[24, 20], [22, 20], [20, 20], [22, 18], [20, 18], [20, 17], [18, 17], [17, 17]];

const ASTRAY = 0.34; // share of a name outside its gmina above which it seems to name another one
const STRANGER = 120; // cost of a name in a room whose middle is in another gmina

class Labels {
  constructor(map) {
    this.map = map;
    this.pane = map.getPane("labels");
    this.kept = new Map(); // place of the map and borders -> nodes: years go by without measuring again
  }

  // Several reasons to place the names may come at once: the last one counts.
  soon(shown, base, view, tune) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.place(shown, base, view());
      tune();
    }, 30);
  }

  forget() {
    this.kept.clear();
  }

  key(shown, base, values) {
    const { lat, lng } = this.map.getCenter();
    const { x, y } = this.map.getSize();
    return [shown.code, Boolean(base), this.map.getZoom(), lat, lng, x, y, ...values.values()].join();
  }

  place(shown, base, view) {
    if (!shown) return;
    const values = widths(view);
    const key = this.key(shown, base, values);
    if (!this.kept.has(key)) {
      if (this.kept.size > 6) this.forget();
      this.kept.set(key, view?.mode === PRESENT ? this.largest(shown, values) : this.made(shown, base, this.size()));
    }
    const [size, nodes] = this.kept.get(key);
    this.pane.style.fontSize = `${size}px`;
    this.pane.replaceChildren(...nodes);
  }

  // In a room letters are as large as they can be with every name standing in its own gmina.
  largest(shown, values) {
    const scale = Math.max(1, Math.min(innerWidth / 1280, innerHeight / 720));
    let best = null;
    for (const [size, small] of ROOM_SIZES) {
      const made = this.made(shown, null, size * scale, values, small * scale);
      const faults = made[1].reduce((sum, node) => sum + (node.hidden ? 100 : Number(node.dataset.astray)), 0);
      if (!best || faults < best.faults) best = { made, faults };
      if (!faults) break;
    }
    return best.made;
  }

  made(shown, base, size, values = new Map(), small = 0) {
    const { pane } = this;
    pane.replaceChildren();
    pane.style.fontSize = `${size}px`;
    const labels = Object.values(shown.byCode).map((shape) => this.label(shape, values));
    labels.sort((a, b) => a.room - b.room);
    const placed = [];
    arrange(labels);
    if (small) {
      const misplaced = labels.filter((label) => label.outside > ASTRAY || labels.some((other) => other !== label && overlap(label.box, other.box) > 0));
      for (const label of misplaced) {
        label.node.remove();
        Object.assign(label, this.label(shown.byCode[label.teryt6], values, small), { box: null });
      }
      if (misplaced.length) arrange(labels);
    }
    for (const label of labels) {
      const clash = placed.some((other) => overlap(label.box, other.box) > 0);
      label.node.hidden = clash;
      label.node.dataset.astray = Number(label.outside > ASTRAY);
      if (!clash) placed.push(label);
      put(label);
    }
    if (base) this.placeMinor(shown, base, placed);
    return [size, [...pane.children]];
  }

  size() {
    const { x, y } = this.map.getSize();
    return Math.max(11, Math.min(22, x / 44, y / 33));
  }

  label(shape, values, size = 0) {
    const { name, label, teryt6 } = shape.feature.properties;
    const centre = this.map.latLngToLayerPoint([label[1], label[0]]);
    const rings = this.outline(shape);
    const forms = [[name]];
    const words = name.split(" ");
    if (words.length > 1) forms.unshift([words[0], words.slice(1).join(" ")]);
    if (values.get(teryt6)) for (const form of forms) form.push(values.get(teryt6));
    const node = el("div", "ao-label");
    node.dataset.teryt6 = teryt6;
    node.setAttribute("aria-hidden", "true");
    if (size) node.style.fontSize = `${size}px`;
    this.pane.append(node);
    const sizes = forms.map((lines) => {
      node.replaceChildren(...lines.map((line) => el("span", "", line)));
      return { lines, width: node.offsetWidth, height: node.offsetHeight };
    });
    node.dataset.value = values.get(teryt6) || "";
    const bounds = L.bounds(rings.flat());
    const room = (bounds.max.x - bounds.min.x) * (bounds.max.y - bounds.min.y);
    return { node, room, teryt6, candidates: candidates(centre, sizes, rings, values.size ? STRANGER : 0) };
  }

  outline(shape) {
    return outerRings(shape).map((ring) => {
      const step = Math.max(1, Math.floor(ring.length / 80));
      return ring.filter((_, n) => n % step === 0).map((at) => this.map.latLngToLayerPoint(at));
    });
  }

  // Neighbouring gminy, and at larger scale villages, take what room is left.
  placeMinor(shown, base, placed) {
    const { map, pane } = this;
    const view = map.getPixelBounds();
    const origin = map.getPixelOrigin();
    const area = [view.min.x - origin.x, view.min.y - origin.y, view.max.x - origin.x, view.max.y - origin.y];
    const box = map.getContainer().getBoundingClientRect();
    for (const control of map.getContainer().querySelectorAll(".leaflet-control")) {
      const { left, top, right, bottom } = control.getBoundingClientRect();
      const [dx, dy] = [area[0] - box.left, area[1] - box.top];
      placed.push({ box: [left + dx, top + dy, right + dx, bottom + dy] });
    }
    const own = Object.values(shown.byCode).flatMap((shape) => this.outline(shape));
    const add = (name, lat, lon, className) => {
      const at = map.latLngToLayerPoint([lat, lon]);
      const node = el("div", `ao-label ${className}`);
      node.append(el("span", "", name));
      node.setAttribute("aria-hidden", "true");
      pane.append(node);
      const [w, h] = [node.offsetWidth / 2, node.offsetHeight / 2];
      const label = { node, lines: [name], box: [at.x - w, at.y - h, at.x + w, at.y + h] };
      const [left, top, right, bottom] = label.box;
      const points = [[left, top], [right, top], [left, bottom], [right, bottom], [at.x, at.y]];
      const onArea = className === "ao-neighbour" && points.some(([x, y]) => own.some((ring) => inside(x, y, ring)));
      const cut = left < area[0] || top < area[1] || right > area[2] || bottom > area[3];
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
    const zoom = map.getZoom();
    for (const feature of zoom >= 11 ? base.towns.features : []) {
      if (feature.properties.type !== "town" && zoom < 12) continue;
      const [lon, lat] = feature.geometry.coordinates;
      add(feature.properties.name, lat, lon, "ao-town");
    }
  }

  value(node, row) {
    node.lastElementChild.classList.add("ao-label-value");
    node.lastElementChild.textContent = valueOf(row);
  }

  // Letters are light on dark fills and dark on light ones; names outside the filter are pale.
  tune(view) {
    if (!view) return;
    const inTheDark = document.documentElement.classList.contains("ao-dark");
    for (const node of this.pane.children) {
      const row = view.byCode[node.dataset.teryt6];
      if (!row) continue;
      const plain = row.shown && (!row.status || view.form === "empty") && inTheDark;
      const dark = row.shown && row.index !== null ? view.dark[row.index] : plain;
      node.classList.toggle("ao-on-dark", Boolean(dark));
      node.classList.toggle("ao-muted", !row.shown);
      if (node.dataset.value) this.value(node, row);
      node.classList.toggle("ao-chosen", row.code === view.selected);
    }
  }
}

// The widest that a value's line can get, by gmina: digits are equally wide, so that years go by
// without moving the names. Only a picture for a room has values on the map.
function widths(view) {
  const rows = view?.mode === PRESENT && view.form !== "empty" ? view.rows : [];
  return new Map(rows.filter((row) => row.shown).map((row) => [row.code, valueOf(row).replace(/\d/g, "0")]));
}

const valueOf = (row) => (row.status ? "–" : row.text);

function candidates(centre, sizes, rings, stranger) {
  const found = [];
  for (const { lines, width, height } of sizes) {
    for (let dy = -4; dy <= 4; dy += 1) {
      for (let dx = -4; dx <= 4; dx += 1) {
        const x = centre.x + (dx * width) / 6;
        const y = centre.y + (dy * height) / 2.5;
        const box = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
        const abroad = stranger && !rings.some((ring) => inside(x, y, ring));
        const outside = abroad ? 1 : shareOutside(box, rings);
        const away = Math.hypot(x - centre.x, y - centre.y);
        found.push({ box, lines, outside, cost: outside * 60 + (abroad ? stranger : 0) + away / 3 + (lines.length - 1) * 3 });
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

function arrange(labels) {
  for (let round = 0; round < 4; round += 1) {
    for (const label of labels) settle(label, labels.filter((other) => other !== label && other.box));
  }
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
  label.outside = best.outside;
}

function put(label) {
  label.node.replaceChildren(...label.lines.map((line) => el("span", "", line)));
  label.node.style.transform = `translate(${Math.round(label.box[0])}px, ${Math.round(label.box[1])}px)`;
}
