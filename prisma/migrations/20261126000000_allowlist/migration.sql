-- CreateEnum
CREATE TYPE "Verification" AS ENUM ('challenge', 'byHand');

-- AlterTable
ALTER TABLE "organisations" ADD COLUMN     "allowed_private_hosts" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "allowlist_endpoints" (
    "id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "name_folded" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "method" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "verification" "Verification",
    "verified_at" TIMESTAMPTZ(3),
    "verified_by" TEXT,
    "configuration" JSONB NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,

    CONSTRAINT "allowlist_endpoints_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "allowlist_references" (
    "endpoint_id" UUID NOT NULL,
    "secret_id" UUID NOT NULL,

    CONSTRAINT "allowlist_references_pkey" PRIMARY KEY ("endpoint_id","secret_id")
);

-- CreateTable
CREATE TABLE "allowlist_answers" (
    "id" UUID NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "sender_id" UUID NOT NULL,
    "key_hash" BYTEA NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "answer" TEXT,
    "project_key_id" UUID,

    CONSTRAINT "allowlist_answers_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "allowlist_endpoints_environment_id_name_folded_key" ON "allowlist_endpoints"("environment_id", "name_folded");

-- CreateIndex
CREATE INDEX "allowlist_references_secret_id_idx" ON "allowlist_references"("secret_id");

-- CreateIndex
CREATE INDEX "allowlist_answers_endpoint_id_expires_at_idx" ON "allowlist_answers"("endpoint_id", "expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "allowlist_answers_endpoint_id_sender_id_key_hash_key" ON "allowlist_answers"("endpoint_id", "sender_id", "key_hash");

-- AddForeignKey
ALTER TABLE "allowlist_endpoints" ADD CONSTRAINT "allowlist_endpoints_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allowlist_references" ADD CONSTRAINT "allowlist_references_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "allowlist_endpoints"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allowlist_references" ADD CONSTRAINT "allowlist_references_secret_id_fkey" FOREIGN KEY ("secret_id") REFERENCES "secrets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allowlist_answers" ADD CONSTRAINT "allowlist_answers_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "allowlist_endpoints"("id") ON DELETE CASCADE ON UPDATE CASCADE;


