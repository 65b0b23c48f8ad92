-- How the backups stand that are made by themselves.
CREATE TABLE "backup_state" (
    "is_only" BOOLEAN NOT NULL DEFAULT true,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "running_until" TIMESTAMPTZ(3),
    "error" TEXT,
    "made_at" TIMESTAMPTZ(3),
    "file" TEXT,
    "bytes" BIGINT,
    CONSTRAINT "backup_state_pkey" PRIMARY KEY ("is_only"),
    CONSTRAINT "backup_state_is_only" CHECK ("is_only")
);
