// @ts-check
// On the map: the picture becomes a step of one's own story.
import { button } from "../common/dom.js";
import { notice, stepDialog } from "./dialogs.js";
import { MAX_STEPS, withStep } from "./story_form.js";
import { keep, ownStory, REFUSED } from "./story_store.js";
/** @import { View } from "../types/page" */

/** @param {View} view */
export function keepButton(view) {
  const title = "Zapamiętaj ten obraz jako krok opowieści";
  return button("Dodaj do opowieści", () => keepStep(view), { className: "ao-present ao-keep", title, focus: "keep" });
}

/** As many whole words as a title may have. @param {string} text */
const wholeWords = (text) => /^.{0,90}(?!\S)/su.exec(text)?.[0] ?? "";

/** @param {View} view */
function keepStep(view) {
  if (ownStory().kroki.length >= MAX_STEPS) {
    notice(`Opowieść ma już ${MAX_STEPS} kroków. Zacznij drugą na ekranie Opowieść.`);
    return;
  }
  const query = new URLSearchParams(view.query);
  query.delete("tryb");
  stepDialog("Nowy krok opowieści", "Dodaj krok", { tytul: wholeWords(view.dated) }, (words) => {
    const story = ownStory(); // another window may have added one meanwhile
    const kept = keep(withStep(story, { ...words, obraz: query.toString() }));
    const added = `Dodano krok ${story.kroki.length + 1} do opowieści „${story.tytul}”.`;
    if (kept) notice(added, "/opowiesc?opowiesc=moja");
    else notice(`${REFUSED} Ekran Opowieść otwórz z menu, nie na nowo.`);
  });
}
