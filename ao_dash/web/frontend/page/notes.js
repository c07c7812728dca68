// @ts-check
// Notes for the speaker, in a window of their own: it can stand on the other screen. The window is
// empty and belongs to this page, so it needs no network; it is written with nodes and styled by hand,
// which every policy allows.
import { goTo } from "./player.js";
import { player, shelf, speaker } from "./state.js";
import { say } from "./story_store.js";

/** @type {Record<string, Partial<CSSStyleDeclaration>>} */
const STYLES = {
  page: {
    margin: "0",
    padding: "2rem 2.4rem",
    background: "#10161a",
    color: "#ffffff",
    font: "22px/1.45 'Source Sans', system-ui, sans-serif",
  },
  top: {
    display: "flex",
    justifyContent: "space-between",
    gap: "2rem",
    color: "#cfd8d4",
    fontVariantNumeric: "tabular-nums",
  },
  title: { fontSize: "1.35em", lineHeight: "1.2", margin: "0.6em 0 0.3em" },
  text: { color: "#cfd8d4", margin: "0 0 0.8em" },
  note: { whiteSpace: "pre-line", fontSize: "1.15em", margin: "0", maxWidth: "60em" },
  next: { color: "#cfd8d4", borderTop: "1px solid #46525a", paddingTop: "0.8em", margin: "1.4em 0 0.8em" },
  button: {
    font: "inherit",
    fontWeight: "600",
    color: "#ffffff",
    background: "none",
    border: "1px solid #8fa39a",
    borderRadius: "8px",
    padding: "0.2em 1em",
    marginRight: "0.6em",
    cursor: "pointer",
  },
};

/** @type {Record<string, number>} */
const KEYS = { ArrowLeft: -1, ArrowRight: 1, PageUp: -1, PageDown: 1 };

export function openNotes() {
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

/** Draw the notes of the step that is shown, if their window is open. */
export function drawNotes() {
  const { page } = speaker;
  if (!page || page.closed || !player.content || !shelf.story) return;
  const { tytul, kroki } = shelf.story;
  const [now, next] = [kroki[player.number], kroki[player.number + 1]];
  const { document: target } = page;
  /**
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {string} style
   * @param {string} [text]
   */
  const node = (tag, style, text = "") => {
    const made = target.createElement(tag);
    made.textContent = text;
    Object.assign(made.style, STYLES[style]);
    return made;
  };
  const step = (/** @type {string} */ text, /** @type {number} */ by) => {
    const made = node("button", "button", text);
    Object.assign(made, { type: "button", disabled: !kroki[player.number + by] });
    made.addEventListener("click", () => goTo(player.number + by));
    return made;
  };
  target.documentElement.lang = "pl";
  target.title = `Notatki: ${tytul}`;
  Object.assign(target.body.style, STYLES.page);
  const clock = node("span", "clock");
  clock.id = "ao-clock";
  const top = node("div", "top");
  top.append(node("span", "place", `Krok ${player.number + 1} z ${kroki.length}`), clock);
  const main = node("main", "main");
  main.append(top, node("h1", "title", now.tytul));
  if (now.tekst) main.append(node("p", "text", now.tekst));
  main.append(
    node("p", "note", now.notatka || "Ten krok nie ma notatki."),
    node("p", "next", next ? `Następny: ${next.tytul}` : "To ostatni krok."),
    step("← Poprzedni", -1),
    step("Następny →", 1),
  );
  target.body.replaceChildren(main);
  tick();
}

function tick() {
  const { page } = speaker;
  if (!page || page.closed) {
    clearInterval(speaker.ticking);
    return;
  }
  const clock = page.document.getElementById("ao-clock");
  if (clock) clock.textContent = clockText(new Date(), Date.now() - speaker.from);
}

/**
 * Return the time of day and how long one has been speaking.
 * @param {Date} now
 * @param {number} passed milliseconds
 */
export function clockText(now, passed) {
  const seconds = Math.floor(passed / 1000);
  const time = now.toLocaleTimeString("pl-PL", { hour: "2-digit", minute: "2-digit" });
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${time} · od początku ${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}

/** @param {KeyboardEvent} event */
function onNotesKey(event) {
  const by = KEYS[event.key];
  if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  goTo(player.number + by);
}
