-- Imports from external managers.
CREATE TABLE "imports" (
    "id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "manager_id" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "names" TEXT NOT NULL,
    "user_id" UUID,
    "api_key_id" UUID,
    "requested_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "seal" BYTEA NOT NULL,
    "goes_on" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL,
    "is_listed" BOOLEAN NOT NULL DEFAULT false,
    "is_planned" BOOLEAN NOT NULL DEFAULT false,
    "error" TEXT,
    "attempts" INTEGER NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "claim" UUID,
    "claimed_until" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    CONSTRAINT "imports_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "imports_environment_id_created_at_id_idx" ON "imports"("environment_id", "created_at", "id");
CREATE INDEX "imports_manager_id_idx" ON "imports"("manager_id");
CREATE INDEX "imports_user_id_idx" ON "imports"("user_id");
CREATE INDEX "imports_api_key_id_idx" ON "imports"("api_key_id");
CREATE INDEX "imports_due_at_idx" ON "imports"("due_at");
CREATE INDEX "imports_created_at_idx" ON "imports"("created_at");
ALTER TABLE "imports" ADD CONSTRAINT "imports_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "imports" ADD CONSTRAINT "imports_manager_id_fkey" FOREIGN KEY ("manager_id") REFERENCES "external_managers"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "imports" ADD CONSTRAINT "imports_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "imports" ADD CONSTRAINT "imports_api_key_id_fkey" FOREIGN KEY ("api_key_id") REFERENCES "api_keys"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "import_entries" (
    "import_id" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "name" TEXT,
    "variable" TEXT,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "versions" INTEGER,
    CONSTRAINT "import_entries_pkey" PRIMARY KEY ("import_id", "path", "field")
);
CREATE INDEX "import_entries_import_id_state_path_field_idx" ON "import_entries"("import_id", "state", "path", "field");
CREATE INDEX "import_entries_import_id_name_path_field_idx" ON "import_entries"("import_id", "name", "path", "field");
ALTER TABLE "import_entries" ADD CONSTRAINT "import_entries_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "imports"("id") ON DELETE CASCADE ON UPDATE CASCADE;
