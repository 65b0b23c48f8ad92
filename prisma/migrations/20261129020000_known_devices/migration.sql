-- AlterTable
ALTER TABLE "users" ADD COLUMN "device_generation" INTEGER NOT NULL DEFAULT 0;
