-- How many artifacts there are and of how many bytes, so that nobody has to count them.
CREATE TABLE artifact_totals (
  id SMALLINT NOT NULL PRIMARY KEY,
  artifacts BIGINT NOT NULL,
  bytes BIGINT NOT NULL
);

INSERT INTO artifact_totals (id, artifacts, bytes)
  SELECT 1, COUNT(*), COALESCE(SUM(bytes), 0) FROM artifact;

CREATE TRIGGER artifact_counted AFTER INSERT ON artifact
BEGIN
  UPDATE artifact_totals SET artifacts = artifacts + 1, bytes = bytes + NEW.bytes WHERE id = 1;
END;

CREATE TRIGGER artifact_discounted AFTER DELETE ON artifact
BEGIN
  UPDATE artifact_totals SET artifacts = artifacts - 1, bytes = bytes - OLD.bytes WHERE id = 1;
END;
