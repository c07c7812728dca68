// Years go by in the browser: all of them are fetched once, a step asks the server nothing.
// When it stops, the page is told the year and everything else follows.

const STEP_TIME = 900; // milliseconds a year stands while they play
const SETTLE_TIME = 600; // after a single step, before the page is told

class Years {
  constructor(owner, config) {
    Object.assign(this, { owner, address: config.years, frames: null, key: "", index: -1, playing: null, common: true });
    this.build();
  }

  build() {
    const box = el("div", "ao-years");
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "Lata na mapie");
    const button = (className, text, name, act) => {
      const node = el("button", className, text);
      node.type = "button";
      node.setAttribute("aria-label", name);
      node.title = name;
      node.addEventListener("click", act);
      return node;
    };
    this.back = button("ao-year-step", "◂", "Poprzedni rok", () => this.step(-1));
    this.play = button("ao-year-play", "▶", "Odtwarzaj lata", () => this.toggle());
    this.next = button("ao-year-step", "▸", "Następny rok", () => this.step(1));
    this.slider = Object.assign(el("input", "ao-year-slider"), { type: "range", min: 0, step: 1 });
    this.slider.setAttribute("aria-label", "Rok na mapie");
    this.slider.addEventListener("input", () => this.go(Number(this.slider.value)));
    this.output = el("output", "ao-year", "");
    const scale = el("label", "ao-year-scale");
    this.scale = Object.assign(el("input", ""), { type: "checkbox", checked: true });
    this.scale.addEventListener("change", () => this.rescale());
    scale.title = "Te same klasy dla wszystkich lat";
    scale.append(this.scale, " te same klasy");
    box.append(this.back, this.play, this.next, this.slider, this.output, scale);
    this.node = box;
  }

  // The server's picture has come: the control stands at its year.
  follow(view) {
    if (this.playing) this.stop(false);
    clearTimeout(this.settling);
    this.node.hidden = view.form === "empty" || view.years.length < 2;
    if (this.node.hidden) return;
    if (view.common) this.common = true;
    this.scale.checked = this.common;
    const key = this.keyOf(view);
    if (key !== this.key) {
      this.key = key;
      this.frames = null;
      delete document.body.dataset.years;
    }
    this.years = view.years;
    this.slider.max = view.years.length - 1;
    this.mark(view.years.indexOf(view.year));
  }

  keyOf(view) {
    const query = new URLSearchParams(view.query);
    for (const name of ["rok", "gmina", "skala"]) query.delete(name);
    if (this.common) query.set("skala", "lata");
    return query.toString();
  }

  // Fetched as soon as the picture stands, so that nothing has to be asked later.
  load() {
    if (this.node.hidden || this.frames || !this.key) return this.loading;
    const { key } = this;
    this.loading = getJson(`${this.address}?${key}`).then((views) => {
      if (key !== this.key) return;
      const frames = views.map(readView);
      if (!this.agree(frames)) return;
      this.frames = frames;
      document.body.dataset.years = String(views.length);
    }, () => {});
    return this.loading;
  }

  // Whether the picture and the years are of the same data: they may have been exchanged between
  // the two. Then the picture is asked for anew, and the years after it.
  agree(frames) {
    const { view } = this.owner;
    const then = frames.find((frame) => frame.year === view.year);
    if (!then || view.rows.every(({ code, text }) => then.byCode[code]?.text === text)) return true;
    host().aoPicture?.choose({ rok: String(view.year) });
    return false;
  }

  rescale() {
    this.common = this.scale.checked;
    const now = this.owner.view;
    this.key = this.keyOf(now);
    this.frames = null;
    delete document.body.dataset.years;
    this.load().then(() => this.frames && this.go(this.index));
  }

  mark(index) {
    this.index = index;
    this.slider.value = index;
    const year = this.years[index];
    this.output.textContent = year;
    this.slider.setAttribute("aria-valuetext", String(year));
    this.back.disabled = index <= 0;
    this.next.disabled = index >= this.years.length - 1;
  }

  // Draw one year; the page is told once nothing follows.
  go(index, settle = true) {
    if (!this.frames || !this.frames[index]) return;
    const frame = this.frames[index];
    frame.selected = this.owner.view.selected;
    frame.mode = this.owner.view.mode;
    this.mark(index);
    this.owner.draw(frame);
    clearTimeout(this.settling);
    if (settle) this.settling = setTimeout(() => this.tell(), SETTLE_TIME);
  }

  toggle() {
    if (this.playing) this.stop();
    else this.start();
  }

  // A presentation ends: what is fetched goes on being good, and nothing more is told.
  leave() {
    clearTimeout(this.settling);
    const key = new URLSearchParams(this.key);
    key.delete("tryb");
    this.key = key.toString();
  }

  step(by) {
    if (this.playing) this.stop(false);
    this.load();
    if (!this.frames) {
      this.loading?.then(() => this.frames && this.step(by));
      return;
    }
    this.go(Math.min(Math.max(this.index + by, 0), this.years.length - 1));
  }

  start() {
    this.load();
    if (!this.frames) {
      this.loading.then(() => this.frames && this.start());
      return;
    }
    this.play.textContent = "❚❚";
    this.play.setAttribute("aria-label", "Zatrzymaj");
    this.play.title = "Zatrzymaj";
    document.body.classList.add("ao-playing");
    if (this.index === this.years.length - 1) this.go(0, false);
    this.playing = setInterval(() => {
      if (this.index >= this.years.length - 1) this.stop();
      else this.go(this.index + 1, false);
    }, STEP_TIME);
  }

  stop(tell = true) {
    clearInterval(this.playing);
    this.playing = null;
    this.play.textContent = "▶";
    this.play.setAttribute("aria-label", "Odtwarzaj lata");
    this.play.title = "Odtwarzaj lata";
    document.body.classList.remove("ao-playing");
    if (tell) this.tell();
  }

  tell() {
    clearTimeout(this.settling);
    host().aoPicture?.choose({ rok: String(this.years[this.index]), skala: this.common ? "lata" : "" });
  }
}
