-- As in ../migrations.
CREATE TABLE favourite (
  artifact TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES artifact (id) ON DELETE CASCADE,
  tenant TEXT COLLATE "C" NOT NULL,
  job TEXT COLLATE "C" NOT NULL,
  idx BIGINT NOT NULL
);
CREATE INDEX favourite_listed ON favourite (tenant, job, idx);

CREATE TABLE board (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  tenant TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  created BIGINT NOT NULL
);
CREATE UNIQUE INDEX board_name ON board (tenant, name);

CREATE TABLE board_image (
  board TEXT COLLATE "C" NOT NULL REFERENCES board (id) ON DELETE CASCADE,
  artifact TEXT COLLATE "C" NOT NULL REFERENCES artifact (id) ON DELETE CASCADE,
  job TEXT COLLATE "C" NOT NULL,
  idx BIGINT NOT NULL,
  PRIMARY KEY (board, artifact)
);
CREATE INDEX board_image_listed ON board_image (board, job, idx);
CREATE INDEX board_image_artifact ON board_image (artifact);
