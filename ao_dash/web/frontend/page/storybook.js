// The steps of a story, with what can be done with each and with the whole; and the words of a step.

others.steps = () => {
  const { told, code } = shelf;
  const nodes = [storyChoice()];
  if (told) {
    if (code === OWN) nodes.push(titleField(told));
    if (told.kroki.length) nodes.push(stepList(told), showBar(), fileBar(told));
  }
  nodes.push(ownBar());
  const status = el("p", "ao-story-status", shelf.status);
  status.setAttribute("role", "status");
  nodes.push(status);
  if (shelf.notes?.length) nodes.push(el("p", "", "Plików z folderu opowieści, których nie można pokazać:"), list(shelf.notes));
  return nodes;
};

function action(text, act, className = "") {
  const button = el("button", `ao-action ${className}`.trim(), text);
  button.type = "button";
  button.dataset.focus = `do-${text}`;
  button.addEventListener("click", act);
  return button;
}

function bar(label, ...nodes) {
  const box = el("p", "ao-actions");
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", label);
  box.append(...nodes);
  return box;
}

function storyChoice() {
  const label = el("label", "ao-field", "Opowieść");
  const select = el("select");
  select.dataset.focus = "story";
  select.append(new Option(`${ownStory().tytul} (${ownStory().kroki.length})`, OWN));
  for (const { code, title } of shelf.shipped) select.append(new Option(title, code));
  select.value = shelf.code;
  select.addEventListener("change", () => openStory(select.value));
  label.append(select);
  return label;
}

function titleField(told) {
  const label = el("label", "ao-field", "Tytuł opowieści");
  const input = Object.assign(el("input"), { type: "text", value: told.tytul, maxLength: 90, required: true });
  input.dataset.focus = "title";
  input.addEventListener("change", () => {
    const title = input.value.trim();
    if (title) changeStory({ ...told, tytul: title }, (content) => ({ ...content, title }));
  });
  label.append(input);
  return label;
}

function stepList(told) {
  const box = el("ol", "ao-steps");
  told.kroki.forEach((step, number) => {
    const item = el("li", number === player.number ? "ao-chosen" : "");
    const name = action(step.tytul, () => goTo(number), "ao-step-name");
    name.dataset.focus = `step${number}`;
    if (number === player.number) name.setAttribute("aria-current", "step");
    item.append(name);
    if (shelf.code === OWN && number === player.number) item.append(stepTools(told, number));
    box.append(item);
  });
  return box;
}

function stepTools(told, number) {
  const tools = el("span", "ao-step-tools");
  const tool = (mark, name, act, off = false) => {
    const button = action(mark, act);
    button.setAttribute("aria-label", `${name}: ${told.kroki[number].tytul}`);
    Object.assign(button, { title: name, disabled: off });
    button.dataset.focus = `${mark}${number}`;
    tools.append(button);
  };
  tool("↑", "Wyżej", () => moveStep(told, number, -1), number === 0);
  tool("↓", "Niżej", () => moveStep(told, number, 1), number === told.kroki.length - 1);
  tool("✎", "Zmień słowa", () => stepDialog("Słowa kroku", "Zapisz", told.kroki[number], (words) => rewordStep(told, number, words)));
  tool("✕", "Usuń", () => removeStep(told, number));
  return tools;
}

function showBar() {
  return bar("Pokaz", action("Pokaż", () => present(true), "ao-main"), action("Notatki w drugim oknie", openNotes));
}

function fileBar(told) {
  return bar(
    "Pliki",
    action("Zapisz plik", () => save(new Blob([JSON.stringify(told, null, 2)], { type: "application/json" }), `${fileName(told.tytul)}.json`)),
    action("PDF", () => saveMade(told, "pdf")),
    action("Strona HTML", () => saveMade(told, "html")),
  );
}

