// @ts-check
// The panel of a story: its steps, with what can be done with each and with the whole.
import { button, el, list } from "../common/dom.js";
import { action, actionBar, letterCount, stepDialog } from "./dialogs.js";
import { openNotes } from "./notes.js";
import { goTo } from "./player.js";
import { present } from "./present.js";
import { player, shelf } from "./state.js";
import { openStory } from "./story.js";
import * as change from "./story_changes.js";
import { emptyStory } from "./story_form.js";
import { OWN, ownStory, storyBefore } from "./story_store.js";
/** @import { Story } from "../types/page" */

export function steps() {
  const { story, code, notes } = shelf;
  const nodes = [storyChoice()];
  if (story) {
    if (code === OWN) nodes.push(titleField(story));
    if (story.kroki.length) nodes.push(stepList(story), showBar(), fileBar(story));
  }
  nodes.push(ownBar());
  const status = el("p", "ao-story-status", shelf.status);
  status.setAttribute("role", "status");
  nodes.push(status);
  if (notes.length) nodes.push(el("p", "", "Plików z folderu opowieści, których nie można pokazać:"), list(notes));
  return nodes;
}

/** @returns {HTMLElement} */
function storyChoice() {
  const label = el("label", "ao-field", "Opowieść");
  const select = el("select");
  select.dataset.focus = "story";
  const own = ownStory();
  select.append(new Option(`${own.tytul} (${own.kroki.length})`, OWN));
  for (const { code, title } of shelf.shipped) select.append(new Option(title, code));
  select.value = shelf.code ?? OWN;
  select.addEventListener("change", () => openStory(select.value));
  label.append(select);
  return label;
}

/** @param {Story} story */
function titleField(story) {
  const label = el("label", "ao-field", "Tytuł opowieści");
  const input = Object.assign(el("input"), { type: "text", name: "opowiesc", value: story.tytul, required: true });
  input.dataset.focus = "title";
  input.addEventListener("change", () => {
    const title = input.value.trim();
    if (title && input.reportValidity()) change.retitle(story, title);
  });
  label.append(input, letterCount(input, 90));
  return label;
}

/** @param {Story} story */
function stepList(story) {
  const box = el("ol", "ao-steps");
  story.kroki.forEach((step, number) => {
    const shown = number === player.number;
    const item = el("li", shown ? "ao-chosen" : "");
    const look = { className: "ao-action ao-step-name", focus: `step${number}` };
    const name = button(step.tytul, () => goTo(number), look);
    if (shown) name.setAttribute("aria-current", "step");
    item.append(name);
    if (shelf.code === OWN && shown) item.append(stepTools(story, number));
    box.append(item);
  });
  return box;
}

/** @param {Story} story @param {number} number */
function stepTools(story, number) {
  const step = story.kroki[number];
  const tools = el("span", "ao-step-tools");
  const tool = (
    /** @type {string} */ mark,
    /** @type {string} */ name,
    /** @type {() => void} */ act,
    disabled = false,
  ) => {
    const label = `${name}: ${step.tytul}`;
    tools.append(button(mark, act, { className: "ao-action", label, title: name, focus: mark + number, disabled }));
  };
  const reword = () => stepDialog("Słowa kroku", "Zapisz", step, (words) => change.rewordStep(story, number, words));
  tool("↑", "Wyżej", () => change.moveStep(story, number, -1), number === 0);
  tool("↓", "Niżej", () => change.moveStep(story, number, 1), number === story.kroki.length - 1);
  tool("✎", "Zmień słowa", reword);
  tool("✕", "Usuń", () => change.removeStep(story, number));
  return tools;
}

function showBar() {
  const show = action("Pokaż", () => present(true), "ao-main");
  return actionBar("Pokaz", show, action("Notatki w drugim oknie", openNotes));
}

/** @param {Story} story */
function fileBar(story) {
  return actionBar(
    "Pliki",
    action("Zapisz plik", () => change.saveStory(story)),
    action("PDF", () => change.saveMade(story, "pdf")),
    action("PPTX", () => change.saveMade(story, "pptx")),
    action("Obrazy ZIP", () => change.saveMade(story, "zip")),
    action("Animacja GIF", () => change.saveMade(story, "gif")),
    action("Strona HTML", () => change.saveMade(story, "html")),
  );
}

function ownBar() {
  const { code, story } = shelf;
  const input = Object.assign(el("input", "ao-file"), { type: "file", accept: ".json,application/json", tabIndex: -1 });
  input.setAttribute("aria-label", "Plik opowieści");
  input.addEventListener("change", () => input.files?.[0] && change.openFile(input.files[0]));
  const nodes = [action("Otwórz plik…", () => input.click()), input];
  if (code !== OWN && story) {
    nodes.push(action("Kopia do zmian", () => change.replaceOwn(story, "To jest Twoja kopia.")));
  } else if (ownStory().kroki.length) {
    nodes.push(action("Nowa", () => change.replaceOwn(emptyStory(), "Zaczęto nową opowieść.")));
  }
  if (storyBefore()) nodes.push(action("Cofnij zmianę", change.takeBack));
  return actionBar("Moja opowieść", ...nodes);
}
