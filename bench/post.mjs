import { Agent, request } from "node:http";
import { text } from "node:stream/consumers";

const BOUNDARY = "----strongroom-bench";

/**
 * Posts forms over kept-alive connections, one for each post under way. Built on `node:http` because `fetch` takes so
 * long itself that it would hide what is measured.
 */
export function poster(agent = new Agent({ keepAlive: true, maxSockets: 64 })) {
  return async (url, headers, fields) => {
    const body = multipart(fields);
    const sent = request(url, {
      agent,
      method: "POST",
      headers: {
        ...headers,
        "content-type": `multipart/form-data; boundary=${BOUNDARY}`,
        "content-length": body.length,
      },
    });
    const answered = new Promise((resolve, reject) => sent.once("response", resolve).once("error", reject));
    sent.end(body);
    const answer = await answered;
    return { status: answer.statusCode, body: await text(answer) };
  };
}

function multipart(fields) {
  const parts = fields.map(
    ([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return Buffer.from(`${parts.join("")}--${BOUNDARY}--\r\n`);
}
