ALTER TYPE "VersionOrigin" ADD VALUE 'external';

CREATE TABLE "secret_sources" (
  "secret_id" UUID NOT NULL,
  "manager_id" UUID NOT NULL,
  "path" TEXT NOT NULL,
  "field" TEXT NOT NULL,
  "version_label" TEXT NOT NULL,
  "version" TEXT NOT NULL,
  "checked_at" TIMESTAMPTZ(3) NOT NULL,
  "next_at" TIMESTAMPTZ(3) NOT NULL,
  "reason" TEXT,
  "error" TEXT,
  "failing_since" TIMESTAMPTZ(3),
  "seal" BYTEA NOT NULL,
  CONSTRAINT "secret_sources_pkey" PRIMARY KEY ("secret_id")
);
CREATE INDEX "secret_sources_manager_id_idx" ON "secret_sources"("manager_id");
-- By hand: what fails is little beside what does not.
CREATE INDEX "secret_sources_failing" ON "secret_sources"("failing_since") WHERE "failing_since" IS NOT NULL;
ALTER TABLE "secret_sources" ADD CONSTRAINT "secret_sources_secret_id_fkey"
  FOREIGN KEY ("secret_id") REFERENCES "secrets"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "secret_sources" ADD CONSTRAINT "secret_sources_manager_id_fkey"
  FOREIGN KEY ("manager_id") REFERENCES "external_managers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
