-- That something was erased, when last, and whether somebody asked for it: pages may hold copies of it until
-- the file is written anew.
CREATE TABLE compaction (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  erased BIGINT NOT NULL,
  asked INTEGER NOT NULL
);
