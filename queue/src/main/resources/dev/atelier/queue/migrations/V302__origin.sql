-- What links to a job's results begin with, and how many seconds they work where the request said so.
ALTER TABLE job ADD COLUMN link_base TEXT NOT NULL DEFAULT '';
ALTER TABLE job ADD COLUMN link_seconds BIGINT;

-- Jobs whose tenant keeps its results are never forgotten, nor looked at when others are.
ALTER TABLE job ADD COLUMN kept SMALLINT NOT NULL DEFAULT 0;
DROP INDEX job_ended;
CREATE INDEX job_ended ON job (ended) WHERE ended IS NOT NULL AND kept = 0;