function ownBar() {
  const input = Object.assign(el("input", "ao-file"), { type: "file", accept: ".json,application/json", tabIndex: -1 });
  input.setAttribute("aria-label", "Plik opowieści");
  input.addEventListener("change", () => input.files[0] && openFile(input.files[0]));
  const nodes = [action("Otwórz plik…", () => input.click()), input];
  if (shelf.code !== OWN && shelf.told) nodes.push(action("Kopia do zmian", () => replaceOwn(shelf.told, "To jest Twoja kopia.")));
  else if (ownStory().kroki.length) nodes.push(action("Nowa", () => replaceOwn(emptyStory(), "Zaczęto nową opowieść.")));
  if (stored(BEFORE)) nodes.push(action("Cofnij zmianę", takeBack));
  return bar("Moja opowieść", ...nodes);
}

// --- changes --------------------------------------------------------------------------------------------

// The pictures are here: a change of order or words asks nobody.
function changeStory(told, change, number = player.number) {
  keep(told);
  shelf.told = told;
  if (!told.kroki.length || !player.content) {
    openStory(OWN, number);
    return;
  }
  player.content = change(player.content);
  goTo(Math.min(Math.max(number, 0), lastPicture()));
}

function changeSteps(told, change, number) {
  const changed = { ...told, kroki: change([...told.kroki]) };
  changeStory(changed, (content) => ({ ...content, pictures: change([...content.pictures]) }), number);
}

function moveStep(told, number, by) {
  const swap = (listed) => {
    [listed[number], listed[number + by]] = [listed[number + by], listed[number]];
    return listed;
  };
  changeSteps(told, swap, number + by);
  say(`Krok „${told.kroki[number].tytul}” jest teraz ${number + by + 1}.`);
}

function removeStep(told, number) {
  changeSteps(told, (listed) => listed.filter((_, n) => n !== number), Math.min(player.number, told.kroki.length - 2));
  say(`Usunięto krok „${told.kroki[number].tytul}”. Możesz cofnąć tę zmianę.`);
}

function rewordStep(told, number, words) {
  const kroki = told.kroki.map((step, n) => (n === number ? { ...step, ...words } : step));
  const reworded = (one, n) => (n === number ? { ...one, title: words.tytul, text: words.tekst } : one);
  changeStory({ ...told, kroki }, (content) => ({ ...content, pictures: content.pictures.map(reworded) }), number);
}

function replaceOwn(told, status) {
  keep(told);
  openStory(OWN, 0, ownBefore(status));
}

const ownBefore = (status) => (stored(BEFORE)?.kroki.length ? `${status} Poprzednią przywróci „Cofnij zmianę”.` : status);

// --- files ------------------------------------------------------------------------------------------------

async function openFile(file) {
  try {
    if (file.size > MOST.bytes) throw new Refused([`${file.name}: plik jest większy niż ${MOST.bytes / 1000} kB. Wybierz plik zapisany przez pulpit.`]);
    say("Sprawdzam plik…");
    const answer = await asked(ADDRESS, file, file.name);
    replaceOwn((await answer.json()).story, `Otwarto plik ${file.name}.`);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    say("");
    faultsDialog(file.name, error.faults);
  }
}

async function saveMade(told, kind) {
  say("Przygotowuję plik…");
  try {
    const answer = await asked(`${ADDRESS}.${kind}`, JSON.stringify(told));
    save(await answer.blob(), `${fileName(told.tytul)}.${kind}`);
    say("Plik jest gotowy.");
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    say(error.faults.join(" "));
  }
}

