-- What a person made, and keys that end soon.
CREATE INDEX "api_keys_created_by_idx" ON "api_keys"("created_by");
CREATE INDEX "allowlist_endpoints_created_by_idx" ON "allowlist_endpoints"("created_by");
-- By hand: only keys that may still be used end.
CREATE INDEX "api_keys_ends" ON "api_keys"("expires_at") WHERE "revoked_at" IS NULL;
