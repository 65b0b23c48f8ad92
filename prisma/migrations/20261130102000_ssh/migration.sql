-- People's public keys, who may enter which hosts, and the authorities that sign certificates.
CREATE TABLE "ssh_keys" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "personal_key_id" UUID,
    "type" TEXT NOT NULL,
    "bits" INTEGER NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "public_key" TEXT NOT NULL,
    "comment" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "seal" BYTEA NOT NULL,
    CONSTRAINT "ssh_keys_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "ssh_rules" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "user_id" UUID,
    "group_id" UUID,
    "api_key_id" UUID,
    "hosts" TEXT[] NOT NULL,
    "login" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "seal" BYTEA NOT NULL,
    CONSTRAINT "ssh_rules_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "ssh_authorities" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "public_key" TEXT NOT NULL,
    "private_key" TEXT NOT NULL,
    "project_key_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "seal" BYTEA NOT NULL,
    CONSTRAINT "ssh_authorities_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "ssh_keys_fingerprint_key" ON "ssh_keys"("fingerprint");
CREATE INDEX "ssh_keys_user_id_created_at_id_idx" ON "ssh_keys"("user_id", "created_at", "id");
CREATE INDEX "ssh_keys_personal_key_id_idx" ON "ssh_keys"("personal_key_id");
CREATE INDEX "ssh_rules_project_id_login_idx" ON "ssh_rules"("project_id", "login");
CREATE INDEX "ssh_rules_project_id_id_idx" ON "ssh_rules"("project_id", "id");
CREATE INDEX "ssh_rules_user_id_idx" ON "ssh_rules"("user_id");
CREATE INDEX "ssh_rules_group_id_idx" ON "ssh_rules"("group_id");
CREATE INDEX "ssh_rules_api_key_id_idx" ON "ssh_rules"("api_key_id");
CREATE INDEX "ssh_rules_expires_at_idx" ON "ssh_rules"("expires_at");
CREATE UNIQUE INDEX "ssh_authorities_project_id_key" ON "ssh_authorities"("project_id");
CREATE INDEX "ssh_authorities_project_key_id_idx" ON "ssh_authorities"("project_key_id");

ALTER TABLE "ssh_keys" ADD CONSTRAINT "ssh_keys_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "ssh_keys" ADD CONSTRAINT "ssh_keys_personal_key_id_fkey" FOREIGN KEY ("personal_key_id") REFERENCES "personal_keys"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "ssh_rules" ADD CONSTRAINT "ssh_rules_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "ssh_rules" ADD CONSTRAINT "ssh_rules_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "ssh_rules" ADD CONSTRAINT "ssh_rules_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "ssh_rules" ADD CONSTRAINT "ssh_rules_api_key_id_fkey" FOREIGN KEY ("api_key_id") REFERENCES "api_keys"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "ssh_authorities" ADD CONSTRAINT "ssh_authorities_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "ssh_authorities" ADD CONSTRAINT "ssh_authorities_project_key_id_fkey" FOREIGN KEY ("project_key_id") REFERENCES "project_keys"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
