-- Jobs whose owner took the answer back: what was delivered is gone, the record of the work stays.
CREATE TABLE job_withdrawn (
  job TEXT NOT NULL PRIMARY KEY,
  withdrawn BIGINT NOT NULL
);
