-- Jobs with their images and attempts, the queue, and what was asked before. What the columns mean is told in ../migrations; times are
-- epoch milliseconds, flags 0 or 1, and texts are ordered by their bytes, as there.

CREATE TABLE job (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  tenant TEXT COLLATE "C" NOT NULL,
  key_id TEXT COLLATE "C" NOT NULL,
  route TEXT COLLATE "C" NOT NULL,
  request TEXT COLLATE "C" NOT NULL,
  dialect TEXT COLLATE "C" NOT NULL,
  dialect_state TEXT COLLATE "C" NOT NULL,
  completion TEXT COLLATE "C" NOT NULL,
  interactive BIGINT NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  fault TEXT COLLATE "C",
  images BIGINT NOT NULL,
  created BIGINT NOT NULL,
  started BIGINT,
  ended BIGINT,
  start_by BIGINT NOT NULL,
  not_before BIGINT,
  price_micros BIGINT NOT NULL,
  version BIGINT NOT NULL,
  token BIGINT NOT NULL,
  node TEXT COLLATE "C",
  lease_expires BIGINT,
  link_base TEXT COLLATE "C" NOT NULL DEFAULT '',
  link_seconds BIGINT,
  retained BIGINT NOT NULL DEFAULT 0,
  flat_micros BIGINT,
  unplaced TEXT COLLATE "C",
  request_id TEXT COLLATE "C",
  end_user TEXT COLLATE "C",
  price_list TEXT COLLATE "C" NOT NULL DEFAULT 'published',
  sold_as TEXT COLLATE "C" NOT NULL DEFAULT '',
  retention BIGINT NOT NULL DEFAULT 0,
  erase_text BIGINT,
  erase_images BIGINT,
  forget BIGINT,
  text_erased BIGINT,
  prompt_hash TEXT COLLATE "C",
  end_user_hash TEXT COLLATE "C",
  traceparent TEXT COLLATE "C",
  subscribed BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX job_listed ON job (tenant, state, id);
CREATE INDEX job_next ON job (route, interactive, tenant, id) WHERE state = 'QUEUED' AND not_before IS NULL;
CREATE INDEX job_delayed ON job (not_before) WHERE state = 'QUEUED' AND not_before IS NOT NULL;
CREATE INDEX job_overdue ON job (start_by) WHERE state = 'QUEUED';
CREATE INDEX job_running ON job (node, lease_expires) WHERE state = 'RUNNING';
CREATE INDEX job_end_user ON job (tenant, end_user, state, id) WHERE end_user IS NOT NULL;
CREATE INDEX job_open ON job (key_id, state) WHERE ended IS NULL;
CREATE INDEX job_retention ON job (tenant, retention) WHERE ended IS NOT NULL;
CREATE INDEX job_erase_text ON job (erase_text) WHERE erase_text IS NOT NULL;
CREATE INDEX job_erase_images ON job (erase_images) WHERE erase_images IS NOT NULL;
CREATE INDEX job_forget ON job (forget) WHERE forget IS NOT NULL;
CREATE INDEX job_prompt_hash ON job (tenant, prompt_hash) WHERE prompt_hash IS NOT NULL;
CREATE INDEX job_end_user_hash ON job (tenant, end_user_hash) WHERE end_user_hash IS NOT NULL;
CREATE INDEX job_ended ON job (ended) WHERE ended IS NOT NULL AND retained = 0 AND forget IS NULL;

CREATE TABLE job_image (
  job TEXT COLLATE "C" NOT NULL,
  idx BIGINT NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  artifact TEXT COLLATE "C",
  fault TEXT COLLATE "C",
  blocked BIGINT NOT NULL,
  text_in BIGINT NOT NULL,
  image_in BIGINT NOT NULL,
  image_out BIGINT NOT NULL,
  report TEXT COLLATE "C",
  ended BIGINT NOT NULL,
  price_micros BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (job, idx)
);

CREATE TABLE job_attempt (
  job TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  account TEXT COLLATE "C" NOT NULL,
  images TEXT COLLATE "C" NOT NULL,
  begun BIGINT NOT NULL,
  remote_id TEXT COLLATE "C",
  outcome TEXT COLLATE "C",
  evidence TEXT COLLATE "C",
  ended BIGINT,
  sent BIGINT,
  cause TEXT COLLATE "C",
  tenant TEXT COLLATE "C" NOT NULL DEFAULT '',
  delivered BIGINT NOT NULL DEFAULT 0,
  report TEXT COLLATE "C",
  choice TEXT COLLATE "C",
  PRIMARY KEY (job, id)
);
CREATE INDEX job_attempt_open ON job_attempt (job) WHERE ended IS NULL;
CREATE INDEX job_attempt_log ON job_attempt (tenant, begun, id);
CREATE INDEX job_attempt_account ON job_attempt (account, begun, id);

CREATE TABLE queue_totals (
  id BIGINT NOT NULL PRIMARY KEY,
  interactive BIGINT NOT NULL,
  background BIGINT NOT NULL,
  claims BIGINT NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE idempotency_record (
  tenant TEXT COLLATE "C" NOT NULL,
  key_id TEXT COLLATE "C" NOT NULL,
  idempotency_key TEXT COLLATE "C",
  operation TEXT COLLATE "C" NOT NULL,
  fingerprint TEXT COLLATE "C" NOT NULL,
  job TEXT COLLATE "C" NOT NULL,
  created BIGINT NOT NULL,
  repeats BIGINT NOT NULL DEFAULT 0,
  orphan BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX remembered_twin ON idempotency_record (key_id, fingerprint, created);
CREATE INDEX remembered_age ON idempotency_record (created);
CREATE UNIQUE INDEX idempotency_record_key ON idempotency_record (tenant, idempotency_key, operation) WHERE idempotency_key IS NOT NULL;
CREATE INDEX idempotency_record_job ON idempotency_record (job);

CREATE TABLE route_wait (
  route TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  reasons TEXT COLLATE "C" NOT NULL
);

CREATE TABLE job_difference (
  job TEXT COLLATE "C" NOT NULL,
  attempt TEXT COLLATE "C" NOT NULL,
  idx BIGINT NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  account TEXT COLLATE "C" NOT NULL,
  words TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (job, attempt, idx, kind)
);

CREATE TABLE account_difference (
  account TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  times BIGINT NOT NULL,
  PRIMARY KEY (account, kind)
);

CREATE TABLE job_withdrawn (
  job TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  withdrawn BIGINT NOT NULL
);

CREATE TABLE job_flag (
  job TEXT COLLATE "C" NOT NULL,
  category TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (job, category)
);

CREATE TABLE erasure (
  tenant TEXT COLLATE "C" NOT NULL,
  end_user TEXT COLLATE "C" NOT NULL,
  requested BIGINT NOT NULL,
  PRIMARY KEY (tenant, end_user)
);

CREATE TABLE compaction (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  erased BIGINT NOT NULL,
  asked BIGINT NOT NULL
);

CREATE TABLE queue_lane (
  tenant TEXT COLLATE "C" NOT NULL,
  route TEXT COLLATE "C" NOT NULL,
  interactive BIGINT NOT NULL,
  shard BIGINT NOT NULL,
  queued BIGINT NOT NULL,
  ready BIGINT NOT NULL,
  served BIGINT NOT NULL,
  PRIMARY KEY (tenant, route, interactive, shard)
) WITH (fillfactor = 50);
CREATE INDEX queue_lane_turn ON queue_lane (route, interactive, served, tenant) WHERE ready > 0;

-- Counted in several rows, so that those who change them side by side need not wait for each other.
INSERT INTO queue_totals (id, interactive, background, claims)
  SELECT id, 0, 0, 0 FROM generate_series(1, 16) AS shard (id);
