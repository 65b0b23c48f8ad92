CREATE TABLE "external_managers" (
  "id" UUID NOT NULL,
  "environment_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "configuration" JSONB NOT NULL,
  "credential_id" UUID NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_by" TEXT NOT NULL,
  "seal" BYTEA NOT NULL,
  CONSTRAINT "external_managers_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "external_managers_environment_id_name_key" ON "external_managers"("environment_id", "name");
CREATE INDEX "external_managers_credential_id_idx" ON "external_managers"("credential_id");
ALTER TABLE "external_managers" ADD CONSTRAINT "external_managers_environment_id_fkey"
  FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "external_managers" ADD CONSTRAINT "external_managers_credential_id_fkey"
  FOREIGN KEY ("credential_id") REFERENCES "secrets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
