// @ts-check
// Buttons and dialogs of stories.
import { button, el, list } from "../common/dom.js";
import { linkTo } from "./links.js";
import { plainWords } from "./story_form.js";
/** @import { Step, Words } from "../types/page" */

/**
 * Make a button that does something with a story.
 * @param {string} text
 * @param {() => void} act
 * @param {string} [className]
 */
export function action(text, act, className = "") {
  return button(text, act, { className: `ao-action ${className}`.trim(), focus: `do-${text}` });
}

/**
 * Put actions that belong together beside each other.
 * @param {string} label
 * @param {...HTMLElement} nodes
 */
export function actionBar(label, ...nodes) {
  const box = el("p", "ao-actions");
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", label);
  box.append(...nodes);
  return box;
}

/**
 * @param {string} className
 * @param {string} title
 * @param {...HTMLElement} nodes
 */
function dialog(className, title, ...nodes) {
  const box = el("dialog", `ao-dialog ${className}`);
  const name = el("h2", "", title);
  name.id = "ao-dialog-title";
  box.setAttribute("aria-labelledby", name.id);
  box.append(name, ...nodes);
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  box.addEventListener("close", () => {
    box.remove();
    before?.focus?.();
  });
  box.addEventListener("keydown", (event) => event.stopPropagation()); // Streamlit has keys of its own
  document.body.append(box);
  box.showModal();
  return box;
}

/**
 * Say what is wrong with a file.
 * @param {string} name
 * @param {string[]} faults
 */
export function faultsDialog(name, faults) {
  const intro = el("p", "", "Niczego nie zmieniono. Co jest nie tak i co zrobić:");
  const shut = action("Zamknij", () => box.close());
  const box = dialog("ao-faults", `Nie można otworzyć pliku ${name}`, intro, list(faults), shut);
  shut.focus();
}

/** @type {["tytul" | "tekst" | "notatka", string, number, number][]} name, label, letters, rows */
const FIELDS_OF_A_STEP = [
  ["tytul", "Tytuł: co widać i co z tego wynika", 90, 2],
  ["tekst", "Tekst na ekranie (nieobowiązkowy)", 240, 3],
  ["notatka", "Notatka tylko dla mówiącego (nieobowiązkowa)", 2000, 5],
];

/**
 * Say below a field how many letters it has of how many it may; one with more is not taken, nor cut.
 * @param {HTMLInputElement | HTMLTextAreaElement} input
 * @param {number} most
 */
export function letterCount(input, most) {
  const note = el("small", "ao-count");
  note.id = `ao-count-${input.name}`;
  input.setAttribute("aria-describedby", note.id);
  const count = () => {
    const over = [...input.value.trim()].length - most;
    note.textContent = `${most + over} z ${most} znaków${over > 0 ? `: skróć o ${over}` : ""}`;
    input.setCustomValidity(over > 0 ? note.textContent : "");
  };
  input.addEventListener("input", count);
  count();
  return note;
}

/**
 * Ask for the words of a step.
 * @param {string} title
 * @param {string} done text of the button
 * @param {Partial<Step>} step its words until now
 * @param {(words: Words) => void} take called with the new ones
 */
export function stepDialog(title, done, step, take) {
  const form = el("form");
  form.method = "dialog";
  const fields = FIELDS_OF_A_STEP.map(([name, text, most, rows]) => {
    const label = el("label", "ao-field", text);
    const value = step[name] || "";
    const input = Object.assign(el("textarea"), { name, rows, value, required: name === "tytul" });
    label.append(input);
    form.append(label, letterCount(input, most));
    return input;
  });
  const cancel = action("Anuluj", () => box.close());
  form.append(actionBar("Co dalej", el("button", "ao-action ao-main", done), cancel));
  form.addEventListener("submit", (event) => {
    const [tytul, tekst, notatka] = fields.map((input) => plainWords(input.value, input.name === "notatka"));
    if (tytul)
      setTimeout(() => take({ tytul, tekst, notatka })); // when the dialog is gone
    else {
      event.preventDefault();
      fields[0].focus();
    }
  });
  const box = dialog("ao-step-words", title, form);
  fields[0].select();
}

/**
 * Say something at the edge of the page, with a way to the stories if `href` is there.
 * @param {string} text
 * @param {string} [href]
 */
export function notice(text, href = "") {
  document.querySelector(".ao-toast")?.remove();
  const box = el("p", "ao-toast");
  box.setAttribute("role", "status");
  box.append(el("span", "", text));
  if (href) box.append(linkTo({ text: "Otwórz opowieść", href }));
  box.append(action("Zamknij", () => box.remove()));
  document.body.append(box);
}
