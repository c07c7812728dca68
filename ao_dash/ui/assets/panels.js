// Panels of the page. Data in, DOM out, always through textContent.
// One message is one picture: its heading receives it and draws it wherever a place is reserved.

const TYPE_MARKS = ["●", "◐", "○"];
const CIRCLE = "#1f7a93";
const CIRCLE_NEGATIVE = "#b47a22";
const places = new Map(); // name -> node
const sorting = new Map(); // key of a table -> {column, down}

const picture = { view: null, exports: [], choose: () => {} };
window.aoPicture = picture;

const el = (tag, className = "", text) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
};
const list = (texts, className = "") => {
  const ul = el("ul", className);
  for (const text of texts) ul.append(el("li", "", text));
  return ul;
};
const maps = () => [...document.querySelectorAll("iframe")].map((frame) => frame.contentWindow?.aoMap).filter(Boolean);

export default function ({ data, parentElement, setTriggerValue }) {
  const node = parentElement.querySelector(":scope > .ao-panel") || el("section", "ao-panel");
  if (!node.parentElement) parentElement.append(node);
  if (data instanceof Uint8Array) {
    node.hidden = true;
    receive(JSON.parse(new TextDecoder().decode(data)));
    picture.choose = (gmina) => setTriggerValue("gmina", gmina);
  } else if (data.part === "tables") fill(node, tables(data));
  else if (data.part === "place") {
    places.set(data.name, node);
    node.classList.add(`ao-panel-${data.name}`);
    if (picture.view) draw(data.name);
  }
}

function receive({ view, exports }) {
  Object.assign(picture, { view: readView(view), exports });
  for (const map of maps()) map.paint(picture.view);
  for (const name of places.keys()) draw(name);
}

function readView(view) {
  const rows = view.rows.map(([code, name, type, shown, index, text, rank, status, number, size, projects, notes]) => (
    { code, name, type, shown, index, text, rank, status, number, size, projects, notes }
  ));
  const byCode = Object.fromEntries(rows.map((row) => [row.code, row]));
  return { ...view, byCode, shown: rows.filter((row) => row.shown) };
}

const parts = { heading, board, sheet };
const draw = (name) => fill(places.get(name), parts[name](picture.view));

// Replace what a panel shows; what had the focus keeps it.
function fill(node, children) {
  const focused = node.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  node.replaceChildren(...children);
  if (focused) node.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
}

// --- heading -----------------------------------------------------------------------------------

function heading(view) {
  const nodes = [el("h1", "", view.title), el("p", "ao-subtitle", view.subtitle)];
  if (view.filters) nodes.push(el("p", "ao-filters", `Filtr: ${view.filters}`));
  if (view.notice.length) {
    const notes = el("div", "ao-notice");
    notes.setAttribute("role", "status");
    notes.append(...view.notice.map((text) => el("p", "", text)));
    nodes.push(notes);
  }
  return nodes;
}

// --- board -------------------------------------------------------------------------------------

function board(view) {
  const cards = el("dl", "ao-cards");
  for (const [name, value, unit, told] of view.cards) {
    const card = el("div", "ao-card");
    const figure = el("dd", "ao-card-value", value);
    if (unit) figure.append(el("small", "", ` ${unit}`));
    card.append(el("dt", "", name), figure, el("dd", "ao-card-told", told));
    cards.append(card);
  }
  if (view.form === "empty") return [cards];
  const order = el("ol", "ao-ranking");
  const longest = Math.max(...view.shown.map((row) => row.text.length));
  order.style.setProperty("--ao-value-width", `${Math.min(longest, 14)}ch`);
  order.append(...view.shown.map((row) => rankedRow(row, view)));
  const nodes = [cards, el("h2", "", view.form === "flag" ? "Gminy" : "Ranking"), order];
  if (view.area !== null) nodes.push(el("p", "ao-hint", "│ wartość całej Aglomeracji Opolskiej"));
  return nodes;
}

function rankedRow(row, view) {
  const chosen = row.code === view.selected;
  const item = el("li", chosen ? "ao-chosen" : "");
  const button = gminaButton(row, view, "ao-rank-row", "r");
  const track = el("span", "ao-track");
  track.setAttribute("aria-hidden", "true");
  const [low, high] = view.scale;
  const at = (value) => ((value - low) / (high - low)) * 100;
  if (row.number !== null && high > low) {
    const bar = el("span", "ao-rank-bar");
    const plain = row.number < 0 ? CIRCLE_NEGATIVE : CIRCLE;
    const background = row.index === null ? plain : view.colours[row.index];
    const [start, end] = [at(0), at(row.number)].sort((a, b) => a - b);
    Object.assign(bar.style, { left: `${start}%`, width: `${end - start}%`, background });
    track.append(bar);
  }
  if (view.area !== null) {
    const tick = el("span", "ao-rank-tick");
    tick.style.left = `${at(view.area)}%`;
    track.append(tick);
  }
  button.append(el("span", "ao-rank", row.rank ? `${row.rank}.` : row.status ? "–" : ""), el("span", "ao-name", row.name), track, el("span", "ao-value", row.text));
  item.append(button);
  return item;
}

// A gmina anywhere: a click or Enter selects it, pointing at it shows it on the map.
function gminaButton(row, view, className, place) {
  const button = el("button", className);
  const chosen = row.code === view.selected;
  button.type = "button";
  button.dataset.focus = place + row.code;
  button.dataset.teryt6 = row.code;
  button.setAttribute("aria-pressed", String(chosen));
  button.addEventListener("click", () => picture.choose(chosen ? "" : row.code));
  button.addEventListener("mouseenter", () => maps().forEach((map) => map.hover(row.code)));
  button.addEventListener("mouseleave", () => maps().forEach((map) => map.hover(null)));
  return button;
}

