/** The three headers of Standard Webhooks 1.0. */
export const STANDARD_HEADERS = ["webhook-id", "webhook-timestamp", "webhook-signature"] as const;
