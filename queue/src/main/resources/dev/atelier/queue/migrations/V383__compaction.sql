-- That something was erased, and when last: pages may hold copies of it until the file is written anew.
CREATE TABLE compaction (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  erased BIGINT NOT NULL
);