// --- sheet -------------------------------------------------------------------------------------

function sheet(view) {
  const nodes = [el("p", "ao-sentence", view.sentence)];
  if (view.form !== "empty") nodes.push(downloads(view), gminaTable(view));
  return [...nodes, ...about(view)];
}

function downloads(view) {
  const box = el("p", "ao-downloads");
  box.append(el("span", "", "Pobierz pokazane wiersze:"));
  for (const [name, address] of picture.exports) {
    const link = el("a", "ao-download", name);
    link.href = `${address}?${view.query}`;
    link.setAttribute("download", "");
    box.append(link);
  }
  return box;
}

function gminaTable(view) {
  const ranked = view.form !== "flag";
  const columns = [
    ...(ranked ? [{ name: "Miejsce", read: (row) => row.rank ?? Infinity }] : []),
    { name: "Gmina", read: (row) => row.name },
    { name: "Typ", read: (row) => row.type },
    { name: view.unit ? `Wartość (${view.unit})` : "Wartość", read: (row) => row.number ?? -Infinity, number: true },
    ...(view.notes.length ? [{ name: "Uwagi", read: (row) => row.notes.join() }] : []),
  ];
  const cells = (row) => {
    const head = el("th", "ao-cell-name");
    head.scope = "row";
    const button = gminaButton(row, view, "ao-link", "t");
    button.textContent = row.name;
    head.append(button);
    const kind = el("td", "ao-cell-type");
    const mark = el("span", "ao-type-mark", TYPE_MARKS[row.type]);
    mark.setAttribute("aria-hidden", "true");
    kind.append(mark, el("span", "ao-type-word", ` ${view.types[row.type]}`));
    const notes = row.notes.map((n) => `${n + 1})`).join(" ");
    const remarks = view.notes.length ? [el("td", "ao-cell-notes", notes)] : [];
    const place = ranked ? [el("td", "ao-cell-rank", row.rank ?? "–")] : [];
    return [...place, head, kind, el("td", row.status ? "ao-status" : "ao-number", row.text), ...remarks];
  };
  const box = el("div", "ao-table-box");
  const chosen = (row) => row.code === view.selected;
  const render = () => box.replaceChildren(sortable("gminy", view.dated, columns, view.shown, cells, render, chosen));
  render();
  const key = el("p", "ao-type-key", view.types.map((name, n) => `${TYPE_MARKS[n]} ${name}`).join("  "));
  key.setAttribute("aria-hidden", "true");
  const whole = el("div");
  whole.append(box, key);
  return whole;
}

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
    th.setAttribute("aria-sort", down === null ? "none" : down ? "descending" : "ascending");
    const button = el("button", "ao-sort", column.name);
    button.type = "button";
    button.dataset.focus = `sort${key}${index}`;
    button.append(Object.assign(el("span", "ao-arrow", down === null ? "↕" : down ? "↓" : "↑"), { ariaHidden: "true" }));
    button.addEventListener("click", () => {
      sorting.set(key, { column: index, down: down === null ? Boolean(column.number) : !down });
      render();
      document.querySelector(`[data-focus="sort${key}${index}"]`)?.focus();
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
  return [...rows].sort((a, b) => (order.down ? -compare(a, b) : compare(a, b)));
}

function about(view) {
  const nodes = [];
  if (view.notes.length) {
    nodes.push(el("h2", "", "Uwagi do gmin"));
    const notes = el("ol", "ao-notes");
    for (const text of view.notes) notes.append(el("li", "", text));
    nodes.push(notes);
  }
  if (view.all.length || view.method) {
    nodes.push(el("h2", "", "Jak czytać te liczby"));
    nodes.push(list([...view.all, view.method].filter(Boolean)));
  }
  const { domain } = view;
  if (domain.name) {
    nodes.push(el("h2", "", `Dziedzina: ${domain.name}`));
    nodes.push(list([domain.missing, ...domain.known.map((text) => `Znane tylko dla jednej gminy: ${text}.`)]));
    if (view.projects.length) {
      const box = el("details", "ao-projects");
      box.append(el("summary", "", `Wspólne projekty w tej dziedzinie: ${view.projects.length}`), list(view.projects));
      nodes.push(box);
    } else if (domain.cooperation) {
      nodes.push(el("p", "", "Wspólnego projektu w tej dziedzinie nie znaleziono w źródłach."));
    }
  }
  nodes.push(el("h2", "", "Źródła"), list(view.sources, "ao-sources"));
  return nodes;
}

// --- tables ------------------------------------------------------------------------------------

function tables(data) {
  const nodes = [el("h1", "", data.title)];
  for (const group of data.groups) {
    nodes.push(el("h2", "", group.title));
    if (group.text) nodes.push(el("p", "", group.text));
    const box = el("div", "ao-table-box ao-scroll");
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", group.title);
    const columns = group.columns.map((name, index) => ({ name, read: (row) => comparable(row[index]) }));
    const cells = (row) =>
      row.map((cell, index) => {
        const node = el(index ? "td" : "th", group.classes?.[index] || "");
        if (!index) node.scope = "row";
        fillCell(node, cell);
        return node;
      });
    const render = () => box.replaceChildren(sortable(group.title, group.title, columns, group.rows, cells, render));
    render();
    nodes.push(box);
  }
  return nodes;
}

const comparable = (cell) => {
  const text = Array.isArray(cell) ? cell[0] : cell;
  return text !== "" && !Number.isNaN(Number(text)) ? Number(text).toString().padStart(15, "0") : String(text);
};

// A cell is a text, or [text, level]: a level from 0 to 4 shades it.
function fillCell(node, cell) {
  if (!Array.isArray(cell)) node.textContent = cell;
  else {
    node.textContent = cell[0];
    node.dataset.level = cell[1];
  }
}
