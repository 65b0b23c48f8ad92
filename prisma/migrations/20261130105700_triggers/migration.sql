CREATE TABLE "triggers" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "environment_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "configuration" JSONB NOT NULL,
  "secret_id" UUID NOT NULL,
  "rotated_id" UUID,
  "is_paused" BOOLEAN NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_by" TEXT NOT NULL,
  "fired_at" TIMESTAMPTZ(3),
  "refused_at" TIMESTAMPTZ(3),
  "refused_count" BIGINT NOT NULL DEFAULT 0,
  "seal" BYTEA NOT NULL,
  CONSTRAINT "triggers_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "triggers_project_id_name_key" ON "triggers"("project_id", "name");
CREATE INDEX "triggers_environment_id_idx" ON "triggers"("environment_id");
CREATE INDEX "triggers_secret_id_idx" ON "triggers"("secret_id");
CREATE INDEX "triggers_rotated_id_idx" ON "triggers"("rotated_id");
ALTER TABLE "triggers" ADD CONSTRAINT "triggers_project_id_fkey"
  FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "triggers" ADD CONSTRAINT "triggers_environment_id_fkey"
  FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "triggers" ADD CONSTRAINT "triggers_secret_id_fkey"
  FOREIGN KEY ("secret_id") REFERENCES "secrets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "triggers" ADD CONSTRAINT "triggers_rotated_id_fkey"
  FOREIGN KEY ("rotated_id") REFERENCES "secrets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "trigger_deliveries" (
  "id" UUID NOT NULL,
  "trigger_id" UUID NOT NULL,
  "position" BIGINT,
  "replay_key" BYTEA NOT NULL,
  "replay_of" UUID,
  "message_id" TEXT,
  "bytes" INTEGER NOT NULL,
  "header_names" TEXT[] NOT NULL,
  "payload" TEXT,
  "project_key_id" UUID,
  "received_at" TIMESTAMPTZ(3) NOT NULL,
  "state" TEXT NOT NULL,
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "outcome" TEXT,
  "due_at" TIMESTAMPTZ(3),
  "claimed_until" TIMESTAMPTZ(3),
  "ended_at" TIMESTAMPTZ(3),
  CONSTRAINT "trigger_deliveries_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "trigger_deliveries_trigger_id_replay_key_key" ON "trigger_deliveries"("trigger_id", "replay_key");
CREATE INDEX "trigger_deliveries_trigger_id_position_idx" ON "trigger_deliveries"("trigger_id", "position");
CREATE INDEX "trigger_deliveries_position_idx" ON "trigger_deliveries"("position");
CREATE INDEX "trigger_deliveries_project_key_id_id_idx" ON "trigger_deliveries"("project_key_id", "id");
CREATE INDEX "trigger_deliveries_due_at_idx" ON "trigger_deliveries"("due_at");
CREATE INDEX "trigger_deliveries_received_at_idx" ON "trigger_deliveries"("received_at");
-- By hand: what waits to be emptied is little beside what was.
CREATE INDEX "trigger_deliveries_kept" ON "trigger_deliveries"("received_at") WHERE "payload" IS NOT NULL;
ALTER TABLE "trigger_deliveries" ADD CONSTRAINT "trigger_deliveries_trigger_id_fkey"
  FOREIGN KEY ("trigger_id") REFERENCES "triggers"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "trigger_deliveries" ADD CONSTRAINT "trigger_deliveries_project_key_id_fkey"
  FOREIGN KEY ("project_key_id") REFERENCES "project_keys"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
