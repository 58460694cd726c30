// Deletes what a job made, a moment after it was asked for: until then it can be taken back.
import { remove } from "./api.js";
import { t } from "./i18n.svelte.js";
import { toast } from "./toast.svelte.js";

/** @param hide is told true when the pictures shall vanish from view, false when they shall come back */
export function discard(job, hide) {
  const artifacts = job.images.filter((image) => image.artifact).map((image) => image.artifact);
  hide(true);
  toast.say(t("deleted", { n: artifacts.length }), {
    undo: () => hide(false),
    done: async () => {
      const ends = await Promise.allSettled(artifacts.map((artifact) => remove(`/artifacts/${artifact}`)));
      if (ends.some((end) => end.status === "rejected" && end.reason.status !== 404)) {
        hide(false);
        toast.say(t("deleted.not"));
      }
    },
  });
}
