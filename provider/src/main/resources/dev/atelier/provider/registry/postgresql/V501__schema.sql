-- The operator's accounts at upstreams, and their tokens. What the columns mean is told in ../migrations; times are
-- epoch milliseconds, flags 0 or 1, and texts are ordered by their bytes, as there.

CREATE TABLE accounts (
  name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  provider TEXT COLLATE "C" NOT NULL,
  base_url TEXT COLLATE "C" NOT NULL,
  secret TEXT COLLATE "C" NOT NULL,
  models TEXT COLLATE "C" NOT NULL,
  concurrency BIGINT NOT NULL,
  images_per_minute BIGINT,
  tier TEXT COLLATE "C",
  weight BIGINT NOT NULL,
  options TEXT COLLATE "C" NOT NULL,
  paused BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE accounts_version (
  only_row BIGINT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL
);

CREATE TABLE account_tokens (
  account TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  token TEXT COLLATE "C",
  claimed_by TEXT COLLATE "C",
  claimed_until BIGINT NOT NULL
);

INSERT INTO accounts_version (only_row, version) VALUES (1, 0);
