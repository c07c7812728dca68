// A picture that fills the window, for a room or for the page of a gmina: around the map stand only
// what it shows, the value of the whole, the legend and one line that says everything else.

const PRESENT = "prezentacja";

class Stage {
  constructor(cell) {
    this.cell = cell;
    this.words = el("div", "ao-stage");
    this.words.hidden = true;
    this.line = el("footer", "ao-state-line");
    this.line.hidden = true;
  }

  draw(view) {
    const mode = view.mode || "";
    const root = document.documentElement;
    if ((root.dataset.mode || "") !== mode) {
      root.dataset.mode = mode;
      this.cell.moved = false;
      this.cell.labels.forget();
    }
    this.words.hidden = mode !== PRESENT;
    this.line.hidden = !mode;
    if (!mode) return;
    this.words.replaceChildren(...(mode === PRESENT ? this.say(view) : []));
    if (!this.text) this.build();
    this.text.textContent = [view.state, ...(view.notice || [])].join(" · ");
    this.ends.hidden = mode !== PRESENT;
    this.place.textContent = view.told?.place || "";
  }

  // Long titles and many classes: large letters give way to those that are large enough, and then
  // the legend leaves out how many gminy a class has.
  fit(legend) {
    if (this.words.hidden) return;
    const { classList } = this.words.parentElement;
    const crowded = () => this.words.getBoundingClientRect().bottom > legend.getBoundingClientRect().top;
    classList.remove("ao-tight", "ao-tighter");
    if (crowded()) classList.add("ao-tight");
    if (crowded()) classList.add("ao-tighter");
  }

  say(view) {
    const when = view.base ? `${view.base}–${view.year}` : view.year;
    const unit = [view.unit, when].filter(Boolean).join(", ");
    const { title, text } = view.told || {};
    const nodes = [el("h1", "ao-stage-title", title || view.title)];
    if (text) nodes.push(el("p", "ao-stage-told", text));
    if (view.form === "empty" || view.form === "named") return nodes;
    nodes.push(el("p", "ao-stage-unit", title ? `${view.short}: ${unit}` : unit));
    const whole = el("p", "ao-stage-whole");
    whole.append(this.figure(view.legend.area), el("span", "", "Aglomeracja Opolska"));
    nodes.push(whole);
    for (const region of view.around || []) nodes.push(el("p", "ao-stage-around", region));
    const row = view.byCode[view.selected];
    if (row) {
      const chosen = el("p", "ao-stage-chosen", `${row.name} `);
      chosen.append(el("b", "", row.text), row.rank ? ` · miejsce ${row.rank}. z ${view.ranked}` : "");
      nodes.push(chosen);
    }
    return nodes;
  }

  // A figure never breaks; its unit stands beside it in smaller letters.
  figure(text) {
    const [, number, unit] = /^([\d\s,\u2212+]*)(.*)$/.exec(text);
    const node = el("b", "ao-stage-area", number || text);
    if (number && unit) node.append(el("small", "", unit));
    return node;
  }

  build() {
    this.text = el("p", "ao-state");
    this.ends = el("span", "ao-state-ends");
    const button = (text, name, act) => {
      const node = el("button", "", text);
      node.type = "button";
      if (name) node.setAttribute("aria-label", name);
      node.addEventListener("click", act);
      return node;
    };
    this.place = el("span", "ao-state-place");
    this.ends.append(
      this.place,
      button("?", "Pomoc: klawisze", () => host().aoPicture?.help?.()),
      button("Zakończ", "", () => host().aoPicture?.present?.(false)),
    );
    this.line.append(this.text, this.ends);
  }
}

// Keys pressed while the frame has the focus mean what they mean on the page.
function passKeys() {
  if (host() === window) return;
  window.addEventListener("keydown", (event) => host().aoPicture?.key?.(event), true);
  for (const name of ["pointermove", "pointerdown"]) {
    window.addEventListener(name, () => host().aoPicture?.stir?.(), { passive: true });
  }
}
