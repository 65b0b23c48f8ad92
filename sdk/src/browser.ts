throw new Error(
  "@strongroom/sdk does not run in a browser: the API key and every value would be readable by anyone who opens the page. Call it on a server.",
);
