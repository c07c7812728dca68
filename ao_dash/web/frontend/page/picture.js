// The main screen: heading, board and sheet of one view.

const TYPE_MARKS = ["●", "◐", "○", "◆"];
const CIRCLE = "#1f7a93";
const CIRCLE_NEGATIVE = "#b47a22";

function readView(view) {
  const rows = view.rows.map(([code, name, type, shown, index, text, rank, status, number, size, projects, notes, broken]) => (
    { code, name, type, shown, index, text, rank, status, number, size, projects, notes, broken }
  ));
  const byCode = Object.fromEntries(rows.map((row) => [row.code, row]));
  return { ...view, byCode, shown: rows.filter((row) => row.shown) };
}

function heading(view) {
  const { told } = view;
  const titled = Boolean(told?.title);
  const nodes = headingBlock(titled ? { ...view, title: told.title, subtitle: `${view.title} · ${view.subtitle}` } : view);
  const subtitle = nodes.findIndex((node) => node.className === "ao-subtitle");
  if (view.filters) nodes.splice(subtitle + 1, 0, el("p", "ao-filters", `Filtr: ${view.filters}`));
  if (told?.text) nodes.splice(1, 0, el("p", "ao-told", told.text));
  if (told?.place) nodes.unshift(toldPlace(told));
  nodes.unshift(toolBar(view));
  return nodes;
}

function toldPlace({ story, place }) {
  const line = el("p", "ao-told-place", [story, place].filter(Boolean).join(" · "));
  if (!served()) return line; // a report has its own list of pictures
  for (const [mark, name, by] of [["←", "Poprzedni krok", -1], ["→", "Następny krok", 1]]) {
    const button = el("button", "ao-action", mark);
    Object.assign(button, { type: "button", title: name, disabled: !player.content.pictures[player.number + by] });
    button.setAttribute("aria-label", name);
    button.dataset.focus = name;
    button.addEventListener("click", () => goTo(player.number + by));
    line.append(button);
  }
  return line;
}

// What can be done with the whole picture.
function toolBar(view) {
  const bar = el("p", "ao-tools");
  bar.append(presentButton());
  if (served() && !view.told) bar.prepend(keepButton(view));
  return bar;
}

function board(view) {
  const [cards] = cardsBlock(view);
  if (view.form === "empty") return [cards];
  const order = el("ol", "ao-ranking");
  const longest = Math.max(...view.shown.map((row) => row.text.length));
  order.style.setProperty("--ao-value-width", `${Math.min(longest, 14)}ch`);
  order.append(...view.shown.map((row) => rankedRow(row, view)));
  const nodes = [cards, el("h2", "", view.form === "named" ? "Gminy" : "Ranking"), order];
  if (view.area !== null) nodes.push(el("p", "ao-hint", "│ wartość całej Aglomeracji Opolskiej"));
  if (view.profile) nodes.splice(1, 0, ...linksBlock({ text: "", links: [view.profile], files: false }));
  return nodes;
}

function rankedRow(row, view) {
  const chosen = row.code === view.selected;
  const item = el("li", chosen ? "ao-chosen" : "");
  const button = gminaButton(row.code, chosen, "ao-rank-row", "r");
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

function sheet(view) {
  const nodes = [el("p", "ao-sentence", view.sentence)];
  if (view.form !== "empty") nodes.push(...downloads(view), gminaTable(view));
  if (served()) nodes.push(embedding(view));
  return [...nodes, ...about(view)];
}

function downloads(view) {
  return picture.files.flatMap(([text, files]) => {
    const links = files.map(([name, path]) => ({ text: name, href: path + view.query }));
    return linksBlock({ text, links, files: true });
  });
}

function gminaTable(view) {
  const ranked = view.form !== "named";
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
    const button = gminaButton(row.code, row.code === view.selected, "ao-link", "t");
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

function about(view) {
  const nodes = [];
  if (view.notes.length) {
    nodes.push(el("h2", "", "Uwagi do gmin"));
    nodes.push(list(view.notes, "ao-notes", "ol"));
  }
  if (view.all.length || view.method) {
    nodes.push(el("h2", "", "Jak czytać te liczby"));
    nodes.push(list([...view.all, view.method].filter(Boolean)));
  }
  if (view.formula.length) {
    const [formula, places] = view.formula;
    const rounding = `Na ekranie wartości ${places}, w plikach w pełnej dokładności.`;
    nodes.push(el("h2", "", "Jak to obliczono"));
    nodes.push(list([`${formula}. W nawiasach kwadratowych są numery źródeł.`, rounding]));
  }
  const { domain } = view;
  if (domain.name) {
    nodes.push(el("h2", "", `Dziedzina: ${domain.name}`));
    const told = [domain.missing, ...domain.known.map((text) => `Znane tylko dla jednej gminy: ${text}.`)].filter(Boolean);
    if (told.length) nodes.push(list(told));
    if (view.projects.length) {
      const box = el("details", "ao-projects");
      box.append(el("summary", "", `Wspólne projekty w tej dziedzinie: ${view.projects.length}`), list(view.projects));
      nodes.push(box);
    } else if (domain.cooperation) {
      nodes.push(el("p", "", "Wspólnego projektu w tej dziedzinie nie znaleziono w źródłach."));
    }
  }
  nodes.push(el("h2", "", "Źródła"), list(view.sources, "ao-sources", "ol"));
  return nodes;
}

