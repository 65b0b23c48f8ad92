-- strongroom: no transaction
CREATE INDEX CONCURRENTLY "secrets_environment_id_replaced_at_id_idx" ON "secrets"("environment_id", "replaced_at", "id");
CREATE INDEX CONCURRENTLY "secret_last_reads_environment_id_last_at_secret_id_idx" ON "secret_last_reads"("environment_id", "last_at", "secret_id");
