// @ts-check
// Files of the map's frame, fetched while the page waits for the server: the frame finds them ready.

{
  const files = (document.currentScript?.dataset.files ?? "").split(" ");
  const warm = () => {
    for (const file of files) fetch(file, { priority: "low" }).catch(() => {});
  };
  (window.requestIdleCallback || setTimeout)(warm);
}
