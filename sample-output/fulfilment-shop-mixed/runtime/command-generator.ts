import { randomUUID } from "node:crypto";
import {
  SendMessageCommand,
  type SendMessageCommandOutput,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { Decoded } from "./decode.ts";
import { type CommandEnvelope, rootEnvelope } from "./envelope.ts";
import { describeError } from "./errors.ts";
import {
  actorOf,
  type HttpResponse,
  header,
  idRule,
  isId,
  json,
  jsonBody,
  pathParameter,
  problem,
} from "./http.ts";
import { log } from "./log.ts";
import type { Outcome, OutcomeStore } from "./outcome-store.ts";
import type { HttpHandler, HttpRequest } from "./provider.ts";

interface CommandEndpointOptions<Command> {
  /** `<plugin>/<component>`. */
  readonly name: string;
  readonly decodeCommand: (input: unknown) => Decoded<Command>;
  /** What happens to a command that is well formed: `sendTo` a queue, or `answerWith` its outcome. */
  readonly dispatch: (command: CommandEnvelope<Command>) => Promise<HttpResponse>;
}

/**
 * `POST /<plugin>/<aggregate>/{id}` with the command as JSON body.
 * Optional headers: `idempotency-key` (becomes the command id), `expected-version`,
 * `x-correlation-id`, `traceparent`.
 */
export function commandEndpoint<Command extends { readonly type: string }>(
  options: CommandEndpointOptions<Command>,
): HttpHandler {
  return async (request) => {
    const read = readCommand(options, request);
    if ("refusal" in read) return read.refusal;
    const { command } = read;
    const commandLog = log.with({
      correlationId: command.correlationId,
      messageId: command.messageId,
      aggregate: options.name,
      id: command.id,
      command: command.type,
    });
    try {
      const response = await options.dispatch(command);
      commandLog.info("Command received", { status: response.statusCode });
      return response;
    } catch (error) {
      commandLog.error("Command could not be taken", { reason: describeError(error), error });
      return problem(
        503,
        "Command not taken",
        "The command could not be taken at the moment. Send it again with the commandId as idempotency-key; it will run at most once.",
        { commandId: command.messageId },
      );
    }
  };
}

type Read<Command> =
  | { readonly command: CommandEnvelope<Command> }
  | { readonly refusal: HttpResponse };

function readCommand<Command extends { readonly type: string }>(
  options: CommandEndpointOptions<Command>,
  request: HttpRequest,
): Read<Command> {
  const id = pathParameter(request, "id");
  if (!isId(id)) {
    return refuse("Invalid id", `The id in the path must be ${idRule}.`);
  }
  const commandId = header(request, "idempotency-key") ?? randomUUID();
  if (!isId(commandId)) {
    return refuse("Invalid idempotency-key", `The header idempotency-key must be ${idRule}.`);
  }
  const correlationId = header(request, "x-correlation-id");
  if (correlationId !== undefined && !isId(correlationId)) {
    return refuse("Invalid x-correlation-id", `The header x-correlation-id must be ${idRule}.`);
  }
  const expected = header(request, "expected-version");
  if (expected !== undefined && !/^\d{1,15}$/.test(expected)) {
    return refuse(
      "Invalid expected-version",
      "The header expected-version must be a whole number from 0.",
    );
  }
  const body = jsonBody(request);
  if (body === undefined) {
    return refuse("Invalid body", "The body must be a command as a JSON object.");
  }
  const decoded = options.decodeCommand(body);
  if (!decoded.ok) {
    const detail = `The body is not a command of ${options.name}.`;
    return { refusal: problem(400, "Invalid command", detail, { problems: decoded.problems }) };
  }
  const traceparent = header(request, "traceparent");
  const root = rootEnvelope({
    id,
    source: options.name,
    payload: decoded.value,
    messageId: commandId,
    correlationId,
    // Anything else than a trace context would only be carried along.
    traceparent:
      traceparent !== undefined && /^[\da-f-]{55}$/.test(traceparent) ? traceparent : undefined,
    actor: actorOf(request),
  });
  return {
    command: expected === undefined ? root : { ...root, expectedVersion: Number(expected) },
  };
}

function refuse(title: string, detail: string): { readonly refusal: HttpResponse } {
  return { refusal: problem(400, title, detail) };
}

/** Puts the command on the aggregate's queue and answers 202 with where to ask for its outcome. */
export function sendTo<Command>(
  client: () => SQSClient,
  queueUrl: () => string,
): (command: CommandEnvelope<Command>) => Promise<HttpResponse> {
  return async (command) => {
    await sendCommand(client(), queueUrl(), command);
    const outcome = `/${command.source}/${encodeURIComponent(command.id)}/commands/${encodeURIComponent(command.messageId)}`;
    return json(
      202,
      { commandId: command.messageId, correlationId: command.correlationId, outcome },
      { location: outcome },
    );
  };
}

/** Group by aggregate id: one at a time for one aggregate; the command id stops double sends for 5 minutes. */
function sendCommand<Command>(
  client: SQSClient,
  queueUrl: string,
  command: CommandEnvelope<Command>,
): Promise<SendMessageCommandOutput> {
  return client.send(
    new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: JSON.stringify(command),
      MessageGroupId: command.id,
      MessageDeduplicationId: command.messageId,
    }),
  );
}

/** Runs the command at once and answers its outcome: 200 when accepted, 409 when rejected. */
export function answerWith<Command, Rejection>(
  run: (command: CommandEnvelope<Command>) => Promise<Outcome<Rejection>>,
): (command: CommandEnvelope<Command>) => Promise<HttpResponse> {
  return async (command) => {
    const outcome = await run(command);
    return json(outcome.status === "accepted" ? 200 : 409, {
      commandId: command.messageId,
      correlationId: command.correlationId,
      ...outcome,
    });
  };
}

/** `GET /<plugin>/<aggregate>/{id}/commands/{commandId}`: what became of a command. */
export function outcomeEndpoint(outcomes: OutcomeStore<unknown>): HttpHandler {
  return async (request) => {
    const id = pathParameter(request, "id");
    const commandId = pathParameter(request, "commandId");
    if (!isId(id) || !isId(commandId)) {
      return problem(400, "Invalid id", `Both ids in the path must be ${idRule}.`);
    }
    const outcome = await outcomes.find(id, commandId);
    if (outcome === undefined) {
      return problem(
        404,
        "No outcome",
        `Command ${commandId} for ${id} has no outcome: it is still waiting, or it was never sent.`,
      );
    }
    return json(200, { commandId, ...outcome });
  };
}
