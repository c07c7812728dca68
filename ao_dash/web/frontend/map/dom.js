// What every part of the frame uses: nodes, patterns of missing figures, addresses of tiles.
// Every text comes in as data and goes out through textContent; nothing is ever parsed as HTML.

const PATTERNS = [null, "ao-hatch", "ao-dots", "ao-cross"]; // by status: ok, missing, not applicable, confidential

// The page around the frame; a page that holds the map itself is its own host.
const host = () => {
  try {
    if (window.parent !== window && window.parent.aoPicture) return window.parent;
  } catch {} // a page of somebody else, which a report may stand in
  return window;
};

const el = (tag, className, text) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
};
const svg = (tag, attributes) => {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
};

// Where data come from: the page itself if it has brought them along, else the server.
const source = {
  read: (url) =>
    host().aoPicture?.held?.(url) ||
    fetch(url).then((response) => {
      if (!response.ok) throw new Error(`${url}: ${response.status}`);
      return response.json();
    }),
};
const getJson = (url) => source.read(url);

function patterns() {
  const defs = svg("defs", {});
  const pattern = (id, ...marks) => {
    const node = svg("pattern", { id, width: 8, height: 8, patternUnits: "userSpaceOnUse" });
    node.append(svg("rect", { width: 8, height: 8, class: "ao-pattern-ground" }));
    for (const mark of marks) node.append(mark);
    return node;
  };
  const line = (d) => svg("path", { d, class: "ao-pattern-line" });
  defs.append(
    pattern("ao-hatch", line("M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4")),
    pattern("ao-dots", svg("circle", { cx: 4, cy: 4, r: 1.3, class: "ao-pattern-dot" })),
    pattern("ao-cross", line("M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4"), line("M-2,6 l4,4 M0,0 l8,8 M6,-2 l4,4")),
  );
  return defs;
}

// A view's rows come as lists, which is short; here they get their names.
const FIELDS = ["code", "name", "type", "shown", "index", "text", "rank", "status", "number", "size", "projects", "notes", "broken"];

function readView(view) {
  if (view.byCode) return view;
  const rows = view.rows.map((row) => Object.fromEntries(FIELDS.map((field, n) => [field, row[n]])));
  return { ...view, rows, byCode: Object.fromEntries(rows.map((row) => [row.code, row])) };
}
