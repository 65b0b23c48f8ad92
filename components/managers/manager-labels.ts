export const KINDS = { vault: "Vault or OpenBao", aws: "AWS Secrets Manager" } as const;
