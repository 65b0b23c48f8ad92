-- CreateTable
CREATE TABLE "audit_index" (
    "is_only" BOOLEAN NOT NULL DEFAULT true,
    "seq" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_index_pkey" PRIMARY KEY ("is_only")
);

-- CreateTable
CREATE TABLE "audit_blocks" (
    "number" INTEGER NOT NULL,
    "leaves" BYTEA NOT NULL,
    "terms" INTEGER[],
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_blocks_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "audit_names" (
    "name" TEXT NOT NULL,

    CONSTRAINT "audit_names_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "audit_tiles" (
    "level" SMALLINT NOT NULL,
    "number" INTEGER NOT NULL,
    "hashes" BYTEA NOT NULL,

    CONSTRAINT "audit_tiles_pkey" PRIMARY KEY ("level","number")
);

-- CreateTable
CREATE TABLE "audit_checkpoints" (
    "size" BIGINT NOT NULL,
    "root" BYTEA NOT NULL,
    "note" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_checkpoints_pkey" PRIMARY KEY ("size")
);

-- CreateTable
CREATE TABLE "audit_activity" (
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "action" TEXT NOT NULL,
    "place" UUID NOT NULL,
    "project_id" UUID,
    "environment_id" UUID,
    "events" INTEGER NOT NULL,

    CONSTRAINT "audit_activity_pkey" PRIMARY KEY ("hour","action","place")
);

-- CreateIndex
CREATE INDEX "audit_blocks_last_at_idx" ON "audit_blocks"("last_at");

-- CreateIndex
CREATE INDEX "audit_blocks_terms_idx" ON "audit_blocks" USING GIN ("terms");

-- By hand: what waits to be put into the index of terms is searched in full, so it must not be much.
ALTER INDEX "audit_blocks_terms_idx" SET (gin_pending_list_limit = 256);

-- By hand: a name in any case, and part of one.
CREATE INDEX "audit_names_folded" ON "audit_names"(lower("name"));
CREATE INDEX "audit_names_part" ON "audit_names" USING GIN (lower("name") gin_trgm_ops);

-- By hand: what is looked for in the log goes through the blocks; what the program itself asks for has an index of its own.
-- Fewer indexes on the events make every write cheaper.
DROP INDEX "audit_events_project_id_seq_idx";
DROP INDEX "audit_events_actor_id_seq_idx";
DROP INDEX "audit_events_action_seq_idx";
DROP INDEX "audit_events_at_idx";
DROP INDEX "audit_events_environment_id_folded_name_seq";
CREATE INDEX "audit_events_named" ON "audit_events"("environment_id", lower("target_name"), "seq")
  WHERE "action" IN ('secret.deleted', 'allowlist.sent', 'allowlist.failed');
CREATE INDEX "audit_events_rare" ON "audit_events"("action", "seq")
  WHERE "action" IN ('rows.sealed', 'rows.verified', 'row.tampered', 'row.accepted', 'audit.rolledBack', 'audit.pruned');

-- By hand: old events leave in a transaction that says so; nothing else removes one.
CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('strongroom.retention', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'audit events are append only' USING ERRCODE = 'restrict_violation';
END $$;
