ALTER TABLE "allowlist_endpoints" ADD COLUMN "last_sent_at" TIMESTAMPTZ(3);
