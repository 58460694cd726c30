// What the order that is being written would cost, asked for a moment after each change.
import { get, post } from "./api.js";
import { session } from "./session.svelte.js";

const REST_MS = 350;

export class LiveQuote {
  quote = $state.raw(null);
  problem = $state.raw(null);
  busy = $state(false);
  available = $state.raw(null);

  #timer = 0;
  #asked = null;

  /** Asks again, unless nothing changed. */
  update(body) {
    const text = body && JSON.stringify(body);
    if (text === this.#asked) return;
    this.#asked = text;
    clearTimeout(this.#timer);
    this.busy = text !== null;
    if (!text) {
      this.quote = null;
      this.problem = null;
      return;
    }
    this.#timer = setTimeout(() => this.#ask(body, text), REST_MS);
  }

  async #ask(body, text) {
    let quote = null;
    let problem = null;
    try {
      quote = await post("/quotes", body);
    } catch (failed) {
      problem = failed;
    }
    if (this.#asked !== text) return;
    this.quote = quote;
    this.problem = problem;
    this.busy = false;
  }

  async balance() {
    if (!session.may("read")) return;
    await get("/usage").then(
      (usage) => {
        this.available = usage.available_usd;
      },
      () => {},
    );
  }
}
