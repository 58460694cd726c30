// What went wrong, in words for people, with what to do.
import { known, t } from "./i18n.svelte.js";

/** { title, help, detail } of a problem of a call, a job or a picture. */
export function describe(problem) {
  const type = String(problem.type ?? "internal").split(":").pop();
  const name = known(`problem.${type}`) ? type : "other";
  return {
    title: t(`problem.${name}`, { wait: problem.retryAfter ?? "" }),
    help: known(`help.${type}`) ? t(`help.${type}`) : "",
    detail: problem.detail ?? "",
    request: problem.request ?? problem.request_id ?? "",
  };
}
