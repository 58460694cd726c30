-- What administrators did, written in the transaction that did it. Ids are UUIDv7: their order is that
-- of time. "changes" has one line for each value, its name, a blank and the value.
CREATE TABLE audit_log (
  id TEXT PRIMARY KEY,
  at BIGINT NOT NULL,
  tenant TEXT NOT NULL,
  api_key TEXT NOT NULL,
  act TEXT NOT NULL,
  object TEXT NOT NULL,
  object_tenant TEXT NOT NULL,
  changes TEXT NOT NULL
);

CREATE INDEX audit_log_by_tenant ON audit_log (object_tenant, id);

CREATE TRIGGER audit_log_not_updated BEFORE UPDATE ON audit_log
BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER audit_log_not_deleted BEFORE DELETE ON audit_log
BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;
