CREATE TABLE artifact (
  id         TEXT   NOT NULL PRIMARY KEY,
  tenant     TEXT   NOT NULL,
  hash       TEXT   NOT NULL,
  bytes      BIGINT NOT NULL,
  media_type TEXT   NOT NULL,
  width      BIGINT,
  height     BIGINT,
  created    BIGINT NOT NULL,
  expires    BIGINT
);

CREATE INDEX artifact_hash ON artifact (hash);
CREATE INDEX artifact_expires ON artifact (expires) WHERE expires IS NOT NULL;
