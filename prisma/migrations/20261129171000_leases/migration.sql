CREATE TABLE "lease_sources" (
  "id" UUID NOT NULL,
  "environment_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "configuration" JSONB NOT NULL,
  "credential_id" UUID NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_by" TEXT NOT NULL,
  "seal" BYTEA NOT NULL,
  CONSTRAINT "lease_sources_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "lease_sources_environment_id_name_key" ON "lease_sources"("environment_id", "name");
CREATE INDEX "lease_sources_credential_id_idx" ON "lease_sources"("credential_id");
ALTER TABLE "lease_sources" ADD CONSTRAINT "lease_sources_environment_id_fkey"
  FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "lease_sources" ADD CONSTRAINT "lease_sources_credential_id_fkey"
  FOREIGN KEY ("credential_id") REFERENCES "secrets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "leases" (
  "id" UUID NOT NULL,
  "source_id" UUID NOT NULL,
  "environment_id" UUID NOT NULL,
  "api_key_id" UUID,
  "user_name" TEXT NOT NULL,
  "ttl_seconds" INTEGER NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "created_by" TEXT NOT NULL,
  "max_at" TIMESTAMPTZ(3) NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "made_at" TIMESTAMPTZ(3),
  "end_reason" TEXT,
  "ended_at" TIMESTAMPTZ(3),
  "attempts" INTEGER NOT NULL,
  "error" TEXT,
  "due_at" TIMESTAMPTZ(3),
  "claimed_until" TIMESTAMPTZ(3),
  "seal" BYTEA NOT NULL,
  CONSTRAINT "leases_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "leases_source_id_user_name_key" ON "leases"("source_id", "user_name");
CREATE INDEX "leases_due_at_idx" ON "leases"("due_at");
CREATE INDEX "leases_api_key_id_idx" ON "leases"("api_key_id");
CREATE INDEX "leases_environment_id_created_at_id_idx" ON "leases"("environment_id", "created_at", "id");
CREATE INDEX "leases_ended_at_idx" ON "leases"("ended_at");
-- By hand: what has not ended is little beside what has.
CREATE INDEX "leases_open" ON "leases"("source_id", "due_at") WHERE "ended_at" IS NULL;
ALTER TABLE "leases" ADD CONSTRAINT "leases_source_id_fkey"
  FOREIGN KEY ("source_id") REFERENCES "lease_sources"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "leases" ADD CONSTRAINT "leases_environment_id_fkey"
  FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "leases" ADD CONSTRAINT "leases_api_key_id_fkey"
  FOREIGN KEY ("api_key_id") REFERENCES "api_keys"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
