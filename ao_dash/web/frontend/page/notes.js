// Notes for the speaker, in a window of their own: it can stand on the other screen. The window is
// empty and belongs to this page, so it needs no network; it is written with nodes and styled by hand,
// which every policy allows.

const speaker = { page: null, from: 0, ticking: 0 };

const STYLES = {
  page: { margin: "0", padding: "2rem 2.4rem", background: "#10161a", color: "#ffffff", font: "22px/1.45 'Source Sans', system-ui, sans-serif" },
  top: { display: "flex", justifyContent: "space-between", gap: "2rem", color: "#cfd8d4", fontVariantNumeric: "tabular-nums" },
  title: { fontSize: "1.35em", lineHeight: "1.2", margin: "0.6em 0 0.3em" },
  text: { color: "#cfd8d4", margin: "0 0 0.8em" },
  note: { whiteSpace: "pre-line", fontSize: "1.15em", margin: "0", maxWidth: "60em" },
  next: { color: "#cfd8d4", borderTop: "1px solid #46525a", paddingTop: "0.8em", margin: "1.4em 0 0.8em" },
  button: { font: "inherit", fontWeight: "600", color: "#ffffff", background: "none", border: "1px solid #8fa39a", borderRadius: "8px", padding: "0.2em 1em", marginRight: "0.6em", cursor: "pointer" },
};

function openNotes() {
  const page = window.open("", "ao-notatki", "popup,width=900,height=680");
  if (!page) {
    say("Przeglądarka zablokowała drugie okno. Pozwól tej stronie otwierać okna i spróbuj jeszcze raz.");
    return;
  }
  if (speaker.page !== page) {
    Object.assign(speaker, { page, from: Date.now() });
    page.addEventListener("keydown", onNotesKey);
    clearInterval(speaker.ticking);
    speaker.ticking = setInterval(tick, 1000);
  }
  drawNotes();
  page.focus();
}

function drawNotes() {
  const { page } = speaker;
  if (!page || page.closed || !player.content) return;
  const { kroki } = shelf.told;
  const [now, next] = [kroki[player.number], kroki[player.number + 1]];
  const { document: target } = page;
  const node = (tag, style, text) => styled(target.createElement(tag), style, text);
  target.documentElement.lang = "pl";
  target.title = `Notatki: ${shelf.told.tytul}`;
  Object.assign(target.body.style, STYLES.page);
  const top = node("div", "top");
  const clock = node("span", "none");
  clock.id = "ao-clock";
  top.append(node("span", "none", `Krok ${player.number + 1} z ${kroki.length}`), clock);
  const button = (text, by) => {
    const made = node("button", "button", text);
    made.type = "button";
    made.disabled = !kroki[player.number + by];
    made.addEventListener("click", () => goTo(player.number + by));
    return made;
  };
  const main = node("main", "none");
  main.append(
    top,
    node("h1", "title", now.tytul),
    ...(now.tekst ? [node("p", "text", now.tekst)] : []),
    node("p", "note", now.notatka || "Ten krok nie ma notatki."),
    node("p", "next", next ? `Następny: ${next.tytul}` : "To ostatni krok."),
    button("← Poprzedni", -1),
    button("Następny →", 1),
  );
  target.body.replaceChildren(main);
  tick();
}

function styled(made, style, text = "") {
  made.textContent = text;
  Object.assign(made.style, STYLES[style] || {});
  return made;
}

function tick() {
  const { page } = speaker;
  if (!page || page.closed) {
    clearInterval(speaker.ticking);
    return;
  }
  const clock = page.document.getElementById("ao-clock");
  const passed = Math.floor((Date.now() - speaker.from) / 1000);
  const time = new Date().toLocaleTimeString("pl-PL", { hour: "2-digit", minute: "2-digit" });
  const two = (number) => String(number).padStart(2, "0");
  if (clock) clock.textContent = `${time} · od początku ${two(Math.floor(passed / 60))}:${two(passed % 60)}`;
}

function onNotesKey(event) {
  const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -1, PageDown: 1 }[event.key];
  if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  goTo(player.number + by);
}
