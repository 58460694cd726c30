// The images that were found for a question, as far as they were asked for, and what is selected among them. It outlives
// the page, so that one comes back to where one was.
import { get, post } from "./api.js";
import { SvelteSet } from "svelte/reactivity";

const PAGE = 200;
const EMPTY_PAGES_MAX = 40;
const CHANGED_MAX = 500;

/** Most images of one archive. */
export const ARCHIVED_MAX = 200;

class Gallery {
  items = $state.raw([]);
  next = $state.raw(null);
  loading = $state(false);
  problem = $state.raw(null);
  newer = $state(false);
  selected = new SvelteSet();
  focus = $state(0);
  scroll = 0;

  #question = null;
  #asked = 0;
  #anchor = 0;
  #hidden = new Set(); // about to be deleted, or deleted

  /** Shows what a question finds; the same question goes on where it was. */
  ask(question) {
    if (question === this.#question) return void this.#look();
    this.#question = question;
    this.again();
  }

  again() {
    this.items = [];
    this.next = null;
    this.newer = false;
    this.selected.clear();
    this.focus = this.#anchor = this.scroll = 0;
    this.more(true);
  }

  /** The next page; where nothing fits on it, those after it. What a later question overtook is not shown. */
  async more(first = false) {
    if (!first && (this.loading || !this.next)) return;
    const mine = ++this.#asked;
    this.loading = true;
    this.problem = null;
    try {
      for (let page = 0; page < EMPTY_PAGES_MAX; page++) {
        const found = await get(this.#path(this.next, first && page === 0 ? PAGE / 2 : PAGE));
        if (mine !== this.#asked) return;
        this.next = found.next_after;
        const fresh = found.data.filter((one) => !this.#hidden.has(one.id));
        if (fresh.length) this.items = this.items.concat(fresh);
        if (fresh.length || !this.next) break;
      }
    } catch (problem) {
      if (mine === this.#asked) this.problem = problem;
    } finally {
      if (mine === this.#asked) this.loading = false;
    }
  }

  #path(after, limit) {
    return `/images?limit=${limit}${this.#question ? `&${this.#question}` : ""}${after ? `&after=${after}` : ""}`;
  }

  /** Whether something came meanwhile. */
  async #look() {
    const newest = this.items[0]?.id;
    const { data } = await get(this.#path(null, 1)).catch(() => ({ data: [] }));
    this.newer = data.length > 0 && data[0].id !== newest && newest === this.items[0]?.id;
  }

  // ---- selecting ----

  toggle(at) {
    const { id } = this.items[at];
    if (!this.selected.delete(id)) this.selected.add(id);
    this.#anchor = at;
  }

  /** From the last one that was chosen by itself. */
  extend(at) {
    const [from, to] = [Math.min(this.#anchor, at), Math.max(this.#anchor, at)];
    this.items.slice(from, to + 1).forEach((one) => this.selected.add(one.id));
  }

  anchor(at) {
    this.#anchor = at;
  }

  all() {
    this.items.forEach((one) => this.selected.add(one.id));
  }

  get chosen() {
    return this.items.filter((one) => this.selected.has(one.id));
  }

  // ---- changing ----

  async favour(images, yes) {
    const ids = images.filter((one) => one.favourite !== yes).map((one) => one.id);
    for (const part of parts(ids)) await post("/images/favourites", yes ? { add: part } : { remove: part });
    const changed = new Set(ids);
    this.items = this.items.map((one) => (changed.has(one.id) ? { ...one, favourite: yes } : one));
  }

  async file(board, images) {
    for (const part of parts(images.map((one) => one.id))) await post(`/boards/${board}/images`, { add: part });
  }

  async unfile(board, images) {
    const ids = images.map((one) => one.id);
    for (const part of parts(ids)) await post(`/boards/${board}/images`, { remove: part });
    const gone = new Set(ids);
    this.items = this.items.filter((one) => !gone.has(one.id));
    this.selected.clear();
  }

  /** Takes images out of view; the function that comes back brings them back. */
  hide(ids) {
    const before = this.items;
    ids.forEach((id) => this.#hidden.add(id));
    this.items = before.filter((one) => !this.#hidden.has(one.id));
    this.selected.clear();
    this.focus = Math.max(0, Math.min(this.focus, this.items.length - 1));
    const question = this.#question;
    return () => {
      ids.forEach((id) => this.#hidden.delete(id));
      if (question !== this.#question) return this.again();
      const known = new Set(before.map((one) => one.id));
      this.items = [...before, ...this.items.filter((one) => !known.has(one.id))];
    };
  }

  async remove(ids) {
    for (const part of parts(ids)) await post("/images/delete", { images: part });
  }
}

function parts(ids) {
  return Array.from({ length: Math.ceil(ids.length / CHANGED_MAX) }, (_, at) => ids.slice(at * CHANGED_MAX, (at + 1) * CHANGED_MAX));
}

export const gallery = new Gallery();
