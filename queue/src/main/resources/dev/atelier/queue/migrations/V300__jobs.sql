-- A job. Its pictures are counted in "images"; one that is still pending has no row in job_image.
CREATE TABLE job (
  id TEXT NOT NULL PRIMARY KEY,
  tenant TEXT NOT NULL,
  key_id TEXT NOT NULL,
  route TEXT NOT NULL,
  request TEXT NOT NULL,
  dialect TEXT NOT NULL,
  note TEXT NOT NULL,
  delivery TEXT NOT NULL,
  waiting SMALLINT NOT NULL,
  state TEXT NOT NULL,
  fault TEXT,
  images INTEGER NOT NULL,
  created BIGINT NOT NULL,
  started BIGINT,
  ended BIGINT,
  start_by BIGINT NOT NULL,
  not_before BIGINT,
  price_micros BIGINT NOT NULL,
  version BIGINT NOT NULL,
  token BIGINT NOT NULL,
  node TEXT,
  lease_expires BIGINT
);

-- Listing, newest first; without a state it is a merge of five short ranges.
CREATE INDEX job_listed ON job (tenant, state, id);
-- Claiming: the oldest of one tenant and kind, and the oldest of all.
CREATE INDEX job_next ON job (route, waiting, tenant, id) WHERE state = 'QUEUED' AND not_before IS NULL;
CREATE INDEX job_oldest ON job (route, id) WHERE state = 'QUEUED' AND not_before IS NULL;
CREATE INDEX job_delayed ON job (not_before) WHERE state = 'QUEUED' AND not_before IS NOT NULL;
CREATE INDEX job_overdue ON job (start_by) WHERE state = 'QUEUED';
CREATE INDEX job_running ON job (node, lease_expires) WHERE state = 'RUNNING';
CREATE INDEX job_ended ON job (ended) WHERE ended IS NOT NULL;

-- A picture that is no longer pending; written once, never changed.
CREATE TABLE job_image (
  job TEXT NOT NULL,
  idx INTEGER NOT NULL,
  state TEXT NOT NULL,
  artifact TEXT,
  fault TEXT,
  blocked SMALLINT NOT NULL,
  text_in BIGINT NOT NULL,
  image_in BIGINT NOT NULL,
  image_out BIGINT NOT NULL,
  report TEXT,
  ended BIGINT NOT NULL,
  PRIMARY KEY (job, idx)
);

-- One call to one account; written before it leaves. "images" lists the indexes, with commas.
CREATE TABLE job_attempt (
  job TEXT NOT NULL,
  id TEXT NOT NULL,
  account TEXT NOT NULL,
  images TEXT NOT NULL,
  begun BIGINT NOT NULL,
  remote_id TEXT,
  outcome TEXT,
  evidence TEXT,
  ended BIGINT,
  PRIMARY KEY (job, id)
);

CREATE INDEX job_attempt_open ON job_attempt (job) WHERE ended IS NULL;

-- Who stands in line: "ready" jobs of a tenant on a route, and the tenant's latest turn.
CREATE TABLE queue_lane (
  tenant TEXT NOT NULL,
  route TEXT NOT NULL,
  waiting SMALLINT NOT NULL,
  ready BIGINT NOT NULL,
  served BIGINT NOT NULL,
  PRIMARY KEY (tenant, route, waiting)
);
CREATE INDEX queue_lane_turn ON queue_lane (route, waiting, served, tenant) WHERE ready > 0;

-- One row: how many are where, and how many claims there were.
CREATE TABLE queue_totals (
  id SMALLINT NOT NULL PRIMARY KEY,
  waiting BIGINT NOT NULL,
  polled BIGINT NOT NULL,
  running BIGINT NOT NULL,
  claims BIGINT NOT NULL
);
INSERT INTO queue_totals (id, waiting, polled, running, claims) VALUES (1, 0, 0, 0, 0);
