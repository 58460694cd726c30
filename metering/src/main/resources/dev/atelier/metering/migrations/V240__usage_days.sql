-- What was ordered, delivered and charged on a day (UTC), for whoever and by whomever; jobs go, these stay.
-- provider is empty where nobody made anything, end_user where none was named. Only ever added to.
CREATE TABLE usage_days (
  tenant TEXT NOT NULL,
  day TEXT NOT NULL,
  api_key TEXT NOT NULL,
  end_user TEXT NOT NULL,
  model TEXT NOT NULL,
  provider TEXT NOT NULL,
  size TEXT NOT NULL,
  quality TEXT NOT NULL,
  jobs BIGINT NOT NULL DEFAULT 0,
  succeeded BIGINT NOT NULL DEFAULT 0,
  latency BIGINT NOT NULL DEFAULT 0,
  ordered BIGINT NOT NULL DEFAULT 0,
  delivered BIGINT NOT NULL DEFAULT 0,
  failed BIGINT NOT NULL DEFAULT 0,
  refused BIGINT NOT NULL DEFAULT 0,
  cancelled BIGINT NOT NULL DEFAULT 0,
  text_in BIGINT NOT NULL DEFAULT 0,
  image_in BIGINT NOT NULL DEFAULT 0,
  image_out BIGINT NOT NULL DEFAULT 0,
  charged BIGINT NOT NULL DEFAULT 0,
  refunded BIGINT NOT NULL DEFAULT 0,
  upstream BIGINT NOT NULL DEFAULT 0,
  ambiguous BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant, day, api_key, end_user, model, provider, size, quality)
);

-- Those of all tenants, for operators.
CREATE INDEX usage_days_by_day ON usage_days (day);

-- What the ledger knows of earlier days: who was charged how much, and not for what.
INSERT INTO usage_days (tenant, day, api_key, end_user, model, provider, size, quality, delivered,
    text_in, image_in, image_out, charged, refunded)
  SELECT e.tenant, date(e.created / 1000, 'unixepoch'), h.api_key, '', '', '', '', '',
    SUM(e.kind = 'charge'), SUM(e.text_in), SUM(e.image_in), SUM(e.image_out),
    SUM(CASE WHEN e.kind = 'charge' THEN e.charged ELSE 0 END),
    SUM(CASE WHEN e.kind = 'refund' THEN -e.charged ELSE 0 END)
  FROM ledger_entries e JOIN ledger_entries h ON h.job = e.job AND h.kind = 'hold' AND h.image = -1
  WHERE e.kind IN ('charge', 'refund')
  GROUP BY e.tenant, date(e.created / 1000, 'unixepoch'), h.api_key;

-- And what upstreams asked for: a cost that is corrected later takes away what is here.
INSERT INTO usage_days (tenant, day, api_key, end_user, model, provider, size, quality,
    upstream, ambiguous)
  SELECT h.tenant, date(u.created / 1000, 'unixepoch'), h.api_key, '', '', '', '', '',
    SUM(CASE WHEN u.ambiguous = 0 THEN u.micros ELSE 0 END),
    SUM(CASE WHEN u.ambiguous = 0 THEN 0 ELSE u.micros END)
  FROM upstream_costs u JOIN ledger_entries h ON h.job = u.job AND h.kind = 'hold' AND h.image = -1
  WHERE u.micros <> 0
  GROUP BY h.tenant, date(u.created / 1000, 'unixepoch'), h.api_key
  ON CONFLICT (tenant, day, api_key, end_user, model, provider, size, quality)
    DO UPDATE SET upstream = excluded.upstream, ambiguous = excluded.ambiguous;
