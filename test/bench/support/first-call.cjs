// Prints the milliseconds of loading a bundle and of its first HTTP command, against a loopback service.
const { createHash } = require("node:crypto");
const http = require("node:http");
const server = http.createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    // The SDK checks the digest of what it sent.
    const md5 = createHash("md5").update(JSON.parse(body).MessageBody).digest("hex");
    response.setHeader("content-type", "application/x-amz-json-1.0");
    response.end(JSON.stringify({ MessageId: "1", MD5OfMessageBody: md5 }));
  });
});
server.listen(0, "127.0.0.1", async () => {
  const endpoint = `http://127.0.0.1:${server.address().port}`;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SQS: endpoint,
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "a",
    AWS_SECRET_ACCESS_KEY: "b",
    RESOURCE_PREFIX: "shop-ordering-dev-",
    QUEUE_URL_BASE: `${endpoint}/000000000000`,
    TOPIC_ARN_BASE: "arn:aws:sns:eu-central-1:000000000000",
    LOG_LEVEL: "error",
  });
  const start = performance.now();
  const { handler } = require(process.argv[2]);
  const loaded = performance.now();
  const response = await handler({
    routeKey: "POST /ordering/order/{id}",
    requestContext: {},
    headers: {},
    pathParameters: { id: "1" },
    body: JSON.stringify({ type: "PlaceOrder", customerId: "c", lines: [] }),
  });
  const done = performance.now();
  if (response.statusCode !== 202) throw new Error(JSON.stringify(response));
  console.log(JSON.stringify({ load: loaded - start, call: done - loaded }));
  process.exit(0);
});
