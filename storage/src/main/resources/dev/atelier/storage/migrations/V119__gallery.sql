-- What a tenant keeps at hand, and in which boards. Rows go with the artifact; "job" and "idx" say where the image stands
-- in lists, which begin with the newest job.
CREATE TABLE favourite (
  artifact TEXT    NOT NULL PRIMARY KEY REFERENCES artifact (id) ON DELETE CASCADE,
  tenant   TEXT    NOT NULL,
  job      TEXT    NOT NULL,
  idx      INTEGER NOT NULL
);
CREATE INDEX favourite_listed ON favourite (tenant, job, idx);

CREATE TABLE board (
  id      TEXT   NOT NULL PRIMARY KEY,
  tenant  TEXT   NOT NULL,
  name    TEXT   NOT NULL,
  created BIGINT NOT NULL
);
CREATE UNIQUE INDEX board_name ON board (tenant, name);

CREATE TABLE board_image (
  board    TEXT    NOT NULL REFERENCES board (id) ON DELETE CASCADE,
  artifact TEXT    NOT NULL REFERENCES artifact (id) ON DELETE CASCADE,
  job      TEXT    NOT NULL,
  idx      INTEGER NOT NULL,
  PRIMARY KEY (board, artifact)
);
CREATE INDEX board_image_listed ON board_image (board, job, idx);
CREATE INDEX board_image_artifact ON board_image (artifact);
