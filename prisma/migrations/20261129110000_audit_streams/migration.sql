-- CreateTable
CREATE TABLE "audit_streams" (
    "name" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3),
    "error" TEXT,
    "error_at" TIMESTAMPTZ(3),

    CONSTRAINT "audit_streams_pkey" PRIMARY KEY ("name")
);
