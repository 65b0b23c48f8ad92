-- strongroom: no transaction
-- What a project key has sealed, in an order in which it can be gone through.
CREATE INDEX CONCURRENTLY "secret_versions_project_key_id_id_idx" ON "secret_versions"("project_key_id", "id");
DROP INDEX CONCURRENTLY IF EXISTS "secret_versions_project_key_id_idx";
