-- The processes that work on these rows, each written by itself as it renews its leases.
CREATE TABLE node (
  name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version TEXT COLLATE "C" NOT NULL,
  started BIGINT NOT NULL,
  seen BIGINT NOT NULL,
  running BIGINT NOT NULL,
  draining BIGINT NOT NULL DEFAULT 0
);
