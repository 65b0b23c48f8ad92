export const KEYS_PATH = "/settings/keys";
