-- Who is told of what, where that goes, and what became of it.
CREATE TABLE "notice_choices" (
    "user_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "timing" TEXT NOT NULL,
    CONSTRAINT "notice_choices_pkey" PRIMARY KEY ("user_id", "kind")
);
CREATE TABLE "notice_channels" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "configuration" JSONB NOT NULL,
    "environment_id" UUID NOT NULL,
    "credential_id" UUID NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,
    "seal" BYTEA NOT NULL,
    CONSTRAINT "notice_channels_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "notice_deliveries" (
    "id" UUID NOT NULL,
    "user_id" UUID,
    "channel_id" UUID,
    "recipient" TEXT NOT NULL,
    "kinds" TEXT[],
    "content" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    CONSTRAINT "notice_deliveries_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "notice_channels_name_key" ON "notice_channels"("name");
CREATE INDEX "notice_channels_credential_id_idx" ON "notice_channels"("credential_id");
CREATE INDEX "notice_deliveries_created_at_idx" ON "notice_deliveries"("created_at");
CREATE INDEX "notice_deliveries_due_at_idx" ON "notice_deliveries"("due_at");
CREATE INDEX "notice_deliveries_user_id_idx" ON "notice_deliveries"("user_id");
CREATE INDEX "notice_deliveries_channel_id_idx" ON "notice_deliveries"("channel_id");

ALTER TABLE "notice_choices" ADD CONSTRAINT "notice_choices_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "notice_channels" ADD CONSTRAINT "notice_channels_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "notice_channels" ADD CONSTRAINT "notice_channels_credential_id_fkey" FOREIGN KEY ("credential_id") REFERENCES "secrets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "notice_deliveries" ADD CONSTRAINT "notice_deliveries_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "notice_deliveries" ADD CONSTRAINT "notice_deliveries_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "notice_channels"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What happened before the upgrade is no news.
INSERT INTO "audit_streams" ("name", "seq")
SELECT name, coalesce((SELECT "seq" FROM "audit_head"), 0) FROM unnest(ARRAY['notices.atOnce', 'notices.daily']) AS name;
