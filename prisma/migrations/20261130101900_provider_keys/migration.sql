-- strongroom: no transaction
-- Keys for providers and tools by name, among however many other secrets.
CREATE INDEX CONCURRENTLY "secrets_provider_keys_idx" ON "secrets"("environment_id", "name_folded") WHERE "category" <> 'custom';
