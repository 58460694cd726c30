-- Receivers, deliveries and their log. What the columns mean is told in ../migrations; times are
-- epoch milliseconds, flags 0 or 1, and texts are ordered by their bytes, as there.

CREATE TABLE webhook_endpoint (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  tenant TEXT COLLATE "C" NOT NULL,
  url TEXT COLLATE "C" NOT NULL,
  events TEXT COLLATE "C" NOT NULL,
  active BIGINT NOT NULL,
  generation BIGINT NOT NULL,
  rotated BIGINT,
  created BIGINT NOT NULL,
  description TEXT COLLATE "C"
);
CREATE INDEX webhook_endpoint_listed ON webhook_endpoint (tenant, id);

CREATE TABLE webhook_subscription (
  job TEXT COLLATE "C" NOT NULL,
  number BIGINT NOT NULL,
  tenant TEXT COLLATE "C" NOT NULL,
  trigger_on TEXT COLLATE "C" NOT NULL,
  image BIGINT,
  method TEXT COLLATE "C" NOT NULL,
  url TEXT COLLATE "C" NOT NULL,
  renderer TEXT COLLATE "C" NOT NULL,
  ended BIGINT,
  PRIMARY KEY (job, number)
);
CREATE INDEX webhook_wish_ended ON webhook_subscription (ended) WHERE ended IS NOT NULL;

CREATE TABLE webhook_delivery (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  tenant TEXT COLLATE "C" NOT NULL,
  job TEXT COLLATE "C",
  image BIGINT,
  event TEXT COLLATE "C" NOT NULL,
  method TEXT COLLATE "C" NOT NULL,
  url TEXT COLLATE "C" NOT NULL,
  lane TEXT COLLATE "C" NOT NULL,
  renderer TEXT COLLATE "C" NOT NULL,
  endpoint TEXT COLLATE "C",
  state TEXT COLLATE "C" NOT NULL,
  attempts BIGINT NOT NULL,
  claims BIGINT NOT NULL,
  claimed BIGINT,
  next_attempt BIGINT,
  created BIGINT NOT NULL,
  ended BIGINT,
  status BIGINT,
  problem TEXT COLLATE "C",
  give_up BIGINT
);
CREATE INDEX webhook_delivery_lane ON webhook_delivery (lane, next_attempt) WHERE next_attempt IS NOT NULL;
CREATE INDEX webhook_delivery_next ON webhook_delivery (next_attempt) WHERE next_attempt IS NOT NULL;
CREATE INDEX webhook_delivery_claimed ON webhook_delivery (claimed) WHERE claimed IS NOT NULL;
CREATE INDEX webhook_delivery_listed ON webhook_delivery (tenant, id);
CREATE INDEX webhook_delivery_state ON webhook_delivery (tenant, state, id);
CREATE INDEX webhook_delivery_endpoint ON webhook_delivery (endpoint, id) WHERE endpoint IS NOT NULL;
CREATE INDEX webhook_delivery_endpoint_state ON webhook_delivery (endpoint, state, id) WHERE endpoint IS NOT NULL;
CREATE INDEX webhook_delivery_job ON webhook_delivery (job, id) WHERE job IS NOT NULL;
CREATE INDEX webhook_delivery_ended ON webhook_delivery (ended) WHERE ended IS NOT NULL;
CREATE INDEX webhook_delivery_give_up ON webhook_delivery (give_up) WHERE next_attempt IS NOT NULL;

CREATE TABLE webhook_attempt (
  delivery TEXT COLLATE "C" NOT NULL,
  number BIGINT NOT NULL,
  begun BIGINT NOT NULL,
  took_millis BIGINT NOT NULL,
  status BIGINT,
  problem TEXT COLLATE "C",
  answer TEXT COLLATE "C",
  PRIMARY KEY (delivery, number)
);
