-- What is kept of a call besides how it ended, how many images came of it, and whose job it was for.
ALTER TABLE job_attempt ADD COLUMN tenant TEXT NOT NULL DEFAULT '';
ALTER TABLE job_attempt ADD COLUMN delivered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE job_attempt ADD COLUMN report TEXT;
UPDATE job_attempt SET tenant = COALESCE((SELECT tenant FROM job WHERE job.id = job_attempt.job), '');

-- The log of a tenant, newest first, and what one account did lately.
CREATE INDEX job_attempt_log ON job_attempt (tenant, begun, id);
CREATE INDEX job_attempt_account ON job_attempt (account, begun, id);
