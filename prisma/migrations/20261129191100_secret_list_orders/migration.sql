-- When the current value of a secret was stored.
ALTER TABLE "secrets" ADD COLUMN "replaced_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
UPDATE "secrets" s SET "replaced_at" = v."created_at" FROM "secret_versions" v
  WHERE v."secret_id" = s."id" AND v."number" = s."current_version";

-- CreateTable
CREATE TABLE "secret_last_reads" (
    "secret_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL DEFAULT '1970-01-01 00:00:00+00',

    CONSTRAINT "secret_last_reads_pkey" PRIMARY KEY ("secret_id")
);

-- AddForeignKey
ALTER TABLE "secret_last_reads" ADD CONSTRAINT "secret_last_reads_secret_id_fkey" FOREIGN KEY ("secret_id") REFERENCES "secrets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand: every secret has its row, whoever inserts it, so that those which nobody has read are found by an index too.
INSERT INTO "secret_last_reads" ("secret_id", "environment_id", "last_at")
  SELECT s."id", s."environment_id", coalesce(max(r."last_at"), 'epoch')
  FROM "secrets" s LEFT JOIN "secret_reads" r ON r."secret_id" = s."id" GROUP BY s."id";
CREATE FUNCTION keep_last_read() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO secret_last_reads (secret_id, environment_id) VALUES (NEW.id, NEW.environment_id)
    ON CONFLICT (secret_id) DO UPDATE SET environment_id = EXCLUDED.environment_id;
  RETURN NULL;
END $$;
CREATE TRIGGER "secrets_keep_last_read" AFTER INSERT OR UPDATE OF "environment_id" ON "secrets"
  FOR EACH ROW EXECUTE FUNCTION keep_last_read();
