import { version } from "../../package.json";

/** Of this build. */
export const VERSION: string = version;
