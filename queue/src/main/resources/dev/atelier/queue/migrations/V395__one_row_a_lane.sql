-- A lane is counted in one row again: those who change it together write it once.
CREATE TABLE queue_lane_whole (
  tenant TEXT NOT NULL,
  route TEXT NOT NULL,
  interactive SMALLINT NOT NULL,
  queued BIGINT NOT NULL,
  ready BIGINT NOT NULL,
  served BIGINT NOT NULL,
  PRIMARY KEY (tenant, route, interactive)
);
INSERT INTO queue_lane_whole (tenant, route, interactive, queued, ready, served)
  SELECT tenant, route, interactive, SUM(queued), SUM(ready), MAX(served)
  FROM queue_lane GROUP BY tenant, route, interactive;
DROP TABLE queue_lane;
ALTER TABLE queue_lane_whole RENAME TO queue_lane;
CREATE INDEX queue_lane_turn ON queue_lane (route, interactive, served, tenant) WHERE ready > 0;
