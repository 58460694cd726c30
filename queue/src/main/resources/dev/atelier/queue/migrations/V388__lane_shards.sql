-- A lane may be counted in several rows, so that those who change it side by side need not wait for each other: a job
-- counts in the row that its id says. One writer needs no more than row 0.
CREATE TABLE queue_lane_sharded (
  tenant TEXT NOT NULL,
  route TEXT NOT NULL,
  interactive SMALLINT NOT NULL,
  shard SMALLINT NOT NULL,
  queued BIGINT NOT NULL,
  ready BIGINT NOT NULL,
  served BIGINT NOT NULL,
  PRIMARY KEY (tenant, route, interactive, shard)
);
INSERT INTO queue_lane_sharded (tenant, route, interactive, shard, queued, ready, served)
  SELECT tenant, route, interactive, 0, queued, ready, served FROM queue_lane;
DROP TABLE queue_lane;
ALTER TABLE queue_lane_sharded RENAME TO queue_lane;
CREATE INDEX queue_lane_turn ON queue_lane (route, interactive, served, tenant) WHERE ready > 0;
