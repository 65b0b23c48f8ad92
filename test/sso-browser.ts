/** A browser that keeps cookies, by host, and follows redirects one step at a time. */
export class SsoBrowser {
  readonly jars = new Map<string, Map<string, string>>();
  /** Every line that set a cookie for our own side. */
  readonly lines: string[] = [];

  jar(url: string): Map<string, string> {
    const { host } = new URL(url);
    const jar = this.jars.get(host) ?? new Map<string, string>();
    this.jars.set(host, jar);
    return jar;
  }

  cookie(url: string): string {
    return [...this.jar(url)].map((pair) => pair.join("=")).join("; ");
  }

  keep(url: string, response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      if (value === "" || /max-age=0/i.test(line)) this.jar(url).delete(name);
      else this.jar(url).set(name, value);
    }
  }

  /** Goes through the provider, from its authorization address until it leads to `until`, and answers that address. */
  async through(address: string, until: string): Promise<string> {
    let url = address;
    for (let steps = 0; !url.startsWith(until); steps += 1) {
      if (steps > 10) throw new Error(`the provider leads nowhere: ${url}`);
      const response = await fetch(url, { headers: { cookie: this.cookie(url) }, redirect: "manual" });
      this.keep(url, response);
      const location = response.headers.get("location");
      if (location === null) throw new Error(`${url} answers ${response.status}: ${await response.text()}`);
      url = new URL(location, url).href;
    }
    return url;
  }
}

/** The address that a page leads to by its `Refresh` header. */
export function refreshOf(response: Response): string {
  return (response.headers.get("refresh") ?? "").replace(/^0; url=/, "");
}
