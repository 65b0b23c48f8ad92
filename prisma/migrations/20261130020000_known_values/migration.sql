-- strongroom: no transaction
-- By hand: values that somebody set, by whom; a restored one repeats what somebody else may have set.
CREATE INDEX CONCURRENTLY "secret_versions_set_by" ON "secret_versions"("created_by", "id") WHERE "origin" <> 'restored';
-- By hand: who was removed.
CREATE INDEX CONCURRENTLY "audit_events_removals" ON "audit_events"("target_name") WHERE "action" = 'person.removed';
