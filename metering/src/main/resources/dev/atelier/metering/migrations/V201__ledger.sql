-- Money in micro-dollars. Entries are only ever added; a balance is the sum of its tenant's entries.
CREATE TABLE balances (
  tenant TEXT PRIMARY KEY REFERENCES tenants (id),
  budget BIGINT CHECK (budget >= 0),
  held BIGINT NOT NULL DEFAULT 0 CHECK (held >= 0),
  charged BIGINT NOT NULL DEFAULT 0 CHECK (charged >= 0)
);

INSERT INTO balances (tenant, held, charged) VALUES ('default', 0, 0);

-- held and charged are what the entry adds to the balance. The primary key makes a second hold or
-- release of a job, and a second charge of an image, impossible; image is -1 for hold and release.
CREATE TABLE ledger_entries (
  job TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('hold', 'charge', 'release')),
  image INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  api_key TEXT NOT NULL,
  held BIGINT NOT NULL,
  charged BIGINT NOT NULL,
  text_in BIGINT NOT NULL DEFAULT 0,
  image_in BIGINT NOT NULL DEFAULT 0,
  image_out BIGINT NOT NULL DEFAULT 0,
  created BIGINT NOT NULL,
  PRIMARY KEY (job, kind, image)
);

CREATE INDEX ledger_entries_by_tenant ON ledger_entries (tenant, created);

-- What the upstreams ask of us, one row for each attempt; ambiguous: they may have charged it.
CREATE TABLE upstream_costs (
  attempt TEXT PRIMARY KEY,
  job TEXT NOT NULL,
  account TEXT NOT NULL,
  micros BIGINT NOT NULL,
  ambiguous INTEGER NOT NULL,
  created BIGINT NOT NULL
);

CREATE INDEX upstream_costs_by_job ON upstream_costs (job);
CREATE INDEX upstream_costs_by_time ON upstream_costs (created);
