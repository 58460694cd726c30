-- Whom a job is for, by the caller's own id of its end user; it was a field of the request before.
ALTER TABLE job ADD COLUMN end_user TEXT;

UPDATE job SET
  end_user = json_extract(request, '$.order.endUser'),
  request = json_remove(request, '$.order.endUser')
WHERE request LIKE '%"endUser":%';

CREATE INDEX job_end_user ON job (tenant, end_user, state, id) WHERE end_user IS NOT NULL;

-- Which jobs a key has that have not ended.
CREATE INDEX job_open ON job (key_id, state) WHERE ended IS NULL;
