-- Why a call's account was chosen, and why no other, in lines for people; it is read only to be shown.
ALTER TABLE job_attempt ADD COLUMN choice TEXT;

-- What kept the accounts from a job, the last time that none could take it.
ALTER TABLE job ADD COLUMN unplaced TEXT;

-- What keeps the accounts from the jobs that wait on a route, as a process saw it last.
CREATE TABLE route_wait (
  route TEXT NOT NULL PRIMARY KEY,
  reasons TEXT NOT NULL
);
