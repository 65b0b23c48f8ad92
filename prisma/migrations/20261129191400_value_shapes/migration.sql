-- What the change log says of a value without telling it: its kind, a class of length, keyed fingerprints of the members of JSON.
ALTER TABLE "secret_versions" ADD COLUMN "shape" JSONB;
ALTER TABLE "pending_versions" ADD COLUMN "shape" JSONB;
