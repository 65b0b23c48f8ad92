-- By hand: names ignore case, also where the log is looked up by one.
DROP INDEX "audit_events_environment_id_target_name_seq_idx";
CREATE INDEX "audit_events_environment_id_folded_name_seq" ON "audit_events"("environment_id", lower("target_name"), "seq");

-- By hand: which audience a deleted secret had is only in the event of its deletion.
CREATE INDEX "audit_events_deleted_secrets" ON "audit_events"("secret_id") WHERE "action" = 'secret.deleted';
