-- Who pays, and the keys they show. Times are epoch milliseconds, flags are 0 or 1.
CREATE TABLE tenants (
  id TEXT PRIMARY KEY,
  label TEXT NOT NULL,
  created BIGINT NOT NULL
);

CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,
  tenant TEXT NOT NULL REFERENCES tenants (id),
  label TEXT NOT NULL,
  secret_hash TEXT NOT NULL UNIQUE,
  masked TEXT NOT NULL,
  scopes TEXT NOT NULL,
  profile TEXT,
  created BIGINT NOT NULL,
  expires BIGINT,
  revoked BIGINT,
  installed INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX api_keys_by_tenant ON api_keys (tenant, created);

INSERT INTO tenants (id, label, created) VALUES ('default', 'Default', 0);
