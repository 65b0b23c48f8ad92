-- Keys that act as a person, and what people read through them.
CREATE TABLE "personal_keys" (
    "id" UUID NOT NULL,
    "public_id" TEXT NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_ip" TEXT,
    "seal" BYTEA NOT NULL,
    CONSTRAINT "personal_keys_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "personal_reads" (
    "secret_id" UUID NOT NULL,
    "person" TEXT NOT NULL,
    "key_name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "personal_reads_pkey" PRIMARY KEY ("secret_id", "person")
);
ALTER TABLE "organisations" ADD COLUMN "personal_key_days_max" INTEGER NOT NULL DEFAULT 90;

CREATE UNIQUE INDEX "personal_keys_public_id_key" ON "personal_keys"("public_id");
CREATE UNIQUE INDEX "personal_keys_user_id_name_key" ON "personal_keys"("user_id", "name");
CREATE INDEX "personal_keys_expires_at_idx" ON "personal_keys"("expires_at");
CREATE INDEX "personal_reads_person_secret_id_idx" ON "personal_reads"("person", "secret_id");

ALTER TABLE "personal_keys" ADD CONSTRAINT "personal_keys_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "personal_reads" ADD CONSTRAINT "personal_reads_secret_id_fkey" FOREIGN KEY ("secret_id") REFERENCES "secrets"("id") ON DELETE CASCADE ON UPDATE CASCADE;
