-- What images are sold for, from a moment on; a list is never changed once it has begun.
CREATE TABLE price_lists (
  id TEXT PRIMARY KEY,
  starts BIGINT NOT NULL,
  document TEXT NOT NULL,
  created BIGINT NOT NULL
);
