-- How long calls of a kind of work have taken lately, over all processes: what a caller that must wait is told by.
CREATE TABLE call_time (
  work TEXT NOT NULL PRIMARY KEY,
  average_micros BIGINT NOT NULL,
  seen BIGINT NOT NULL
);
