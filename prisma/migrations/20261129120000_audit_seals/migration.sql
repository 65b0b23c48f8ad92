-- AlterTable
ALTER TABLE "audit_blocks" ADD COLUMN "seal" BYTEA;

-- By hand: blocks that the index job has to write anew; soon there are none.
CREATE INDEX "audit_blocks_unsealed" ON "audit_blocks"("number") WHERE "seal" IS NULL;

-- By hand: what the program itself asks the log for, however much is read in between.
DROP INDEX "audit_events_rare";
CREATE INDEX "audit_events_rare" ON "audit_events"("action", "seq")
  WHERE "action" IN ('rows.sealed', 'rows.verified', 'row.tampered', 'row.accepted', 'audit.rolledBack', 'audit.pruned',
    'audit.witnessMismatch', 'audit.broken', 'apiKey.revoked', 'owner.setUp', 'person.created', 'person.roleChanged',
    'person.suspended', 'person.restored');
