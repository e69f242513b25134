import { AwsError, type LocalSns, type Reply } from "../ports.ts";
import { type Input, optionalString } from "../read-input.ts";
import type { RequiredPermission } from "./json-protocol.ts";
import { readQueryInput } from "./query-input.ts";
import { escapeXml, writeXml } from "./query-output.ts";
import { type LogError, type ReceivedRequest, toAwsError } from "./reply.ts";

const namespace = "http://sns.amazonaws.com/doc/2010-03-31/";

/** Answers a form with an action of SNS. */
export function answerSns(
  sns: LocalSns,
  request: ReceivedRequest,
  surroundings: {
    readonly authorize: (permission: RequiredPermission) => void;
    readonly logError: LogError;
  },
): Reply {
  try {
    const form = new URLSearchParams(request.body.toString("utf8"));
    const action = form.get("Action") ?? "";
    if (!/^\w{1,100}$/.test(action)) {
      throw new AwsError("MissingAction", "Expected a form with an Action of SNS.");
    }
    const input = readQueryInput(form);
    surroundings.authorize(snsPermission(action, input));
    return xmlReply(200, resultXml(action, { output: sns.execute(action, input), request }));
  } catch (error) {
    return snsError(toAwsError(error, surroundings.logError), request.requestId);
  }
}

export function snsError(error: AwsError, requestId: string): Reply {
  const type = error.statusCode < 500 ? "Sender" : "Receiver";
  const body = `<ErrorResponse xmlns="${namespace}"><Error><Type>${type}</Type><Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message></Error>${writeXml("RequestId", requestId)}</ErrorResponse>`;
  return xmlReply(error.statusCode, body);
}

/** A batch needs the permission of the single action. */
// https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html
function snsPermission(action: string, input: Input): RequiredPermission {
  const topic = optionalString(input, "TopicArn") ?? optionalString(input, "TargetArn");
  return {
    action: `sns:${action === "PublishBatch" ? "Publish" : action}`,
    resource: topic ?? "*",
    context: {},
  };
}

function resultXml(
  action: string,
  { output, request }: { output: Record<string, unknown>; request: ReceivedRequest },
): string {
  const metadata = writeXml("ResponseMetadata", { RequestId: request.requestId });
  return `<${action}Response xmlns="${namespace}">${writeXml(`${action}Result`, output)}${metadata}</${action}Response>`;
}

function xmlReply(status: number, body: string): Reply {
  return { status, headers: { "content-type": "text/xml" }, body };
}
