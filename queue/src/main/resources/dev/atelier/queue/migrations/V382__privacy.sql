-- What a tenant's settings say of a job that has ended: which revision of them was applied, when its
-- texts, its pictures and the job itself go. "text_erased" is when the texts went; of them only keyed
-- hashes may be left.
ALTER TABLE job ADD COLUMN retention BIGINT NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN erase_text BIGINT;
ALTER TABLE job ADD COLUMN erase_images BIGINT;
ALTER TABLE job ADD COLUMN forget BIGINT;
ALTER TABLE job ADD COLUMN text_erased BIGINT;
ALTER TABLE job ADD COLUMN prompt_hash TEXT;
ALTER TABLE job ADD COLUMN end_user_hash TEXT;

CREATE INDEX job_retention ON job (tenant, retention) WHERE ended IS NOT NULL;
CREATE INDEX job_erase_text ON job (erase_text) WHERE erase_text IS NOT NULL;
CREATE INDEX job_erase_images ON job (erase_images) WHERE erase_images IS NOT NULL;
CREATE INDEX job_forget ON job (forget) WHERE forget IS NOT NULL;
CREATE INDEX job_prompt_hash ON job (tenant, prompt_hash) WHERE prompt_hash IS NOT NULL;
CREATE INDEX job_end_user_hash ON job (tenant, end_user_hash) WHERE end_user_hash IS NOT NULL;

-- A job with a time of its own is not looked at when the server forgets by its own.
DROP INDEX job_ended;
CREATE INDEX job_ended ON job (ended) WHERE ended IS NOT NULL AND retained = 0 AND forget IS NULL;

CREATE INDEX idempotency_record_job ON idempotency_record (job);

-- Whose data is being erased: a tenant's, or where "end_user" is not empty that of one of its end users,
-- as far as it was there when that was asked for. A row goes when nothing is left.
CREATE TABLE erasure (
  tenant TEXT NOT NULL,
  end_user TEXT NOT NULL,
  requested BIGINT NOT NULL,
  PRIMARY KEY (tenant, end_user)
);
