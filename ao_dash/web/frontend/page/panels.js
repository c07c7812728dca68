// The component: one message is one picture, drawn wherever the screen has reserved a place.

export default function ({ data, parentElement, setTriggerValue }) {
  const node = parentElement.querySelector(":scope > .ao-panel") || el("section", "ao-panel");
  if (!node.parentElement) parentElement.append(node);
  if (data instanceof Uint8Array) {
    node.hidden = true;
    picture.choose = (parameters) => setTriggerValue("choice", parameters);
    receive(JSON.parse(new TextDecoder().decode(data)));
  } else if (data.part === "own") {
    node.hidden = true;
    rememberOwn(data);
  } else if (data.part === "blocks") {
    fill(node, data.blocks.flatMap(block));
  } else {
    places.set(data.name, node);
    if (data.files?.length) picture.files = data.files;
    node.classList.add(`ao-panel-${data.name}`);
    draw(data.name);
  }
}

// The name of the visitor's own figures goes with every request of this browser, until it is shut.
function rememberOwn({ name, cookie }) {
  const safe = location.protocol === "https:" ? "; Secure" : "";
  const age = name ? "" : "; Max-Age=0";
  document.cookie = `${cookie}=${name}; Path=/; SameSite=Strict${safe}${age}`;
}

// What the server shows ends what is told here.
function receive(message) {
  picture.own = Object.keys(message).find((name) => receivers[name]) || "";
  if (picture.own) {
    receivers[picture.own](message);
    return;
  }
  stopPlaying();
  display(message);
}

function display({ view, places: blocks, maps: pictures }) {
  picture.view = view ? readView(view) : null;
  Object.assign(picture, { maps: view ? [view] : pictures || [], blocks: blocks || {} });
  showMode(shownMode());
  for (const map of maps()) map.paint(picture.maps);
  for (const [name, node] of places) {
    if (node.isConnected) draw(name);
    else places.delete(name);
  }
  goOn();
}

const parts = { heading, board, sheet }; // places of a picture
const others = {}; // places that draw themselves whatever is shown
const receivers = {}; // screens that do, by what their message holds

function draw(name) {
  if (others[name]) fill(places.get(name), others[name]());
  else if (picture.view) fill(places.get(name), parts[name](picture.view));
  else if (picture.blocks[name]) fill(places.get(name), picture.blocks[name].flatMap(block));
}
