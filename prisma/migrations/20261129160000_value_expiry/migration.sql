-- When a value ends by itself, as far as it says so.
ALTER TABLE "secret_versions" ADD COLUMN "expires_at" TIMESTAMPTZ(3);
ALTER TABLE "pending_versions" ADD COLUMN "expires_at" TIMESTAMPTZ(3);
-- By hand: few values say so.
CREATE INDEX "secret_versions_expires_at" ON "secret_versions"("expires_at") WHERE "expires_at" IS NOT NULL;
