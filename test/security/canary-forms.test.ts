import { describe, expect, it } from "vitest";
import { newMarker, sightings } from "./canary";

const marker = newMarker();
const control = newMarker();

describe("a marker is found", () => {
  const wrapped = (encoding: BufferEncoding) => Buffer.from(`ab${marker}yz`).toString(encoding);
  it.each([
    ["as it is", `x${marker}y`],
    ["in base64 after no byte", Buffer.from(marker).toString("base64")],
    ["in base64 after one byte", Buffer.from(`a${marker}`).toString("base64")],
    ["in base64 after two bytes", wrapped("base64")],
    ["in base64url", wrapped("base64url")],
    ["in hex", wrapped("hex")],
    ["in an address", [...marker].map((c) => `%${c.charCodeAt(0).toString(16)}`).join("")],
    ["in UTF-16", Buffer.from(marker, "utf16le").toString("latin1")],
  ])("%s", (_, text) => {
    expect(sightings([{ name: "place", bytes: Buffer.from(text, "latin1") }], marker)).not.toEqual([]);
    expect(sightings([{ name: "place", bytes: Buffer.from(text, "latin1") }], control)).toEqual([]);
  });
});
