-- The processes that work on these rows, each written by itself as it renews its leases.
CREATE TABLE node (
  name TEXT NOT NULL PRIMARY KEY,
  version TEXT NOT NULL,
  started BIGINT NOT NULL,
  seen BIGINT NOT NULL,
  running BIGINT NOT NULL,
  draining BIGINT NOT NULL DEFAULT 0
);
