-- A row goes with its artifact, which outlives the time up to which the file can be found.
CREATE TABLE uploaded_file (
  id       TEXT   NOT NULL PRIMARY KEY,
  tenant   TEXT   NOT NULL,
  name     TEXT   NOT NULL,
  purpose  TEXT   NOT NULL,
  artifact TEXT   NOT NULL REFERENCES artifact (id) ON DELETE CASCADE,
  created  BIGINT NOT NULL,
  expires  BIGINT NOT NULL
);

CREATE INDEX uploaded_file_tenant ON uploaded_file (tenant, id);
CREATE INDEX uploaded_file_artifact ON uploaded_file (artifact);
