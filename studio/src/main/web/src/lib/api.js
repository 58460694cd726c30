// The one way to the server: Atelier's own API, with the session's cookie.
export const API = "/api/v1";

/** Why a call did not do what it should; `type` is the last part of the server's, `offline` if nothing came back. */
export class Problem extends Error {
  constructor({ type, status = 0, detail = "", field = null, retryAfter = null, request = null }) {
    super(type);
    Object.assign(this, { type, status, detail, field, retryAfter, request });
  }
}

let signedOut = () => {};

/** Who is told that the session is over. */
export function onSignedOut(listener) {
  signedOut = listener;
}

async function problem(answer) {
  const told = await answer.json().catch(() => ({}));
  return new Problem({
    type: String(told.type ?? "internal").split(":").pop(),
    status: answer.status,
    detail: told.detail ?? "",
    field: told.field ?? null,
    retryAfter: Number(answer.headers.get("Retry-After")) || null,
    request: told.request_id ?? null,
  });
}

/**
 * Calls and returns the answer's JSON, or nothing where there is none.
 *
 * @throws {Problem}
 */
export async function call(method, path, { json, body, type, headers = {}, signal } = {}) {
  const all = { "x-atelier-page": "1", ...headers };
  if (json !== undefined) all["Content-Type"] = "application/json";
  if (type) all["Content-Type"] = type;
  let answer;
  try {
    answer = await fetch(API + path, {
      method,
      headers: all,
      body: json === undefined ? body : JSON.stringify(json),
      credentials: "same-origin",
      signal,
    });
  } catch (failed) {
    if (failed.name === "AbortError") throw failed;
    throw new Problem({ type: "offline" });
  }
  if (!answer.ok) {
    const told = await problem(answer);
    if (told.status === 401 && path !== "/session") signedOut();
    throw told;
  }
  return answer.status === 204 ? undefined : answer.json();
}

export const get = (path, options) => call("GET", path, options);
export const post = (path, json, options) => call("POST", path, { json, ...options });
export const remove = (path) => call("DELETE", path);

/** Where the bytes of a stored picture are. */
export const contentOf = (artifact) => `${API}/artifacts/${encodeURIComponent(artifact)}/content`;

/** The same in small, as the server makes it. */
export const smallOf = (artifact, edge) => `${API}/artifacts/${encodeURIComponent(artifact)}/thumbnail?edge=${edge}`;

/** Works where pages are not served over TLS too, unlike `crypto.randomUUID`. */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The same as a UUID, for what the server knows by one. */
export function randomUuid() {
  const hex = randomId();
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20)].join("-");
}
