/** Takes what next-auth writes to a response of Node's kind, and makes one of the web's kind of it. */
export function responseSink() {
  const headers = new Map<string, string | readonly string[]>();
  let status = 200;
  let content: unknown;
  const sink = {
    getHeader: (name: string) => headers.get(name.toLowerCase()),
    setHeader(name: string, value: string | readonly string[]) {
      headers.set(name.toLowerCase(), value);
      return sink;
    },
    status(code: number) {
      status = code;
      return sink;
    },
    end: () => {},
    send(body: unknown) {
      content = body;
    },
    json(body: unknown) {
      headers.set("content-type", "application/json");
      content = body;
    },
  };
  const response = (): Response => {
    const uncached = new Map([...headers, ["cache-control", "no-store"] as const]);
    const list = [...uncached].flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, one]),
    );
    const body = typeof content === "string" ? content : JSON.stringify(content);
    return new Response(content === undefined ? null : body, { status, headers: list });
  };
  return { sink, response };
}
