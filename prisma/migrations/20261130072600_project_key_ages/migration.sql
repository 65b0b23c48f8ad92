-- By hand: how old the oldest project key in use is.
CREATE INDEX "project_keys_active_created_at" ON "project_keys"("created_at") WHERE "is_active";
