-- What processes let in under limits by the minute, for those of the others: a row for each look that had something to
-- tell, a line for each owner (CODE REQUESTS IMAGES; the code is a hash of whose limit it is). Kept for two minutes.
CREATE TABLE limit_use (
  node TEXT    NOT NULL,
  look INTEGER NOT NULL,
  at   INTEGER NOT NULL,
  uses TEXT    NOT NULL,
  PRIMARY KEY (node, look)
);
CREATE INDEX limit_use_age ON limit_use (at);
