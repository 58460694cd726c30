-- Contents that lie in an object store: who is about to name one, and which is being deleted.
CREATE TABLE stored_object (
  hash     TEXT   NOT NULL PRIMARY KEY,
  sealed   BIGINT NOT NULL,
  unnamed  BIGINT NOT NULL,
  deleting BIGINT
);

CREATE INDEX stored_object_deleting ON stored_object (deleting) WHERE deleting IS NOT NULL;

-- What this database is called in the object store that is its own.
CREATE TABLE object_store_owner (
  id    SMALLINT NOT NULL PRIMARY KEY,
  owner TEXT     NOT NULL
);
