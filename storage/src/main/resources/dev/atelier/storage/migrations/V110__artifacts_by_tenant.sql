-- All that a tenant has, to erase it.
CREATE INDEX artifact_tenant ON artifact (tenant, created);
