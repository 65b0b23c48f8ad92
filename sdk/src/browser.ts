export { verifyEvidence } from "./audit-proof/verify.js";

/** What a bundler for browsers gets: the API key and every value would be readable by anyone who opens the page. */
export class Strongroom {
  constructor() {
    throw new Error(
      "@strongroom/sdk does not run in a browser: anyone who opens the page could read the API key. Call it on a server.",
    );
  }
}
