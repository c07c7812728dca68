// @ts-check
// A group of gminy: chosen one by one, seen together, kept by its name in this browser.
import { button, el } from "../common/dom.js";
import { changeable } from "./mode.js";
import { state } from "./state.js";

/** @import { View } from "../types/page" */

const STORE = "ao-grupy";
const SEPARATOR = ".";
const GMINA = /^\d+$/;
const HINT = "Kilka gmin naraz: Shift i kliknięcie (na telefonie przytrzymanie, z klawiatury spacja).";

/** @type {string[] | null} members that were chosen since the server has last been heard of */
let members = null;

/** The server has answered: what it says counts. */
export function heardGroup() {
  members = null;
}

/**
 * Let a gmina join the group, or leave it. Returns whether there can be a group here.
 * @param {string} code
 */
export function toggleMember(code) {
  const { view } = state;
  if (!view || !changeable()) return false;
  if (view.group?.merged && !GMINA.test(code)) return true; // the group itself
  const now = members ?? view.group?.members ?? [];
  const next = now.includes(code) ? now.filter((/** @type {string} */ one) => one !== code) : [...now, code];
  members = next;
  const name = next.length ? ownName(view) : "";
  state.choose({ grupa: `${name ? `${name}:` : ""}${next.join(SEPARATOR)}` });
  return true;
}

/** @param {View} view */
const chosenCode = ({ query }) => new URLSearchParams(query).get("grupa") ?? "";

/** @param {View} view the name that a person gave, if any */
function ownName(view) {
  const [name, codes] = chosenCode(view).split(":");
  return codes ? name : "";
}

/**
 * Let a node add its gmina to the group: by a long press or the other button, by the space bar.
 * @param {HTMLElement} node
 * @param {string} code
 */
export function joining(node, code) {
  node.addEventListener("contextmenu", (event) => toggleMember(code) && event.preventDefault());
  node.addEventListener("keydown", (event) => {
    if (event.key === " " && toggleMember(code)) event.preventDefault();
  });
  node.addEventListener("keyup", (event) => {
    if (event.key === " " && state.view) event.preventDefault(); // it would press the button
  });
}

/**
 * Say which group is chosen and what can be done with it, or how one is made.
 * @param {View} view
 */
export function groupBlock(view) {
  if (!changeable()) return [];
  const box = el("div", "ao-group");
  const { group } = view;
  if (group) box.append(...chosenGroup(view, group));
  else box.append(el("p", "ao-hint", HINT));
  const kept = readKept().filter((code) => code !== chosenCode(view));
  if (kept.length) box.append(keptGroups(kept));
  return [box];
}

/** @param {View} view @param {NonNullable<View["group"]>} group */
function chosenGroup(view, group) {
  const line = el("p", "ao-group-name");
  line.append(el("b", "", "Grupa: "), group.name);
  const act = (/** @type {string} */ text, /** @type {() => void} */ then) =>
    button(text, then, { className: "ao-action", focus: `group-${text}` });
  const ways = waysToSee(group).map(([text, choice]) => act(text, () => state.choose(choice)));
  const name = act("Nazwij i zapamiętaj", () => line.replaceWith(nameForm(view, group.members)));
  const leave = act("Usuń grupę", () => state.choose({ grupa: "", tylko: "", ...(group.merged && { teren: "" }) }));
  const acts = el("p", "ao-actions");
  acts.append(...ways, name, leave);
  return [line, acts];
}

/**
 * Return the other ways to see a group: among the others, alone, as one unit.
 * @param {NonNullable<View["group"]>} group
 * @returns {[text: string, choice: Record<string, string>][]}
 */
function waysToSee({ only, merged, members }) {
  if (only) return [["Wszystkie gminy", { tylko: "" }]];
  if (merged) return [["Osobne gminy", { teren: "" }]];
  const alone = /** @type {[string, Record<string, string>]} */ (["Tylko wybrane", { tylko: "1" }]);
  return members.length > 1 ? [alone, ["Jako jedna jednostka", { teren: "grupa" }]] : [alone];
}

/** @param {View} view @param {string[]} codes */
function nameForm(view, codes) {
  const form = el("form", "ao-group-form");
  const label = el("label", "ao-field", "Nazwa grupy");
  const input = Object.assign(el("input"), { value: ownName(view), required: true, maxLength: 40 });
  label.append(input);
  form.append(label, el("button", "ao-action ao-main", "Zapamiętaj"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = input.value.trim().replace(/\s+/g, " ");
    input.setCustomValidity(isName(name) ? "" : "Zacznij od litery; dalej litery, cyfry, odstępy, łączniki.");
    if (!form.reportValidity()) return;
    const code = `${name}:${codes.join(SEPARATOR)}`;
    keep([code, ...readKept().filter((one) => !one.startsWith(`${name}:`))]);
    state.choose({ grupa: code });
  });
  input.addEventListener("input", () => input.setCustomValidity(""));
  setTimeout(() => input.focus());
  return form;
}

/** @param {string} name */
export const isName = (name) => /^\p{L}[\p{L}\p{N} -]{0,39}$/u.test(name);

/** @param {string[]} kept */
function keptGroups(kept) {
  const line = el("p", "ao-group-kept", "Zapamiętane tutaj: ");
  for (const code of kept) {
    const [name] = code.split(":");
    const forget = () => {
      keep(readKept().filter((one) => one !== code));
      line.replaceWith(keptGroups(kept.filter((one) => one !== code)));
    };
    line.append(
      button(name, () => state.choose({ grupa: code }), { className: "ao-link", focus: `kept-${name}` }),
      button("×", forget, { className: "ao-link", label: `Zapomnij grupę ${name}`, focus: `forget-${name}` }),
    );
  }
  line.hidden = !kept.length;
  return line;
}

/** @returns {string[]} groups in the form of an address */
function readKept() {
  try {
    const kept = JSON.parse(localStorage.getItem(STORE) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string" && isName(one.split(":")[0])) : [];
  } catch {
    return []; // a browser may refuse, and anybody can write there
  }
}

/** @param {string[]} kept */
function keep(kept) {
  try {
    localStorage.setItem(STORE, JSON.stringify(kept.slice(0, 20)));
  } catch {} // the address has it anyway
}
