-- Columns and tables under the names that the code uses: docs/vocabulary.md.
ALTER TABLE webhook_wish RENAME TO webhook_subscription;
ALTER TABLE webhook_subscription RENAME COLUMN occasion TO trigger_on;
ALTER TABLE webhook_subscription RENAME COLUMN composer TO renderer;
ALTER TABLE webhook_delivery RENAME COLUMN composer TO renderer;
ALTER TABLE webhook_delivery RENAME COLUMN tries TO attempts;
ALTER TABLE webhook_delivery RENAME COLUMN next_try TO next_attempt;
ALTER TABLE webhook_try RENAME TO webhook_attempt;
