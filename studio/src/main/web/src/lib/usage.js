// What the server tells of usage, as charts and tables want it.
const DAY = 86_400_000;
const HOUR = 3_600_000;

export const FAULTS = [
  "upstream_failed",
  "upstream_refused",
  "upstream_throttled",
  "upstream_waste",
  "outcome_unknown",
  "moderation",
  "start_deadline_passed",
  "storage_failed",
  "cancelled",
];

export const OUTCOMES = ["succeeded", "refused", "throttled", "not_sent", "unknown", "spent"];

export const day = (time) => new Date(time).toISOString().slice(0, 10);

/** The day so many days before today, in UTC. */
export const daysAgo = (days) => day(Date.now() - days * DAY);

/** Every hour or day of a series up to now, with nothing where the server told nothing. */
export function filled(series, now = Date.now()) {
  const step = series.bucket === "hour" ? HOUR : DAY;
  const told = new Map(series.points.map((point) => [Date.parse(point.at), point]));
  const end = Math.min(Date.parse(series.to) + DAY, Math.max(now, ...told.keys()) + 1);
  const all = [];
  for (let at = Date.parse(series.from); at < end; at += step) all.push({ time: at, ...(told.get(at) ?? NOTHING) });
  return all;
}

const NOTHING = {
  jobs: 0,
  jobs_succeeded: 0,
  images_delivered: 0,
  images_refused: 0,
  images_failed: 0,
  images_cancelled: 0,
  charged_usd: "0",
  refunded_usd: "0",
  upstream_usd: "0",
  p50_ms: null,
  p95_ms: null,
  faults: {},
};
