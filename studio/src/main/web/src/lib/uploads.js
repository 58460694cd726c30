// Pictures on their way to the server, where orders refer to them.
import { post } from "./api.js";
import { references } from "./form.svelte.js";

const TYPES = ["image/png", "image/jpeg", "image/webp"];
const BYTES_MAX = 50 * 1000 * 1000;

/** Takes as many files as there is room for; returns the name of a message about what was left out, if anything was. */
export function add(files, max) {
  const room = max - references.length;
  const list = [...files];
  list.slice(0, room).forEach(send);
  return list.length > room ? "references.full" : null;
}

function send(file) {
  references.push({
    key: `${file.name}-${Math.random()}`,
    artifact: null,
    url: URL.createObjectURL(file),
    name: file.name || "clipboard",
    state: "sending",
    problem: null,
  });
  const one = references.at(-1);
  upload(file).then(
    (artifact) => Object.assign(one, { artifact, state: "ready" }),
    (problem) => Object.assign(one, { state: "failed", problem }),
  );
}

async function upload(file) {
  if (!TYPES.includes(file.type)) throw { type: "picture-type" };
  if (file.size > BYTES_MAX) throw { type: "picture-size" };
  return (await post("/artifacts", undefined, { body: file, type: file.type })).id;
}

export function drop(one) {
  if (one.url) URL.revokeObjectURL(one.url);
  references.splice(references.indexOf(one), 1);
}

export function move(from, to) {
  if (to < 0 || to >= references.length || from === to) return;
  references.splice(to, 0, ...references.splice(from, 1));
}
