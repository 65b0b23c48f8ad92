-- strongroom: no transaction
CREATE INDEX CONCURRENTLY "secret_reads_api_key_id_idx" ON "secret_reads"("api_key_id");
-- By hand: what keys were narrowed or widened to.
CREATE INDEX CONCURRENTLY "audit_events_narrowings" ON "audit_events"("seq") WHERE "action" IN ('apiKey.narrowed', 'apiKey.widened');
