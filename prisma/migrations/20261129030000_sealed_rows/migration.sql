-- By hand: rows that were there before have an empty seal until the program seals them, once, at its next start.
-- Without a default afterwards, so that no row can be written without saying its seal.
ALTER TABLE "organisations" ADD COLUMN "seal" BYTEA NOT NULL DEFAULT '';
ALTER TABLE "organisations" ALTER COLUMN "seal" DROP DEFAULT;
ALTER TABLE "users" ADD COLUMN "seal" BYTEA NOT NULL DEFAULT '';
ALTER TABLE "users" ALTER COLUMN "seal" DROP DEFAULT;
ALTER TABLE "invitations" ADD COLUMN "seal" BYTEA NOT NULL DEFAULT '';
ALTER TABLE "invitations" ALTER COLUMN "seal" DROP DEFAULT;
ALTER TABLE "pending_sign_ins" ADD COLUMN "seal" BYTEA NOT NULL DEFAULT '';
ALTER TABLE "pending_sign_ins" ALTER COLUMN "seal" DROP DEFAULT;
ALTER TABLE "totps" ADD COLUMN "seal" BYTEA NOT NULL DEFAULT '';
ALTER TABLE "totps" ALTER COLUMN "seal" DROP DEFAULT;
ALTER TABLE "recovery_codes" ADD COLUMN "seal" BYTEA NOT NULL DEFAULT '';
ALTER TABLE "recovery_codes" ALTER COLUMN "seal" DROP DEFAULT;
ALTER TABLE "passkeys" ADD COLUMN "seal" BYTEA NOT NULL DEFAULT '';
ALTER TABLE "passkeys" ALTER COLUMN "seal" DROP DEFAULT;
ALTER TABLE "identities" ADD COLUMN "seal" BYTEA NOT NULL DEFAULT '';
ALTER TABLE "identities" ALTER COLUMN "seal" DROP DEFAULT;
ALTER TABLE "sessions" ADD COLUMN "seal" BYTEA NOT NULL DEFAULT '';
ALTER TABLE "sessions" ALTER COLUMN "seal" DROP DEFAULT;
ALTER TABLE "projects" ADD COLUMN "seal" BYTEA NOT NULL DEFAULT '';
ALTER TABLE "projects" ALTER COLUMN "seal" DROP DEFAULT;
ALTER TABLE "environments" ADD COLUMN "seal" BYTEA NOT NULL DEFAULT '';
ALTER TABLE "environments" ALTER COLUMN "seal" DROP DEFAULT;
ALTER TABLE "secrets" ADD COLUMN "seal" BYTEA NOT NULL DEFAULT '';
ALTER TABLE "secrets" ALTER COLUMN "seal" DROP DEFAULT;
ALTER TABLE "secret_versions" ADD COLUMN "seal" BYTEA NOT NULL DEFAULT '';
ALTER TABLE "secret_versions" ALTER COLUMN "seal" DROP DEFAULT;
ALTER TABLE "shared_mappings" ADD COLUMN "seal" BYTEA NOT NULL DEFAULT '';
ALTER TABLE "shared_mappings" ALTER COLUMN "seal" DROP DEFAULT;
ALTER TABLE "api_keys" ADD COLUMN "seal" BYTEA NOT NULL DEFAULT '';
ALTER TABLE "api_keys" ALTER COLUMN "seal" DROP DEFAULT;
ALTER TABLE "allowlist_endpoints" ADD COLUMN "seal" BYTEA NOT NULL DEFAULT '';
ALTER TABLE "allowlist_endpoints" ALTER COLUMN "seal" DROP DEFAULT;

ALTER TABLE "users" ADD COLUMN "second_factor_count" INTEGER NOT NULL DEFAULT 0;
UPDATE "users" SET "second_factor_count" = factors.count
FROM (
  SELECT user_id, count(*)::int AS count FROM (
    SELECT user_id FROM "totps" WHERE confirmed_at IS NOT NULL UNION ALL SELECT user_id FROM "passkeys"
  ) each GROUP BY user_id
) factors WHERE "users".id = factors.user_id;
