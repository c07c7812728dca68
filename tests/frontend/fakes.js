// As much of a browser as the player and the stories touch, and pictures to show in it.

const classes = new Set();
const classList = {
  contains: (name) => classes.has(name),
  toggle: (name, on) => (on ? classes.add(name) : classes.delete(name)),
};
const kept = new Map();

export const painted = []; // what the map was sent
export const calls = []; // what else it was asked for

globalThis.location = { pathname: "/" };
const style = { removeProperty: () => {} };
globalThis.document = {
  body: { classList, style, dataset: {} },
  documentElement: { style },
  querySelector: () => null,
  querySelectorAll: () => [],
};
globalThis.localStorage = {
  getItem: (name) => kept.get(name) ?? null,
  setItem: (name, text) => kept.set(name, text),
};
globalThis.window = {
  aoMap: {
    paint: (views) => painted.push(views[0]),
    leave: () => calls.push("leave"),
    bring: () => calls.push("bring"),
    hover: () => {},
  },
};

export function forgetAll() {
  kept.clear();
  classes.clear();
  painted.length = 0;
  calls.length = 0;
}

export const row = (code, name, number, shown = 1) => [
  code,
  name,
  0,
  shown,
  0,
  String(number),
  1,
  0,
  number,
  null,
  [],
  [],
  0,
];

export const view = (query, year) => ({
  query,
  year,
  mode: "prezentacja",
  rows: [row("160501", "Gogolin", 12), row("160901", "Opole", null), row("161101", "Walce", 3)],
  legend: { marks: [["AO", "5", 0.4]], rug: [0.9, 0.1] },
});

export const picture = (title, gmina = null) => ({
  title,
  text: `${title}: tekst`,
  gmina,
  view: view("wskaznik=ludnosc&rok=2024&tryb=prezentacja", 2024),
  years: [{ year: 2023, query: "wskaznik=ludnosc&rok=2023" }, { year: 2024 }],
});
