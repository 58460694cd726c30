-- As in ../migrations.
CREATE TABLE stored_object (
  hash TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  sealed BIGINT NOT NULL,
  unnamed BIGINT NOT NULL,
  deleting BIGINT
);
CREATE INDEX stored_object_deleting ON stored_object (deleting) WHERE deleting IS NOT NULL;

CREATE TABLE object_store_owner (
  id BIGINT NOT NULL PRIMARY KEY,
  owner TEXT COLLATE "C" NOT NULL
);
