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
  }

  // Long titles and many classes: large letters give way to those that are large enough.
  fit(legend) {
    if (this.words.hidden) return;
    const { classList } = this.words.parentElement;
    classList.remove("ao-tight");
    const [{ bottom }, { top }] = [this.words, legend].map((node) => node.getBoundingClientRect());
    classList.toggle("ao-tight", bottom > top);
  }

  say(view) {
    const when = view.base ? `${view.base}–${view.year}` : view.year;
    const nodes = [el("h1", "ao-stage-title", view.title), el("p", "ao-stage-unit", [view.unit, when].filter(Boolean).join(", "))];
    if (view.form === "empty") return nodes;
    const whole = el("p", "ao-stage-whole");
    whole.append(el("b", "ao-stage-area", view.legend.area), el("span", "", "Aglomeracja Opolska"));
    nodes.push(whole);
    const row = view.byCode[view.selected];
    if (row) {
      const chosen = el("p", "ao-stage-chosen", `${row.name} `);
      chosen.append(el("b", "", row.text), row.rank ? ` · miejsce ${row.rank}. z ${view.ranked}` : "");
      nodes.push(chosen);
    }
    return nodes;
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
    this.ends.append(
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
