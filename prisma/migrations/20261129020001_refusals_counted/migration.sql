-- AlterTable
ALTER TABLE "api_keys" DROP COLUMN "last_refused_at";