function save(blob, name) {
  const link = Object.assign(el("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function fileName(title) {
  const bare = title.toLowerCase().replaceAll("ł", "l").normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  return `ao_opowiesc_${(bare.match(/[a-z0-9]+/g) || ["bez_tytulu"]).join("_").slice(0, 60)}`;
}

// --- dialogs ------------------------------------------------------------------------------------------------

function dialog(className, title, ...nodes) {
  const box = el("dialog", `ao-dialog ${className}`);
  const name = el("h2", "", title);
  name.id = "ao-dialog-title";
  box.setAttribute("aria-labelledby", name.id);
  box.append(name, ...nodes);
  const before = document.activeElement;
  box.addEventListener("close", () => {
    box.remove();
    before?.focus?.();
  });
  box.addEventListener("keydown", (event) => event.stopPropagation()); // Streamlit has keys of its own
  document.body.append(box);
  box.showModal();
  return box;
}

function faultsDialog(name, faults) {
  const told = el("p", "", "Niczego nie zmieniono. Co jest nie tak i co zrobić:");
  const shut = action("Zamknij", () => box.close());
  const box = dialog("ao-faults", `Nie można otworzyć pliku ${name}`, told, list(faults), shut);
  shut.focus();
}

const FIELDS_OF_A_STEP = [
  ["tytul", "Tytuł: co widać i co z tego wynika", 90, 2],
  ["tekst", "Tekst na ekranie (nieobowiązkowy)", 240, 3],
  ["notatka", "Notatka tylko dla mówiącego (nieobowiązkowa)", 2000, 5],
];

function stepDialog(title, done, step, take) {
  const form = el("form");
  form.method = "dialog";
  const fields = FIELDS_OF_A_STEP.map(([name, told, most, rows]) => {
    const label = el("label", "ao-field", told);
    const input = Object.assign(el("textarea"), { name, rows, maxLength: most, value: step[name] || "", required: name === "tytul" });
    label.append(input);
    form.append(label);
    return input;
  });
  const send = el("button", "ao-action ao-main", done);
  const cancel = action("Anuluj", () => box.close());
  form.append(bar("Co dalej", send, cancel));
  form.addEventListener("submit", (event) => {
    const words = Object.fromEntries(fields.map((input) => [input.name, plainWords(input.value, input.name === "notatka")]));
    if (!words.tytul) {
      event.preventDefault();
      fields[0].focus();
      return;
    }
    setTimeout(() => take(words)); // when the dialog is gone
  });
  const box = dialog("ao-step-words", title, form);
  fields[0].select();
}

// What stands on one line, and without signs that a file may not hold.
function plainWords(text, several) {
  const lines = several ? text.replace(/\r\n?/g, "\n") : text.replace(/\s*[\r\n]+\s*/g, " ");
  return lines.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f]|\p{Cs}/gu, "").trim();
}

// --- on the map -----------------------------------------------------------------------------------------------

function keepButton(view) {
  const button = el("button", "ao-present ao-keep", "Dodaj do opowieści");
  button.type = "button";
  button.title = "Zapamiętaj ten obraz jako krok opowieści";
  button.dataset.focus = "keep";
  button.addEventListener("click", () => {
    const own = ownStory();
    if (own.kroki.length >= MOST.steps) {
      notice(`Opowieść ma już ${MOST.steps} kroków. Zacznij drugą na ekranie Opowieść.`);
      return;
    }
    const query = new URLSearchParams(view.query);
    query.delete("tryb");
    stepDialog("Nowy krok opowieści", "Dodaj krok", { tytul: view.dated.slice(0, 90) }, (words) => {
      const before = ownStory(); // another window may have added one meanwhile
      keep({ ...before, kroki: [...before.kroki, { ...words, obraz: query.toString() }] });
      notice(`Dodano krok ${before.kroki.length + 1} do opowieści „${before.tytul}”.`, "/opowiesc?opowiesc=moja");
    });
  });
  return button;
}

function notice(text, href = "") {
  document.querySelector(".ao-toast")?.remove();
  const box = el("p", "ao-toast");
  box.setAttribute("role", "status");
  box.append(el("span", "", text));
  if (href) box.append(linkTo({ text: "Otwórz opowieść", href }));
  box.append(action("Zamknij", () => box.remove()));
  document.body.append(box);
}
