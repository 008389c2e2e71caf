// Before the first paint, so that nothing flashes: the colours chosen last, else those of the system.
(() => {
  try {
    const kept = localStorage.getItem("theme");
    if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
  } catch {
    // Storage is switched off: the system's colours will do.
  }
})();
