-- What upstreams did otherwise than ordered, for the job and for the account; of the whole call where idx is -1.
CREATE TABLE job_difference (
  job TEXT NOT NULL,
  attempt TEXT NOT NULL,
  idx INTEGER NOT NULL,
  kind TEXT NOT NULL,
  account TEXT NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (job, attempt, idx, kind)
);

-- The same, counted since ever: the rows above go with their jobs.
CREATE TABLE account_difference (
  account TEXT NOT NULL,
  kind TEXT NOT NULL,
  times BIGINT NOT NULL,
  PRIMARY KEY (account, kind)
);
