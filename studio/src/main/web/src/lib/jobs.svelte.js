// The jobs that the page shows beside the form: those of this visit and the last ones before it.
import { get, post, randomId } from "./api.js";
import { FollowedJob } from "./follow.svelte.js";
import { session } from "./session.svelte.js";

const SHOWN = 12;

let recent = $state([]);
let owner = null;

export const recentJobs = {
  get all() {
    return recent;
  },
  /** The last ones, from the server: what was ordered before a reload goes on. */
  async load() {
    if (!session.may("read")) return;
    if (owner === session.who.key && recent.length) return;
    stop();
    owner = session.who.key;
    const page = await get(`/jobs?limit=${SHOWN}`);
    recent = page.data.map((job) => new FollowedJob(job));
  },
  /**
   * Orders. The key makes sure that an order whose answer was lost is not made twice.
   *
   * @throws {Problem}
   */
  async order(body, key) {
    const job = await post("/jobs", body, { headers: { "Idempotency-Key": key } });
    if (!recent.some((one) => one.job.id === job.id)) {
      recent.unshift(new FollowedJob(job));
      recent.splice(SHOWN).forEach((one) => one.stop());
    }
    return job;
  },
};

function stop() {
  recent.forEach((one) => one.stop());
  recent = [];
}

export const newKey = () => `studio-${randomId()}`;
