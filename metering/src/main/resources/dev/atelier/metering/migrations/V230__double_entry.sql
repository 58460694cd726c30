-- Every entry moves money between four accounts of its tenant and sums up to nothing: what is free
-- to spend (funds), set aside (held), earned from it (charged) and come from outside, negative there
-- (outside). job is the job's id, or an id of its own for money from outside.
CREATE TABLE ledger_entries_new (
  job TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (
    kind IN ('hold', 'charge', 'release', 'top-up', 'credit', 'adjustment', 'refund')),
  image INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  api_key TEXT NOT NULL,
  funds BIGINT NOT NULL,
  held BIGINT NOT NULL,
  charged BIGINT NOT NULL,
  outside BIGINT NOT NULL,
  text_in BIGINT NOT NULL DEFAULT 0,
  image_in BIGINT NOT NULL DEFAULT 0,
  image_out BIGINT NOT NULL DEFAULT 0,
  note TEXT,
  created BIGINT NOT NULL,
  PRIMARY KEY (job, kind, image),
  CHECK (funds + held + charged + outside = 0)
);

INSERT INTO ledger_entries_new (job, kind, image, tenant, api_key, funds, held, charged, outside,
    text_in, image_in, image_out, note, created)
  SELECT job, kind, image, tenant, api_key, -(held + charged), held, charged, 0,
    text_in, image_in, image_out, NULL, created FROM ledger_entries;

DROP TABLE ledger_entries;

ALTER TABLE ledger_entries_new RENAME TO ledger_entries;

CREATE INDEX ledger_entries_by_tenant ON ledger_entries (tenant, created);

-- The sums of a tenant's entries. Who pays in advance never spends more than was paid in.
CREATE TABLE balances_new (
  tenant TEXT PRIMARY KEY REFERENCES tenants (id),
  billing TEXT NOT NULL DEFAULT 'postpaid' CHECK (billing IN ('prepaid', 'postpaid')),
  funds BIGINT NOT NULL DEFAULT 0,
  held BIGINT NOT NULL DEFAULT 0 CHECK (held >= 0),
  charged BIGINT NOT NULL DEFAULT 0 CHECK (charged >= 0),
  outside BIGINT NOT NULL DEFAULT 0,
  CHECK (funds + held + charged + outside = 0),
  CHECK (billing = 'postpaid' OR funds >= 0)
);

INSERT INTO balances_new (tenant, funds, held, charged)
  SELECT tenant, -(held + charged), held, charged FROM balances;

-- What an owner ('tenant:…' or 'key:…') may have held in a day or a month; what of it is used in
-- the one that began at starts.
CREATE TABLE budgets (
  owner TEXT NOT NULL,
  period TEXT NOT NULL CHECK (period IN ('day', 'month')),
  bound BIGINT NOT NULL CHECK (bound >= 0),
  starts BIGINT NOT NULL,
  used BIGINT NOT NULL CHECK (used >= 0),
  PRIMARY KEY (owner, period)
);

INSERT INTO budgets (owner, period, bound, starts, used)
  SELECT 'tenant:' || tenant, 'month', budget, 0, 0 FROM balances WHERE budget IS NOT NULL;

DROP TABLE balances;

ALTER TABLE balances_new RENAME TO balances;
