// Files of the map's frame, fetched while the page waits for the server: the frame finds them ready.
"use strict";
{
  const files = document.currentScript.dataset.files.split(" ");
  const warm = () => files.forEach((file) => fetch(file, { priority: "low" }).catch(() => {}));
  (window.requestIdleCallback || setTimeout)(warm);
}
