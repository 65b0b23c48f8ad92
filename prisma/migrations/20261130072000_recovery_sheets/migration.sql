-- That a master key was split into shares, and when they were last tried.
CREATE TABLE "recovery_sheets" (
    "id" TEXT NOT NULL,
    "master_key_id" TEXT NOT NULL,
    "share_count" INTEGER NOT NULL,
    "threshold" INTEGER NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "checked_at" TIMESTAMPTZ(3),
    CONSTRAINT "recovery_sheets_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "recovery_sheets_master_key_id_idx" ON "recovery_sheets"("master_key_id");
ALTER TABLE "recovery_sheets" ADD CONSTRAINT "recovery_sheets_master_key_id_fkey" FOREIGN KEY ("master_key_id") REFERENCES "master_keys"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
