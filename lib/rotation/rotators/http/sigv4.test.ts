import { expect, test } from "vitest";
import { sigv4Headers } from "./sigv4";

test("signs the example of the documentation of AWS as it is signed there", () => {
  const scope = {
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    region: "us-east-1",
    service: "iam",
  };
  const request = {
    method: "GET",
    host: "iam.amazonaws.com",
    path: "/",
    query: "Action=ListUsers&Version=2010-05-08",
    contentType: "application/x-www-form-urlencoded; charset=utf-8",
    body: "",
  };
  const headers = new Map(sigv4Headers(scope, request, new Date("2015-08-30T12:36:00Z")));
  expect(headers.get("X-Amz-Date")).toBe("20150830T123600Z");
  expect(headers.get("Authorization")).toBe(
    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
  );
});
