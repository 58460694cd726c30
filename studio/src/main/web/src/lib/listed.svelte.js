// Something asked of the server, and more of it by pages.
import { get } from "./api.js";

export class Listed {
  data = $state.raw([]);
  whole = $state.raw(null);
  next = $state.raw(null);
  problem = $state.raw(null);
  loading = $state(false);

  #path = "";
  #asked = 0;

  /** Begins anew with another path, which may have a query. */
  async load(path) {
    this.#path = path;
    this.data = [];
    this.next = null;
    await this.more();
  }

  async more() {
    const mine = ++this.#asked;
    this.loading = true;
    this.problem = null;
    try {
      const page = await get(this.#path + this.#place());
      if (mine !== this.#asked) return;
      this.whole = page;
      this.data = [...this.data, ...(page.data ?? [])];
      this.next = page.next_before ? ["before", page.next_before] : page.next_after ? ["after", page.next_after] : null;
    } catch (problem) {
      if (mine === this.#asked) this.problem = problem;
    } finally {
      if (mine === this.#asked) this.loading = false;
    }
  }

  /** Lists go back in time from `before`, or on in it from `after`. */
  #place() {
    if (!this.next) return "";
    const [name, value] = this.next;
    return `${this.#path.includes("?") ? "&" : "?"}${name}=${encodeURIComponent(value)}`;
  }

  again() {
    return this.load(this.#path);
  }
}
