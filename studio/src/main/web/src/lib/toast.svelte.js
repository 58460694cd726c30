// A word about what just happened, with a way back for as long as it is shown.
const SHOWN_MS = 7000;

let shown = $state.raw(null);
let timer = 0;

export const toast = {
  get shown() {
    return shown;
  },
  /** Says it; `undo` can be chosen until `done`, which runs when the time is over or something else is said. */
  say(text, { undo = null, done = null } = {}) {
    this.finish();
    shown = { text, undo, done };
    timer = setTimeout(() => this.finish(), SHOWN_MS);
  },
  undo() {
    clearTimeout(timer);
    const { undo } = shown;
    shown = null;
    undo?.();
  },
  finish() {
    clearTimeout(timer);
    const done = shown?.done;
    shown = null;
    done?.();
  },
};

// Whoever leaves the page meant what they did.
addEventListener("pagehide", () => toast.finish());
