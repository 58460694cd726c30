-- Tenants, keys, limits, the audit log, the ledger and the sums of usage. What the columns mean is told in ../migrations; times are
-- epoch milliseconds, flags 0 or 1, and texts are ordered by their bytes, as there.

CREATE TABLE tenants (
  id TEXT COLLATE "C" PRIMARY KEY,
  label TEXT COLLATE "C" NOT NULL,
  created BIGINT NOT NULL,
  suspended BIGINT
);

CREATE TABLE api_keys (
  id TEXT COLLATE "C" PRIMARY KEY,
  tenant TEXT COLLATE "C" NOT NULL REFERENCES tenants (id),
  label TEXT COLLATE "C" NOT NULL,
  secret_hash TEXT COLLATE "C" NOT NULL UNIQUE,
  masked TEXT COLLATE "C" NOT NULL,
  scopes TEXT COLLATE "C" NOT NULL,
  profile TEXT COLLATE "C",
  created BIGINT NOT NULL,
  expires BIGINT,
  revoked BIGINT,
  installed BIGINT NOT NULL DEFAULT 0,
  models TEXT COLLATE "C",
  dialects TEXT COLLATE "C"
);
CREATE INDEX api_keys_by_tenant ON api_keys (tenant, created);

CREATE TABLE upstream_costs (
  attempt TEXT COLLATE "C" PRIMARY KEY,
  job TEXT COLLATE "C" NOT NULL,
  account TEXT COLLATE "C" NOT NULL,
  micros BIGINT NOT NULL,
  ambiguous BIGINT NOT NULL,
  created BIGINT NOT NULL,
  told BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX upstream_costs_by_job ON upstream_costs (job);
CREATE INDEX upstream_costs_by_time ON upstream_costs (created);

CREATE TABLE audit_log (
  id TEXT COLLATE "C" PRIMARY KEY,
  at BIGINT NOT NULL,
  tenant TEXT COLLATE "C" NOT NULL,
  api_key TEXT COLLATE "C" NOT NULL,
  act TEXT COLLATE "C" NOT NULL,
  object TEXT COLLATE "C" NOT NULL,
  object_tenant TEXT COLLATE "C" NOT NULL,
  changes TEXT COLLATE "C" NOT NULL
);
CREATE INDEX audit_log_by_tenant ON audit_log (object_tenant, id);

CREATE TABLE usage_limits (
  kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('key', 'tenant', 'user')),
  tenant TEXT COLLATE "C" NOT NULL,
  owner TEXT COLLATE "C" NOT NULL,
  requests_per_minute BIGINT,
  images_per_minute BIGINT,
  concurrency BIGINT,
  queue_depth BIGINT,
  size_max TEXT COLLATE "C",
  quality_max TEXT COLLATE "C",
  PRIMARY KEY (kind, tenant, owner)
);

CREATE TABLE ledger_entries (
  job TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL CHECK ( kind IN ('hold', 'charge', 'release', 'top-up', 'credit', 'adjustment', 'refund')),
  image BIGINT NOT NULL,
  tenant TEXT COLLATE "C" NOT NULL,
  api_key TEXT COLLATE "C" NOT NULL,
  funds BIGINT NOT NULL,
  held BIGINT NOT NULL,
  charged BIGINT NOT NULL,
  outside BIGINT NOT NULL,
  text_in BIGINT NOT NULL DEFAULT 0,
  image_in BIGINT NOT NULL DEFAULT 0,
  image_out BIGINT NOT NULL DEFAULT 0,
  note TEXT COLLATE "C",
  created BIGINT NOT NULL,
  PRIMARY KEY (job, kind, image),
  CHECK (funds + held + charged + outside = 0)
);
CREATE INDEX ledger_entries_by_tenant ON ledger_entries (tenant, created);

CREATE TABLE balances (
  tenant TEXT COLLATE "C" PRIMARY KEY REFERENCES tenants (id),
  billing TEXT COLLATE "C" NOT NULL DEFAULT 'postpaid' CHECK (billing IN ('prepaid', 'postpaid')),
  funds BIGINT NOT NULL DEFAULT 0,
  held BIGINT NOT NULL DEFAULT 0 CHECK (held >= 0),
  charged BIGINT NOT NULL DEFAULT 0 CHECK (charged >= 0),
  outside BIGINT NOT NULL DEFAULT 0,
  CHECK (funds + held + charged + outside = 0),
  CHECK (billing = 'postpaid' OR funds >= 0)
) WITH (fillfactor = 50);

CREATE TABLE budgets (
  owner TEXT COLLATE "C" NOT NULL,
  period TEXT COLLATE "C" NOT NULL CHECK (period IN ('day', 'month')),
  bound BIGINT NOT NULL CHECK (bound >= 0),
  starts BIGINT NOT NULL,
  used BIGINT NOT NULL CHECK (used >= 0),
  PRIMARY KEY (owner, period)
) WITH (fillfactor = 50);

CREATE TABLE price_lists (
  id TEXT COLLATE "C" PRIMARY KEY,
  starts BIGINT NOT NULL,
  document TEXT COLLATE "C" NOT NULL,
  created BIGINT NOT NULL
);

CREATE TABLE tenant_privacy (
  tenant TEXT COLLATE "C" PRIMARY KEY REFERENCES tenants (id),
  prompts BIGINT CHECK (prompts >= 0),
  images BIGINT CHECK (images >= 0),
  jobs BIGINT CHECK (jobs >= 0),
  prompts_hashed BIGINT NOT NULL DEFAULT 0,
  revision BIGINT NOT NULL
);

CREATE TABLE usage_days (
  tenant TEXT COLLATE "C" NOT NULL,
  day TEXT COLLATE "C" NOT NULL,
  api_key TEXT COLLATE "C" NOT NULL,
  end_user TEXT COLLATE "C" NOT NULL,
  model TEXT COLLATE "C" NOT NULL,
  provider TEXT COLLATE "C" NOT NULL,
  size TEXT COLLATE "C" NOT NULL,
  quality TEXT COLLATE "C" NOT NULL,
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
) WITH (fillfactor = 50);
CREATE INDEX usage_days_by_day ON usage_days (day);
CREATE INDEX usage_days_named ON usage_days (tenant, day) WHERE end_user <> '';
CREATE INDEX usage_days_by_user ON usage_days (tenant, end_user) WHERE end_user <> '';

INSERT INTO tenants (id, label, created) VALUES ('default', 'Default', 0);
INSERT INTO balances (tenant) VALUES ('default');

CREATE FUNCTION audit_log_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER audit_log_not_updated BEFORE UPDATE ON audit_log
  FOR EACH ROW EXECUTE FUNCTION audit_log_append_only();
CREATE TRIGGER audit_log_not_deleted BEFORE DELETE ON audit_log
  FOR EACH ROW EXECUTE FUNCTION audit_log_append_only();
CREATE TRIGGER audit_log_not_truncated BEFORE TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION audit_log_append_only();
