-- A project key that still seals an answer cannot be deleted. Answers whose project key is gone could not be opened either.
DELETE FROM "allowlist_answers" a WHERE a."project_key_id" IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM "project_keys" k WHERE k."id" = a."project_key_id");
CREATE INDEX "allowlist_answers_project_key_id_idx" ON "allowlist_answers"("project_key_id");
ALTER TABLE "allowlist_answers" ADD CONSTRAINT "allowlist_answers_project_key_id_fkey" FOREIGN KEY ("project_key_id") REFERENCES "project_keys"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
