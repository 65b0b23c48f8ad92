-- strongroom: no transaction
-- By hand: the deleted secrets of an environment, newest first.
CREATE INDEX CONCURRENTLY "audit_events_deletions" ON "audit_events"("environment_id", "seq")
  WHERE "action" = 'secret.deleted';
