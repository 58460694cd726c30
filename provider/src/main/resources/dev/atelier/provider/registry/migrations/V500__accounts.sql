-- The operator's accounts at upstreams. "secret" is sealed (AES-256-GCM); models and options are JSON objects of texts.
CREATE TABLE accounts (
  name              TEXT    NOT NULL PRIMARY KEY,
  provider          TEXT    NOT NULL,
  base_url          TEXT    NOT NULL,
  secret            TEXT    NOT NULL,
  models            TEXT    NOT NULL,
  concurrency       INTEGER NOT NULL,
  images_per_minute INTEGER,
  tier              TEXT,
  weight            INTEGER NOT NULL,
  options           TEXT    NOT NULL,
  paused            INTEGER NOT NULL,
  created_at        INTEGER NOT NULL
);

-- Counts every change, so that a running server notices those of a command beside it.
CREATE TABLE accounts_version (
  only_row INTEGER NOT NULL PRIMARY KEY,
  version  INTEGER NOT NULL
);

INSERT INTO accounts_version (only_row, version) VALUES (1, 0);
