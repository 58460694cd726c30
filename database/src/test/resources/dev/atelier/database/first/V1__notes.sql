CREATE TABLE note (
  id     TEXT PRIMARY KEY,
  body   TEXT,
  number BIGINT,
  flag   BIGINT NOT NULL DEFAULT 0,
  made   BIGINT
);
