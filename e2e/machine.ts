/** What a machine does with a key: asks the API, without a browser. */
export async function askApi(
  origin: string,
  key: string,
  request: string,
  body?: object,
): Promise<{ readonly status: number; readonly text: string }> {
  const [method = "GET", path = ""] = request.split(" ");
  const response = await fetch(`${origin}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body && { "content-type": "application/json" }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}
