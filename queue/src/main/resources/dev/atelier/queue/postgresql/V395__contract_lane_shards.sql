-- A lane is counted in one row: those who change it together write it once.
CREATE TABLE queue_lane_whole (
  tenant TEXT COLLATE "C" NOT NULL,
  route TEXT COLLATE "C" NOT NULL,
  interactive BIGINT NOT NULL,
  queued BIGINT NOT NULL,
  ready BIGINT NOT NULL,
  served BIGINT NOT NULL,
  PRIMARY KEY (tenant, route, interactive)
) WITH (fillfactor = 50);
INSERT INTO queue_lane_whole (tenant, route, interactive, queued, ready, served)
  SELECT tenant, route, interactive, SUM(queued), SUM(ready), MAX(served)
  FROM queue_lane GROUP BY tenant, route, interactive;
DROP TABLE queue_lane;
ALTER TABLE queue_lane_whole RENAME TO queue_lane;
ALTER INDEX queue_lane_whole_pkey RENAME TO queue_lane_pkey;
CREATE INDEX queue_lane_turn ON queue_lane (route, interactive, served, tenant) WHERE ready > 0;
