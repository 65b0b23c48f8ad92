CREATE TYPE "RotationTrigger" AS ENUM ('schedule', 'person', 'emergency');
CREATE TYPE "RotationPhase" AS ENUM ('prepare', 'set', 'test', 'finish', 'wait', 'revoke', 'revert');
CREATE TYPE "RotationState" AS ENUM ('running', 'attention', 'done', 'cancelled', 'undone');

CREATE TABLE "pending_versions" (
  "secret_id" UUID NOT NULL,
  "id" UUID NOT NULL,
  "value" TEXT NOT NULL,
  "project_key_id" UUID NOT NULL,
  "fingerprint" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "seal" BYTEA NOT NULL,
  CONSTRAINT "pending_versions_pkey" PRIMARY KEY ("secret_id")
);
CREATE INDEX "pending_versions_project_key_id_idx" ON "pending_versions"("project_key_id");
ALTER TABLE "pending_versions" ADD CONSTRAINT "pending_versions_secret_id_fkey"
  FOREIGN KEY ("secret_id") REFERENCES "secrets"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "pending_versions" ADD CONSTRAINT "pending_versions_project_key_id_fkey"
  FOREIGN KEY ("project_key_id") REFERENCES "project_keys"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "rotation_policies" (
  "secret_id" UUID NOT NULL,
  "environment_id" UUID NOT NULL,
  "configuration" JSONB NOT NULL,
  "credential_id" UUID,
  "next_at" TIMESTAMPTZ(3),
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_by" TEXT NOT NULL,
  "seal" BYTEA NOT NULL,
  CONSTRAINT "rotation_policies_pkey" PRIMARY KEY ("secret_id")
);
CREATE INDEX "rotation_policies_next_at_idx" ON "rotation_policies"("next_at");
CREATE INDEX "rotation_policies_environment_id_next_at_secret_id_idx"
  ON "rotation_policies"("environment_id", "next_at", "secret_id");
CREATE INDEX "rotation_policies_credential_id_idx" ON "rotation_policies"("credential_id");
ALTER TABLE "rotation_policies" ADD CONSTRAINT "rotation_policies_secret_id_fkey"
  FOREIGN KEY ("secret_id") REFERENCES "secrets"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "rotation_policies" ADD CONSTRAINT "rotation_policies_environment_id_fkey"
  FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "rotation_policies" ADD CONSTRAINT "rotation_policies_credential_id_fkey"
  FOREIGN KEY ("credential_id") REFERENCES "secrets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "rotations" (
  "id" UUID NOT NULL,
  "secret_id" UUID NOT NULL,
  "environment_id" UUID NOT NULL,
  "trigger" "RotationTrigger" NOT NULL,
  "phase" "RotationPhase" NOT NULL,
  "state" "RotationState" NOT NULL,
  "from_version" INTEGER NOT NULL,
  "to_version" INTEGER,
  "facts" JSONB NOT NULL,
  "attempts" INTEGER NOT NULL,
  "error" TEXT,
  "due_at" TIMESTAMPTZ(3),
  "claimed_until" TIMESTAMPTZ(3),
  "grace_ends_at" TIMESTAMPTZ(3),
  "started_at" TIMESTAMPTZ(3) NOT NULL,
  "started_by" TEXT NOT NULL,
  "ended_at" TIMESTAMPTZ(3),
  CONSTRAINT "rotations_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "rotations_due_at_idx" ON "rotations"("due_at");
CREATE INDEX "rotations_secret_id_started_at_idx" ON "rotations"("secret_id", "started_at");
CREATE INDEX "rotations_environment_id_started_at_id_idx" ON "rotations"("environment_id", "started_at", "id");
ALTER TABLE "rotations" ADD CONSTRAINT "rotations_secret_id_fkey"
  FOREIGN KEY ("secret_id") REFERENCES "secrets"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "rotations" ADD CONSTRAINT "rotations_environment_id_fkey"
  FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
-- By hand: one rotation of a secret at a time, whoever starts it.
CREATE UNIQUE INDEX "rotations_one_running" ON "rotations"("secret_id") WHERE "ended_at" IS NULL;
