// Who is signed in, and what they may do. The key itself goes to the server once and is kept nowhere.
import { call, get, onSignedOut, post } from "./api.js";

let who = $state.raw(null);
let over = $state(false);
let unreachable = $state(false);

/** Whose work is in this page: after a session ended by itself, the same person goes on with it. */
let before = null;

/** Whose work the tab keeps, and where they were before they went to sign in elsewhere. */
const OWNER = "atelier-owner";
const PLACE = "atelier-place";

/** Notes whose work the tab keeps from now on; false, with nothing left of it, where it was another's. */
function own(now) {
  const other = (before ?? sessionStorage.getItem(OWNER) ?? now) !== now;
  if (other) sessionStorage.clear();
  sessionStorage.setItem(OWNER, now);
  before = now;
  return !other;
}

/** Nothing of one person's work is left for the next. */
function forget() {
  sessionStorage.clear();
  location.reload();
}

export const session = {
  get who() {
    return who;
  },
  /** Whether a session ended by itself. */
  get over() {
    return over;
  },
  /** Whether the server did not answer when the page began. */
  get unreachable() {
    return unreachable;
  },
  may(scope) {
    return who?.scopes.includes(scope) ?? false;
  },
  async begin() {
    try {
      who = await get("/session");
      if (!own(who.key)) return location.reload();
      const place = sessionStorage.getItem(PLACE);
      sessionStorage.removeItem(PLACE);
      if (place && !location.hash) location.hash = place;
      unreachable = false;
    } catch (problem) {
      who = null;
      unreachable = problem.status !== 401;
    }
  },
  async signIn(key) {
    const now = await post("/session", { key });
    if (!own(now.key)) return location.reload();
    who = now;
    over = false;
    unreachable = false;
  },
  /** How one can sign in beside a key: `{ label, start }`, or null. */
  async other() {
    return (await get("/session/methods")).oidc;
  },
  /** Remembers where one is until one comes back from there. */
  leave() {
    if (!location.hash.startsWith("#/sign-in")) sessionStorage.setItem(PLACE, location.hash);
  },
  async signOut() {
    const next = await call("DELETE", "/session").catch((problem) => {
      if (problem.status !== 401) throw problem;
    });
    if (!next?.continue_at) return forget();
    sessionStorage.clear();
    location.assign(next.continue_at);
  },
};

onSignedOut(() => {
  over = who !== null || over;
  who = null;
});
