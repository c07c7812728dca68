// Blocks of a screen, one function for each kind; each returns nodes.

const blockKinds = {
  heading: headingBlock,
  text: textBlock,
  cards: cardsBlock,
  links: linksBlock,
  table: tableBlock,
  lines: (data) => [chart(data, drawLines)],
  bars: (data) => [barsBlock(data)],
  ranges: (data) => [rangesBlock(data)],
  scatter: (data) => [chart(data, drawScatter)],
  gallery: galleryBlock,
};

const block = (data) => blockKinds[data.kind](data);

function headingBlock({ title, subtitle, notice }) {
  const nodes = [el("h1", "", title)];
  if (subtitle) nodes.push(el("p", "ao-subtitle", subtitle));
  if (notice.length) {
    const notes = el("div", "ao-notice");
    notes.setAttribute("role", "status");
    notes.append(...notice.map((text) => el("p", "", text)));
    nodes.push(notes);
  }
  return nodes;
}

function textBlock({ title, sentences, listed, anchor }) {
  const nodes = title ? [anchored(el("h2", "", title), anchor)] : [];
  if (listed) nodes.push(list(sentences));
  else nodes.push(...sentences.map((text) => el("p", title ? "" : "ao-sentence", text)));
  return nodes;
}

function cardsBlock({ cards }) {
  const box = el("dl", "ao-cards");
  for (const [name, value, unit, told] of cards) {
    const card = el("div", "ao-card");
    const figure = el("dd", "ao-card-value", value);
    if (unit) figure.append(el("small", "", ` ${unit}`));
    card.append(el("dt", "", name), figure, el("dd", "ao-card-told", told));
    box.append(card);
  }
  return [box];
}

function linksBlock({ text, links, files }) {
  const box = el("p", "ao-downloads");
  if (text) box.append(el("span", "", text));
  for (const link of links) {
    const node = link.parameters ? choiceButton(link) : linkTo(link);
    node.className = "ao-download";
    if (files) node.setAttribute("download", "");
    box.append(node);
  }
  return [box];
}

// Only addresses of this dashboard and web pages are followed, whatever the data say.
function linkTo({ text, href }) {
  const node = el("a", "", text);
  if (/^(\/|https?:\/\/)/.test(href)) node.href = href;
  if (/^http/.test(href)) Object.assign(node, { target: "_blank", rel: "noopener noreferrer" });
  return node;
}

const LONG = 60; // letters; a sentence, which on a phone needs a column of some width

function tableBlock(data) {
  const { title, text, columns, rows, numeric, keys, shut, chosen, still, turned, wordy, anchor } = data;
  const box = el("div", `ao-table-box ao-scroll${turned ? " ao-turned" : wordy ? " ao-wordy" : ""}`);
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", title);
  const heads = columns.map((name, index) => ({ name, number: numeric.includes(index), still: still?.includes(index), read: (row) => comparable(row[index]) }));
  const keyed = rows.map((row, index) => Object.assign([...row], { key: keys[index] }));
  const cells = (row) =>
    row.map((cell, index) => {
      const node = el(index ? "td" : "th", numeric.includes(index) ? "ao-number" : "");
      if (!index) node.scope = "row";
      fillCell(node, cell);
      if (cellText(cell).length > LONG) node.classList.add("ao-long");
      return node;
    });
  const render = () => box.replaceChildren(sortable(title, title, heads, keyed, cells, render, (row) => Boolean(chosen) && row.key === chosen));
  render();
  const nodes = text ? [el("p", "", text), box] : [box];
  if (!shut) return [anchored(el("h2", "", title), anchor), ...nodes];
  const details = el("details", "ao-shut");
  details.append(el("summary", "", title), ...nodes);
  return [details];
}

const cellText = (cell) => (Array.isArray(cell) ? cell[0] : typeof cell === "object" ? cell.text : cell);

// Figures sort as figures though they are written in Polish.
function comparable(cell) {
  const text = cellText(cell);
  const plain = text.replace(/[\s\u00a0\u202f]/g, "").replace("\u2212", "-").replace(",", ".").replace(/[%‰]$/, "");
  return plain !== "" && !Number.isNaN(Number(plain)) ? Number(plain) : text;
}

// A cell is a text, [text, level], a link, or a choice that changes the address.
function fillCell(node, cell) {
  if (Array.isArray(cell)) {
    node.textContent = cell[0];
    node.dataset.level = cell[1];
  } else if (typeof cell === "string") node.textContent = cell;
  else if (cell.href !== undefined) node.append(linkTo(cell));
  else {
    if (cell.level !== null) node.dataset.level = cell.level;
    node.classList.toggle("ao-picked", Boolean(cell.chosen));
    if (cell.text) node.append(choiceButton(cell));
  }
}

function choiceButton({ text, parameters, label, chosen, to }) {
  const button = el("button", "ao-link", text);
  button.type = "button";
  if (label) button.setAttribute("aria-label", label);
  if (chosen) button.setAttribute("aria-current", "true");
  button.dataset.focus = `choice${JSON.stringify(parameters)}`;
  button.addEventListener("click", () => {
    picture.goal = to;
    if (chosen) goOn();
    else picture.choose(parameters);
  });
  return button;
}

function anchored(node, anchor) {
  if (anchor) Object.assign(node, { id: `ao-to-${anchor}`, tabIndex: -1 });
  return node;
}

// Whoever has chosen something that is told elsewhere on the page is taken there.
function goOn() {
  const node = picture.goal && document.getElementById(`ao-to-${picture.goal}`);
  picture.goal = "";
  if (!node) return;
  node.focus({ preventScroll: true });
  node.scrollIntoView({ block: "start" });
}
