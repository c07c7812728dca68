// What every part of the page uses: nodes, lists, the places of a screen, tables that sort.
// Data in, DOM out, always through textContent.

const places = new Map(); // name -> node
const sorting = new Map(); // key of a table -> {column, down}

// One message is one picture: whoever receives it draws it wherever a place is reserved.
const picture = { view: null, maps: [], blocks: {}, files: [], goal: "", own: "", held: null, choose: () => {} };
window.aoPicture = picture;

const el = (tag, className = "", text) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
};
const list = (texts, className = "", kind = "ul") => {
  const whole = el(kind, className);
  for (const text of texts) whole.append(el("li", "", text));
  return whole;
};
// Maps stand in a frame or in the page itself.
const maps = () => [window, ...[...document.querySelectorAll("iframe")].map((frame) => frame.contentWindow)].map((at) => at?.aoMap).filter(Boolean);

// Replace what a panel shows; what had the focus keeps it.
function fill(node, children) {
  const focused = node.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  node.replaceChildren(...children);
  if (focused) node.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
}

// A gmina anywhere: a click or Enter selects it, pointing at it shows it on the map.
function gminaButton(code, chosen, className, place) {
  const button = el("button", className);
  button.type = "button";
  button.dataset.focus = place + code;
  button.dataset.teryt6 = code;
  button.setAttribute("aria-pressed", String(chosen));
  button.addEventListener("click", () => picture.choose({ gmina: chosen ? "" : code }));
  pointing(button, code);
  return button;
}

// Pointing at a gmina here points at it on every map and chart.
function pointing(node, code) {
  if (!code) return;
  node.dataset.teryt6 = code;
  node.addEventListener("mouseenter", () => point(code));
  node.addEventListener("mouseleave", () => point(null));
}

function point(code) {
  maps().forEach((map) => map.hover(code));
  mark(code);
}

function mark(code) {
  for (const node of document.querySelectorAll(".ao-pointed")) node.classList.remove("ao-pointed");
  if (!code) return;
  for (const node of document.querySelectorAll(`.ao-chart [data-teryt6="${CSS.escape(code)}"], tr[data-teryt6="${CSS.escape(code)}"]`)) {
    node.classList.add("ao-pointed");
  }
}
picture.pointed = mark;

// A table whose headings are buttons; the order is kept while the page stays open.
function sortable(key, caption, columns, rows, cells, render, chosen = () => false) {
  const table = el("table", "ao-table");
  table.append(el("caption", "", caption));
  const order = sorting.get(key);
  const head = el("tr");
  columns.forEach((column, index) => {
    const th = el("th", column.number ? "ao-number" : "");
    th.scope = "col";
    const down = order?.column === index ? order.down : null;
    if (column.still) {
      th.textContent = column.name;
      head.append(th);
      return;
    }
    th.setAttribute("aria-sort", down === null ? "none" : down ? "descending" : "ascending");
    const button = el("button", "ao-sort", column.name);
    button.type = "button";
    button.dataset.focus = `sort${key}${index}`;
    button.append(Object.assign(el("span", "ao-arrow", down === null ? "↕" : down ? "↓" : "↑"), { ariaHidden: "true" }));
    button.addEventListener("click", () => {
      sorting.set(key, { column: index, down: down === null ? Boolean(column.number) : !down });
      render();
      document.querySelector(`[data-focus="${CSS.escape(`sort${key}${index}`)}"]`)?.focus();
    });
    th.append(button);
    head.append(th);
  });
  const thead = el("thead");
  thead.append(head);
  const body = el("tbody");
  for (const row of sorted(rows, columns, order)) {
    const tr = el("tr", chosen(row) ? "ao-chosen" : "");
    tr.append(...cells(row));
    pointing(tr, row.key);
    body.append(tr);
  }
  table.append(thead, body);
  return table;
}

function sorted(rows, columns, order) {
  if (!order) return rows;
  const { read } = columns[order.column];
  const compare = (a, b) => {
    const [x, y] = [read(a), read(b)];
    return typeof x === "string" ? x.localeCompare(y, "pl") : x - y;
  };
  // what has no figure stands last either way
  const mixed = (a, b) => (typeof read(b) === "number") - (typeof read(a) === "number");
  return [...rows].sort((a, b) => mixed(a, b) || (order.down ? -compare(a, b) : compare(a, b)));
}

