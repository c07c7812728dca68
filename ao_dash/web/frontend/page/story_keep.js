// @ts-check
// What a screen shows becomes a step of one's own story.
import { button } from "../common/dom.js";
import { headingOf } from "./blocks.js";
import { notice, stepDialog } from "./dialogs.js";
import { usualAddress } from "./embed.js";
import { state } from "./state.js";
import { MAX_STEPS, withStep } from "./story_form.js";
import { keep, ownStory, REFUSED } from "./story_store.js";

export function keepButton() {
  const title = "Zapamiętaj ten obraz jako krok opowieści";
  return button("Dodaj do opowieści", keepStep, { className: "ao-present ao-keep", title, focus: "keep" });
}

/** As many whole words as a title may have. @param {string} text */
const wholeWords = (text) => /^.{0,90}(?!\S)/su.exec(text)?.[0] ?? "";

function keepStep() {
  if (ownStory().kroki.length >= MAX_STEPS) {
    notice(`Opowieść ma już ${MAX_STEPS} kroków. Zacznij drugą na ekranie Opowieść.`);
    return;
  }
  const address = usualAddress();
  const name = state.view?.dated ?? headingOf(state.blocks.heading).title; // can be changed
  stepDialog("Nowy krok opowieści", "Dodaj krok", { tytul: wholeWords(name) }, (words) => {
    const story = ownStory(); // another window may have added one meanwhile
    const kept = keep(withStep(story, { ...words, obraz: address }));
    const added = `Dodano krok ${story.kroki.length + 1} do opowieści „${story.tytul}”.`;
    if (kept) notice(added, "/opowiesc?opowiesc=moja");
    else notice(`${REFUSED} Ekran Opowieść otwórz z menu, nie na nowo.`);
  });
}
