-- Links by which somebody without an account gives the value of one secret.
CREATE TABLE "value_links" (
    "id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "user_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "secret_id" UUID,
    "name" TEXT,
    "description" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "audience" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "withdrawn_at" TIMESTAMPTZ(3),
    "seal" BYTEA NOT NULL,
    CONSTRAINT "value_links_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "value_links_token_hash_key" ON "value_links"("token_hash");
CREATE INDEX "value_links_environment_id_created_at_id_idx" ON "value_links"("environment_id", "created_at", "id");
CREATE INDEX "value_links_user_id_idx" ON "value_links"("user_id");
CREATE INDEX "value_links_secret_id_idx" ON "value_links"("secret_id");
CREATE INDEX "value_links_expires_at_idx" ON "value_links"("expires_at");
ALTER TABLE "value_links" ADD CONSTRAINT "value_links_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "value_links" ADD CONSTRAINT "value_links_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "value_links" ADD CONSTRAINT "value_links_secret_id_fkey" FOREIGN KEY ("secret_id") REFERENCES "secrets"("id") ON DELETE CASCADE ON UPDATE CASCADE;
