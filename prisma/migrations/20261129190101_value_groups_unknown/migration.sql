-- strongroom: no transaction
-- What the job that fills `value_group` looks for; empty once it has.
CREATE INDEX CONCURRENTLY "secrets_value_group_unknown" ON "secrets"("id") WHERE "value_group" IS NULL;
