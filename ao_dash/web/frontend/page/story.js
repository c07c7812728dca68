// Stories: the one a person puts together lives in this browser, in the form of its file. The server
// draws and checks it, and keeps nothing.

const STORE = "ao-opowiesc";
const BEFORE = "ao-opowiesc-przed"; // what the last change replaced
const FORM = { format: "aglomeracja-opolska/opowiesc", wersja: 1 };
const OWN = "moja";
const STORIES = "stories";
const MOST = { steps: 40, bytes: 256000 };
const ADDRESS = "/api/v1/opowiesc";
const SHIPPED = "/api/v1/opowiesci";

const shelf = { code: null, told: null, shipped: [], faults: [], status: "", busy: false };
const kept = new Map(); // where the browser keeps nothing for us, this page does

const emptyStory = () => ({ ...FORM, tytul: "Moja opowieść", kroki: [] });
const isStep = (step) => step && ["tytul", "obraz"].every((name) => typeof step[name] === "string");
const isStory = (told) => told && typeof told.tytul === "string" && Array.isArray(told.kroki) && told.kroki.every(isStep);

function stored(name) {
  try {
    kept.set(name, localStorage.getItem(name));
  } catch {} // a browser may refuse; what this page remembers stays
  try {
    const told = JSON.parse(kept.get(name));
    return isStory(told) ? told : null;
  } catch {
    return null;
  }
}

function store(name, told) {
  kept.set(name, JSON.stringify(told));
  try {
    localStorage.setItem(name, kept.get(name));
  } catch {
    say("Przeglądarka nie pozwala pamiętać opowieści: zapisz ją do pliku, zanim zamkniesz stronę.");
  }
}

const ownStory = () => stored(STORE) || emptyStory();

// Every change can be taken back once: nothing that took time to make is lost by one click.
function keep(told) {
  store(BEFORE, ownStory());
  store(STORE, told);
}

function takeBack() {
  const before = stored(BEFORE);
  if (!before) return;
  keep(before);
  openStory(OWN, player.number, "Cofnięto ostatnią zmianę.");
}

function say(text) {
  shelf.status = text;
  const node = document.querySelector(".ao-story-status");
  if (node) node.textContent = text;
}

// --- from a story to its pictures -------------------------------------------------------------------

class Refused extends Error {
  constructor(faults) {
    super("refused");
    this.faults = faults;
  }
}

// Send a story (or the text of a file) to be checked, drawn or made into a file.
async function asked(address, body, name = "") {
  let answer;
  try {
    answer = await fetch(name ? `${address}?plik=${encodeURIComponent(name)}` : address, { method: "POST", body });
  } catch {
    throw new Refused(["Nie ma połączenia z pulpitem. Spróbuj jeszcze raz, gdy będzie."]);
  }
  if (answer.ok) return answer;
  const told = await answer.json().catch(() => null);
  throw new Refused(told?.faults?.map((fault) => fault.text) || [`Pulpit nie może teraz odpowiedzieć (${answer.status}).`]);
}

async function fileOf(code) {
  if (code === OWN) return ownStory();
  const answer = await fetch(`${SHIPPED}/${encodeURIComponent(code)}.json`).catch(() => null);
  if (!answer?.ok) throw new Refused(["Nie można teraz otworzyć tej opowieści."]);
  return answer.json();
}

let newest = 0;

// Show a story from one of its steps on; whatever was asked for before no longer matters.
async function openStory(code, number = 0, status = "") {
  const turn = (newest += 1);
  Object.assign(shelf, { code, busy: true, faults: [] });
  try {
    const told = await fileOf(code);
    const content = told.kroki.length ? await (await asked(ADDRESS, JSON.stringify(told))).json() : null;
    if (turn !== newest || picture.own !== STORIES) return;
    Object.assign(shelf, { told, busy: false });
    if (content) play(content, number);
    else showNothing();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (turn !== newest || picture.own !== STORIES) return;
    Object.assign(shelf, { told: code === OWN ? ownStory() : shelf.told, busy: false, faults: error.faults });
    showNothing();
  }
  say(status);
}

function showNothing() {
  const { faults } = shelf;
  stopPlaying();
  const first = faults.length
    ? { kind: "text", title: "", sentences: faults, listed: true, anchor: "" }
    : {
        kind: "text",
        title: "",
        sentences: [
          "Na ekranie Mapa ustaw obraz i naciśnij „Dodaj do opowieści”. Kroki zobaczysz tutaj: możesz zmienić ich kolejność i słowa, pokazać je na sali i zapisać w jednym pliku.",
          "Opowieść pamięta ta przeglądarka, a nie pulpit. Zapisz ją do pliku, żeby otworzyć ją gdzie indziej.",
        ],
        listed: false,
        anchor: "",
      };
  const title = faults.length ? "Tej opowieści nie można pokazać" : "Opowieść bez kroków";
  display({ places: { heading: [{ kind: "heading", title, subtitle: "", notice: [] }], board: [first], sheet: [] }, maps: [] });
  drawSteps();
}

// --- the screen ---------------------------------------------------------------------------------------

receivers[STORIES] = ({ stories, faults }) => {
  Object.assign(shelf, { shipped: stories, notes: faults });
  player.went = wentToStep;
  const query = new URLSearchParams(location.search);
  const asking = query.get("opowiesc");
  const known = [OWN, ...stories.map(({ code }) => code)];
  if (player.content && shelf.code && (!asking || asking === shelf.code)) {
    wentToStep();
    return;
  }
  const usual = shelf.code || (ownStory().kroki.length || !stories.length ? OWN : stories[0].code);
  const status = asking && !known.includes(asking) ? "Opowieści z adresu nie ma; pokazano inną." : "";
  player.mode = query.get("tryb") === PRESENT ? PRESENT : "";
  const step = Number.parseInt(query.get("krok"), 10) || shelf.number + 1 || 1;
  openStory(known.includes(asking) ? asking : usual, step - 1, status);
};

// The story and the step stand in the address, so that they can be opened again.
function wentToStep() {
  shelf.number = player.number;
  const query = new URLSearchParams({ opowiesc: shelf.code, krok: player.number + 1 });
  if (player.mode) query.set("tryb", player.mode);
  history.replaceState(history.state, "", `${location.pathname}?${query}`);
  drawSteps();
  drawNotes();
}

function drawSteps() {
  const node = places.get("steps");
  if (node?.isConnected) fill(node, others.steps());
}

window.addEventListener("storage", (event) => event.key === STORE && shelf.code === OWN && picture.own === STORIES && openStory(OWN, player.number));
