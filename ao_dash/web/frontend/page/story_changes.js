// @ts-check
// Changes of one's own story, and its files.
import { el } from "../common/dom.js";
import { faultsDialog } from "./dialogs.js";
import { goTo, lastPicture } from "./player.js";
import { player, shelf } from "./state.js";
import { openStory } from "./story.js";
import { fileName, MAX_BYTES, moved, reworded, rewordedPictures } from "./story_form.js";
import { checked, made, Refused } from "./story_server.js";
import { keep, OWN, say, storyBefore } from "./story_store.js";

/** @import { Content, Story, Words } from "../types/page" */

/**
 * Change the story that is open. The pictures are here: a change of order or words asks nobody.
 * @param {Story} story the changed one
 * @param {(content: Content) => Content} change the same change of the pictures
 * @param {number} [number] step to show then
 */
function changeStory(story, change, number = player.number) {
  keep(story);
  shelf.story = story;
  if (!story.kroki.length || !player.content) {
    openStory(OWN, number);
    return;
  }
  player.content = change(player.content);
  goTo(Math.min(Math.max(number, 0), lastPicture()));
}

/**
 * Change the steps and their pictures in the same way.
 * @param {Story} story
 * @param {<Item>(items: Item[]) => Item[]} change
 * @param {number} number
 */
function changeSteps(story, change, number) {
  const changePictures = (/** @type {Content} */ content) => ({ ...content, pictures: change(content.pictures) });
  changeStory({ ...story, kroki: change(story.kroki) }, changePictures, number);
}

/** @param {Story} story @param {string} title */
export function retitle(story, title) {
  changeStory({ ...story, tytul: title }, (content) => ({ ...content, title }));
}

/** @param {Story} story @param {number} number @param {number} by */
export function moveStep(story, number, by) {
  changeSteps(story, (items) => moved(items, number, by), number + by);
  say(`Krok „${story.kroki[number].tytul}” jest teraz ${number + by + 1}.`);
}

/** @param {Story} story @param {number} number */
export function removeStep(story, number) {
  const next = Math.min(player.number, story.kroki.length - 2);
  changeSteps(story, (items) => items.filter((_, n) => n !== number), next);
  say(`Usunięto krok „${story.kroki[number].tytul}”. Możesz cofnąć tę zmianę.`);
}

/** @param {Story} story @param {number} number @param {Words} words */
export function rewordStep(story, number, words) {
  changeStory(reworded(story, number, words), (content) => rewordedPictures(content, number, words), number);
}

/**
 * Put another story in the place of one's own.
 * @param {Story} story
 * @param {string} status
 */
export function replaceOwn(story, status) {
  keep(story);
  const back = storyBefore()?.kroki.length ? " Poprzednią przywróci „Cofnij zmianę”." : "";
  openStory(OWN, 0, status + back);
}

export function takeBack() {
  const before = storyBefore();
  if (!before) return;
  keep(before);
  openStory(OWN, player.number, "Cofnięto ostatnią zmianę.");
}

// --- files ------------------------------------------------------------------------------------------

/** @param {File} file */
export async function openFile(file) {
  try {
    if (file.size > MAX_BYTES) {
      const limit = `${MAX_BYTES / 1000} kB`;
      throw new Refused([`${file.name}: plik jest większy niż ${limit}. Wybierz plik zapisany przez pulpit.`]);
    }
    say("Sprawdzam plik…");
    replaceOwn(await checked(file), `Otwarto plik ${file.name}.`);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    say("");
    faultsDialog(file.name, error.faults);
  }
}

/** @param {Story} story */
export function saveStory(story) {
  const text = JSON.stringify(story, null, 2);
  save(new Blob([text], { type: "application/json" }), `${fileName(story.tytul)}.json`);
}

/** @param {Story} story @param {"pdf" | "pptx" | "zip" | "gif" | "html"} kind */
export async function saveMade(story, kind) {
  say("Przygotowuję plik…");
  try {
    save(await made(story, kind), `${fileName(story.tytul)}.${kind}`);
    say("Plik jest gotowy.");
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    say(error.faults.join(" "));
  }
}

/** @param {Blob} blob @param {string} name */
function save(blob, name) {
  const link = Object.assign(el("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
