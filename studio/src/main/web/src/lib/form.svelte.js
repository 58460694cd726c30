// The order that is being written: one for the whole page, so that it survives a look elsewhere.
import { broken, parse } from "./sizes.js";

const STORED = "atelier-order";

const FRESH = {
  prompt: "",
  model: "",
  size: "auto",
  quality: "auto",
  format: "png",
  compression: 90,
  background: "auto",
  moderation: "auto",
  n: 1,
  partials: 2,
};

function stored() {
  try {
    return { ...FRESH, ...JSON.parse(sessionStorage.getItem(STORED) ?? "{}") };
  } catch {
    return { ...FRESH };
  }
}

export const form = $state(stored());

/** Pictures to work from: { key, artifact, url, name, state: "sending" | "ready" | "failed", problem }. */
export const references = $state([]);

export function keep() {
  sessionStorage.setItem(STORED, JSON.stringify(form));
}

export function clear() {
  Object.assign(form, FRESH, { model: form.model });
  references.length = 0;
}

/** Everything of an earlier order. */
export function reuse(order) {
  for (const field of ["prompt", "model", "size", "quality", "format", "background", "moderation", "n"]) {
    if (order[field] !== null && order[field] !== undefined) form[field] = order[field];
  }
  if (order.format !== "png") form.compression = order.compression;
  references.length = 0;
  order.images.forEach((image, at) => references.push(storedReference(image.artifact, `${at + 1}`)));
}

/** The body of the same order once more. */
export function orderAgain(order) {
  const again = { model: order.model, prompt: order.prompt, n: order.n, size: order.size, quality: order.quality, format: order.format };
  if (order.format !== "png") again.compression = order.compression;
  for (const field of ["background", "moderation"]) if (order[field] !== "auto") again[field] = order[field];
  if (order.partials) again.partials = order.partials;
  if (order.seed !== null) again.seed = order.seed;
  if (order.images.length) again.images = order.images.map(({ artifact }) => ({ artifact }));
  if (order.mask) again.mask = { artifact: order.mask.artifact };
  return again;
}

export function storedReference(artifact, name) {
  return { key: `${artifact}-${Math.random()}`, artifact, url: null, name, state: "ready", problem: null };
}

/** The body of an order, as it is sent; null while something is missing. */
export function body(model) {
  if (!model || !form.prompt.trim()) return null;
  if (form.size !== "auto") {
    const { width, height } = parse(form.size);
    if (broken(model.sizes, width, height)) return null;
  }
  if (references.some((one) => one.state === "sending")) return null;
  const order = { model: model.id, prompt: form.prompt, size: form.size, quality: form.quality, format: form.format, n: form.n };
  if (model.compressible.includes(form.format)) order.compression = form.compression;
  if (form.background !== "auto") order.background = form.background;
  if (form.moderation !== "auto") order.moderation = form.moderation;
  if (form.partials && model.limits.partials) order.partials = Math.min(form.partials, model.limits.partials);
  const images = references.filter((one) => one.state === "ready");
  if (images.length) order.images = images.map((one) => ({ artifact: one.artifact }));
  return order;
}

/** What a change of the model or the format makes impossible goes back to what always works. */
export function fit(model) {
  if (!model.formats.includes(form.format)) form.format = model.formats[0];
  if (form.quality !== "auto" && !model.qualities.includes(form.quality)) form.quality = "auto";
  if (form.background === "transparent" && !model.transparent.includes(form.format)) form.background = "auto";
  form.n = Math.min(Math.max(1, form.n), most(model));
}

/** Most pictures of one order in this API. */
export const most = (model) => Math.min(10, model.limits.n);
