-- What the answer to the request was called in which the job came in.
ALTER TABLE job ADD COLUMN request_id TEXT;
