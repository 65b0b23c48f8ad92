-- CreateTable
CREATE TABLE "secret_comparisons" (
    "secret_id" UUID NOT NULL,
    "count" INTEGER NOT NULL,
    "window_ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "secret_comparisons_pkey" PRIMARY KEY ("secret_id")
);

-- AddForeignKey
ALTER TABLE "secret_comparisons" ADD CONSTRAINT "secret_comparisons_secret_id_fkey" FOREIGN KEY ("secret_id") REFERENCES "secrets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AlterTable
ALTER TABLE "secret_versions" ALTER COLUMN "fingerprint" DROP NOT NULL;

-- By hand: values under 8 bytes are never compared, so they keep no fingerprint. The length shows in the ciphertext,
-- which is as long as the value.
UPDATE "secret_versions" SET "fingerprint" = NULL WHERE octet_length(decode(split_part("value", ':', 2), 'base64')) < 8;
