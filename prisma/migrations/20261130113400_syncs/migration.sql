-- Secrets that are written to external managers.
CREATE TABLE "syncs" (
    "id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "manager_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "configuration" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,
    "seal" BYTEA NOT NULL,
    "overwrites" BOOLEAN NOT NULL,
    "error" TEXT,
    "attempts" INTEGER NOT NULL,
    "seen_seq" BIGINT NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "claim" UUID,
    "claimed_until" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),
    CONSTRAINT "syncs_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "syncs_environment_id_name_key" ON "syncs"("environment_id", "name");
CREATE INDEX "syncs_manager_id_idx" ON "syncs"("manager_id");
CREATE INDEX "syncs_due_at_idx" ON "syncs"("due_at");
ALTER TABLE "syncs" ADD CONSTRAINT "syncs_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "syncs" ADD CONSTRAINT "syncs_manager_id_fkey" FOREIGN KEY ("manager_id") REFERENCES "external_managers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "sync_entries" (
    "sync_id" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "name" TEXT,
    "secret_id" UUID,
    "version_id" UUID,
    "hash" TEXT,
    "state" TEXT NOT NULL,
    "error" TEXT,
    "written_at" TIMESTAMPTZ(3),
    CONSTRAINT "sync_entries_pkey" PRIMARY KEY ("sync_id", "path", "field")
);
ALTER TABLE "sync_entries" ADD CONSTRAINT "sync_entries_sync_id_fkey" FOREIGN KEY ("sync_id") REFERENCES "syncs"("id") ON DELETE CASCADE ON UPDATE CASCADE;
