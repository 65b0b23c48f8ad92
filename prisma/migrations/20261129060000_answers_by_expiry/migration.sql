-- Expired answers are deleted whichever endpoint they are of, the oldest first.
DROP INDEX "allowlist_answers_endpoint_id_expires_at_idx";
CREATE INDEX "allowlist_answers_expires_at_idx" ON "allowlist_answers"("expires_at");
