// Who is signed in, and what they may do. The key itself goes to the server once and is kept nowhere.
import { call, get, onSignedOut, post } from "./api.js";

let who = $state.raw(null);
let over = $state(false);
let unreachable = $state(false);

/** Whose work is in this page: after a session ended by itself, the same person goes on with it. */
let before = null;

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
      before = who.key;
      unreachable = false;
    } catch (problem) {
      who = null;
      unreachable = problem.status !== 401;
    }
  },
  async signIn(key) {
    const now = await post("/session", { key });
    if (before && before !== now.key) return forget();
    who = now;
    before = who.key;
    over = false;
    unreachable = false;
  },
  async signOut() {
    await call("DELETE", "/session").catch((problem) => {
      if (problem.status !== 401) throw problem;
    });
    forget();
  },
};

onSignedOut(() => {
  over = who !== null || over;
  who = null;
});
