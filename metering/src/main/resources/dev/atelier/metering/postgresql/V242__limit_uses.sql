-- What processes let in under limits by the minute; told in ../migrations.
CREATE TABLE limit_use (
  node TEXT COLLATE "C" NOT NULL,
  look BIGINT NOT NULL,
  at BIGINT NOT NULL,
  uses TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (node, look)
);
CREATE INDEX limit_use_age ON limit_use (at);
