// Prompts that somebody wants again, kept in this browser for the key that they signed in with. Nothing else is in them.
import { session } from "./session.svelte.js";

const STORED = "atelier-templates";
const MAX = 50;
const PLACE = /\{([^{}\n]{1,40})\}/g;

const place = () => `${STORED}-${session.who.key}`;

function stored() {
  try {
    return JSON.parse(localStorage.getItem(place()) ?? "[]").filter((one) => typeof one.name === "string" && typeof one.prompt === "string");
  } catch {
    return [];
  }
}

let all = $state.raw([]);

function keep(list) {
  all = list.slice(0, MAX);
  localStorage.setItem(place(), JSON.stringify(all));
}

export const templates = {
  get all() {
    return all;
  },
  load() {
    all = stored();
  },
  /** In the place of one of the same name. */
  save(name, prompt) {
    keep([{ name, prompt }, ...all.filter((one) => one.name !== name)]);
  },
  remove(name) {
    keep(all.filter((one) => one.name !== name));
  },
};

/** What a prompt leaves open: `a {animal} in {place}` has "animal" and "place". */
export const places = (prompt) => [...new Set([...prompt.matchAll(PLACE)].map(([, name]) => name))];

export const filled = (prompt, values) => prompt.replace(PLACE, (whole, name) => values[name] || whole);
