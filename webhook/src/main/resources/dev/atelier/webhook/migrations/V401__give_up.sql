-- When a delivery that nobody took is given up, however few its tries were: a receiver that hangs gets one at a time,
-- and what waits for it must not grow without end.
ALTER TABLE webhook_delivery ADD COLUMN give_up BIGINT;
CREATE INDEX webhook_delivery_give_up ON webhook_delivery (give_up) WHERE next_try IS NOT NULL;
