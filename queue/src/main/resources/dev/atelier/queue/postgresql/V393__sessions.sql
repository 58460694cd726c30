-- The session of a client over a socket that a job came in by: where its connection breaks, it is sent from here what it
-- has not got, by whichever process it connects to then.
ALTER TABLE job ADD COLUMN session TEXT COLLATE "C";
CREATE INDEX job_session ON job (session, ended) WHERE session IS NOT NULL;

-- A session whose client is not connected, and since when.
CREATE TABLE socket_session (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  key_id TEXT COLLATE "C" NOT NULL,
  detached BIGINT NOT NULL
);
CREATE INDEX socket_session_detached ON socket_session (detached);

-- Which answers of a job a session's client is known to have: the indexes of images with commas, -1 for the last error.
CREATE TABLE session_receipt (
  session TEXT COLLATE "C" NOT NULL,
  job TEXT COLLATE "C" NOT NULL,
  answers TEXT COLLATE "C" NOT NULL,
  received BIGINT NOT NULL,
  PRIMARY KEY (session, job)
);
CREATE INDEX session_receipt_received ON session_receipt (received);
