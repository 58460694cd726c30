// One job as it goes on: told by the server's events, asked for where those cannot be had.
import { API, get } from "./api.js";

const STREAMS_MAX = 3; // a browser opens six connections to a server, and the page needs some
const POLL_MS = 2000;
const QUEUED_MS = 4000;
let streams = 0;

export const ended = (job) => ["succeeded", "failed", "cancelled"].includes(job.state);

/** Follows a job until it ends or `stop` is called. */
export class FollowedJob {
  job = $state.raw();
  fraction = $state(null);
  partials = $state.raw({});
  lost = $state(false);
  gone = $state(false);

  #source = null;
  #timer = 0;
  #stopped = false;

  constructor(job) {
    this.job = job;
    if (ended(job)) return;
    if (streams < STREAMS_MAX) this.#listen();
    else this.#ask(POLL_MS);
  }

  get ended() {
    return ended(this.job);
  }

  /** What somebody else learned of it. */
  told(job) {
    this.job = job;
    if (ended(job)) this.stop();
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#close();
  }

  #close() {
    if (!this.#source) return;
    this.#source.close();
    this.#source = null;
    streams--;
  }

  #listen() {
    streams++;
    const source = new EventSource(`${API}/jobs/${this.job.id}/events?partials=true`);
    this.#source = source;
    for (const type of ["job.created", "job.started", "image.completed", "image.failed", "job.succeeded", "job.failed", "job.cancelled"]) {
      source.addEventListener(type, (event) => this.told(JSON.parse(event.data).data));
    }
    source.addEventListener("progress", (event) => {
      this.fraction = Math.max(this.fraction ?? 0, JSON.parse(event.data).data.fraction);
    });
    source.addEventListener("partial", (event) => {
      const { image, data } = JSON.parse(event.data);
      if (data.b64_json) {
        this.partials = { ...this.partials, [image]: `data:${data.media_type};base64,${data.b64_json}` };
      }
    });
    source.onopen = () => {
      this.lost = false;
    };
    source.onerror = () => {
      if (this.#stopped) return;
      this.lost = source.readyState === EventSource.CONNECTING;
      if (source.readyState === EventSource.CLOSED) {
        this.#close();
        this.#ask(0);
      }
    };
    this.#place();
  }

  /** Its place in the queue moves without an event. */
  #place() {
    this.#timer = setTimeout(async () => {
      if (this.#stopped || this.job.state !== "queued") return;
      await get(`/jobs/${this.job.id}`).then((job) => this.told(job), () => {});
      if (!this.#stopped) this.#place();
    }, QUEUED_MS);
  }

  #ask(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      try {
        this.told(await get(`/jobs/${this.job.id}`));
        this.lost = false;
      } catch (problem) {
        if (problem.status === 404) {
          this.gone = true;
          return this.stop();
        }
        if (problem.status === 401) return this.stop();
        this.lost = true;
      }
      if (!this.#stopped) this.#ask(POLL_MS);
    }, wait);
  }
}
