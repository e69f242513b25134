import { randomUUID } from "node:crypto";

/** What every message carries besides its payload; log lines repeat the ids. */
export interface MessageHeader {
  /** Aggregate id the message is for (commands) or comes from (events). */
  readonly id: string;
  /** Message type, e.g. `PlaceOrder`. */
  readonly type: string;
  /** When the message was made: RFC 3339, UTC, milliseconds. */
  readonly time: string;
  /** Unique id of this message; for a command also its idempotency key. */
  readonly messageId: string;
  /** Shared by everything that follows from one root message. */
  readonly correlationId: string;
  /** The `messageId` of the message that caused this one; its own for a root message. */
  readonly causationId: string;
  /** Component that made the message, e.g. `ordering/order`. */
  readonly source: string;
  /** Version of the payload's schema, from 1. */
  readonly schemaVersion: number;
  /** W3C trace context, when the caller sent one. */
  readonly traceparent?: string;
  /** Who asked for it: IAM ARN or JWT subject. */
  readonly actor?: string;
  /** Free text pairs for the application's own use. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Envelope<Payload> extends MessageHeader {
  readonly payload: Payload;
}

/** A command on its way to its aggregate. */
export interface CommandEnvelope<Command> extends Envelope<Command> {
  /** Version the sender believes the aggregate has; another version rejects the command. */
  readonly expectedVersion?: number;
}

interface RootOptions<Payload> {
  readonly id: string;
  readonly source: string;
  readonly payload: Payload;
  readonly messageId?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly traceparent?: string | undefined;
  readonly actor?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Wraps a message that nothing in this system caused, such as a command from outside. */
export function rootEnvelope<Payload extends { readonly type: string }>(
  options: RootOptions<Payload>,
): Envelope<Payload> {
  const messageId = options.messageId ?? randomUUID();
  return {
    id: options.id,
    type: options.payload.type,
    time: new Date().toISOString(),
    messageId,
    correlationId: options.correlationId ?? messageId,
    causationId: messageId,
    source: options.source,
    schemaVersion: 1,
    ...(options.traceparent !== undefined && { traceparent: options.traceparent }),
    ...(options.actor !== undefined && { actor: options.actor }),
    ...(options.headers !== undefined && { headers: options.headers }),
    payload: options.payload,
  };
}

/** Header of a message caused by another: correlation, trace and actor go on, causation points back. */
export function derivedHeader(
  cause: MessageHeader,
  own: Pick<MessageHeader, "id" | "type" | "messageId" | "source">,
): MessageHeader {
  return {
    ...own,
    time: new Date().toISOString(),
    correlationId: cause.correlationId,
    causationId: cause.messageId,
    schemaVersion: 1,
    ...(cause.traceparent !== undefined && { traceparent: cause.traceparent }),
    ...(cause.actor !== undefined && { actor: cause.actor }),
    ...(cause.headers !== undefined && { headers: cause.headers }),
  };
}
