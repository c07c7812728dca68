// The player: pictures that are all here, shown one after another. What a screen asks the server for
// is found among them: another gmina, another year, the next picture.

const player = { content: null, number: 0, frame: null, gmina: null, mode: "", went: () => {} };
const RUNNING = ["INPUT", "SELECT", "TEXTAREA"]; // they use arrow keys themselves

// What is said of a year is what differs from the picture itself.
function framesOf(one) {
  one.frames ||= one.years.map((year) => ({ ...one.view, ...year }));
  return one.frames;
}

// The picture with a gmina selected: its mark on the legend stands where its value does.
function withChoice(view, gmina) {
  const query = new URLSearchParams(view.query);
  query.delete("tryb");
  if (gmina) query.set("gmina", gmina);
  const [ROW_CODE, ROW_NAME, ROW_SHOWN, ROW_TEXT, ROW_NUMBER] = [0, 1, 3, 5, 8];
  const valued = view.rows.filter((row) => row[ROW_SHOWN] && row[ROW_NUMBER] !== null);
  const at = valued.findIndex((row) => row[ROW_CODE] === gmina);
  const place = view.legend.rug[at];
  const own = place === undefined ? [] : [[valued[at][ROW_NAME], valued[at][ROW_TEXT], place]];
  const legend = { ...view.legend, marks: [...view.legend.marks, ...own] };
  return { ...view, query: query.toString(), selected: gmina, legend };
}

const currentPicture = () => player.content?.pictures[player.number];
const lastPicture = () => (player.content?.pictures.length || 1) - 1;

// Every picture comes ready to be presented; whether it is, is for the player to say.
function showPicture() {
  const { title, text, view } = currentPicture();
  const place = lastPicture() ? `${player.number + 1} z ${lastPicture() + 1}` : "";
  const told = { title, text, story: player.content.title, place };
  display({ view: { ...withChoice(player.frame || view, player.gmina), mode: player.mode, told } });
}

function goTo(number) {
  const next = player.content?.pictures[number];
  if (!next) return;
  for (const map of maps()) map.rest();
  Object.assign(player, { number, frame: null, gmina: next.gmina });
  showPicture();
  player.went();
}

function chooseHere({ gmina, rok, tryb }) {
  if (gmina !== undefined) player.gmina = gmina || null;
  if (rok) player.frame = framesOf(currentPicture()).find((frame) => String(frame.year) === rok) || null;
  if (tryb !== undefined) player.mode = tryb;
  showPicture();
  if (tryb !== undefined) player.went();
}

// From now on nobody is asked for anything.
function play(content, number) {
  player.content = content;
  picture.choose = chooseHere;
  picture.held = (address) => (address.includes("lata.json") ? Promise.resolve(framesOf(currentPicture())) : null);
  goTo(Math.min(Math.max(number, 0), lastPicture()));
}

function stopPlaying() {
  Object.assign(player, { content: null, mode: "" });
  picture.held = null;
}

const tellsAStory = () => lastPicture() > 0;

function onStepKey(event) {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const held = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
  if (!by || held || !tellsAStory() || event.defaultPrevented || RUNNING.includes(event.target.tagName)) return;
  event.preventDefault();
  goTo(player.number + by);
}

document.addEventListener("keydown", onStepKey);
