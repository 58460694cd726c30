-- What was asked, so that a repeat is recognised. Requests without an idempotency key have none here.
CREATE TABLE remembered (
  tenant TEXT NOT NULL,
  key_id TEXT NOT NULL,
  idempotency_key TEXT,
  operation TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  job TEXT NOT NULL,
  created BIGINT NOT NULL
);
CREATE UNIQUE INDEX remembered_key ON remembered (tenant, key_id, idempotency_key, operation)
  WHERE idempotency_key IS NOT NULL;
CREATE INDEX remembered_twin ON remembered (key_id, fingerprint, created);
CREATE INDEX remembered_age ON remembered (created);
