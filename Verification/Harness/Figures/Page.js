// One figure a screen, and answers on a key. Without this script, everything is one page.
(() => {
  const screens = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".screen")]);
  const button = (/** @type {string} */ id) => /** @type {HTMLButtonElement} */ (document.getElementById(id));
  let shown = 0;

  /** @param {number} to the place of the figure to show */
  function show(to) {
    shown = Math.min(Math.max(to, 0), screens.length - 1);
    screens.forEach((screen, i) => screen.classList.toggle("now", i === shown));
    if (screens[shown]) {
      screens[shown].tabIndex = -1;
      screens[shown].focus({ preventScroll: true });
    }
    window.scrollTo(0, 0);
  }

  /** @param {boolean} on whether one figure is shown at a time */
  function project(on) {
    document.body.classList.toggle("projector", on);
    button("projector").setAttribute("aria-pressed", String(on));
    const top = screens.findIndex(screen => screen.getBoundingClientRect().bottom > 0);
    if (on) show(Math.max(top, 0));
    else screens[shown]?.scrollIntoView();
  }

  /** @param {boolean} open whether answers are shown */
  function reveal(open) {
    document.querySelectorAll("details.answer").forEach(one => one.toggleAttribute("open", open));
    button("answers").setAttribute("aria-pressed", String(open));
  }

  const projecting = () => document.body.classList.contains("projector");
  const revealed = () => button("answers").getAttribute("aria-pressed") === "true";
  button("projector").addEventListener("click", () => project(!projecting()));
  button("answers").addEventListener("click", () => reveal(!revealed()));
  button("answers").hidden = document.querySelector("details.answer") === null;
  button("answers").setAttribute("aria-pressed", String(document.querySelector("details.answer[open]") !== null));
  document.addEventListener("keydown", event => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.altKey || target.matches("select, input")) return;
    if (event.key === "p" || event.key === "P") project(!projecting());
    else if (event.key === "a" || event.key === "A") reveal(!revealed());
    else if (!projecting()) return;
    else if (event.key === "Escape") project(false);
    else if (event.key === "ArrowRight" || event.key === "PageDown") show(shown + 1);
    else if (event.key === "ArrowLeft" || event.key === "PageUp") show(shown - 1);
    else return;
    event.preventDefault();
  });
})();
