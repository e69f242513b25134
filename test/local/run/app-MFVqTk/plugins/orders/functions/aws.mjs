const credentials = `AWS4-HMAC-SHA256 Credential=${process.env.AWS_ACCESS_KEY_ID}/20260101/eu-central-1/x/aws4_request`;

async function post(url, headers, body) {
  const response = await fetch(url, {
    method: "POST",
    headers: { authorization: credentials, ...headers },
    body,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
  return text;
}

async function callJson(url, target, input) {
  const headers = { "content-type": "application/x-amz-json-1.0", "x-amz-target": target };
  return JSON.parse((await post(url, headers, JSON.stringify(input))) || "{}");
}

export const dynamodb = (operation, input) =>
  callJson(process.env.AWS_ENDPOINT_URL_DYNAMODB, `DynamoDB_20120810.${operation}`, input);
export const sqs = (operation, input) =>
  callJson(process.env.AWS_ENDPOINT_URL_SQS, `AmazonSQS.${operation}`, input);
export const sns = (action, input) =>
  post(
    process.env.AWS_ENDPOINT_URL_SNS,
    { "content-type": "application/x-www-form-urlencoded" },
    new URLSearchParams({ Action: action, Version: "2010-03-31", ...input }).toString(),
  );
