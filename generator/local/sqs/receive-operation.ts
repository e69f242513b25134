import { type Input, optionalInteger, optionalStringList } from "../read-input.ts";
import { checkSeconds } from "./change-message.ts";
import { toApiMessage } from "./message-views.ts";
import { addListener } from "./queue-listeners.ts";
import { maximumWaitSeconds } from "./queue-settings.ts";
import type { QueueState, StoredMessage } from "./queue-state.ts";
import { receiveMessages } from "./receive-messages.ts";
import { invalidValue } from "./sqs-errors.ts";
import type { SqsService } from "./sqs-service.ts";

interface ReceiveRequest {
  readonly max: number;
  readonly visibilitySeconds: number | undefined;
  readonly waitSeconds: number;
  readonly systemNames: readonly string[];
  readonly attributeNames: readonly string[];
}

/** ReceiveMessage: answers at once when there is a message, otherwise after the wait time at the latest. */
export async function receiveMessageOperation(
  service: SqsService,
  queue: QueueState,
  input: Input,
): Promise<Record<string, unknown>> {
  const request = readRequest(queue, input);
  const messages = await receiveOrWait(service, queue, request);
  if (messages.length === 0) return {};
  const { systemNames, attributeNames } = request;
  return {
    Messages: messages.map((message) =>
      toApiMessage(service, queue, { message, systemNames, attributeNames }),
    ),
  };
}

function receiveOrWait(
  service: SqsService,
  queue: QueueState,
  request: ReceiveRequest,
): Promise<readonly StoredMessage[]> {
  const take = (): readonly StoredMessage[] =>
    receiveMessages(service, service.openQueue(queue.settings.name), request);

  return new Promise((resolve, reject) => {
    const first = take();
    if (first.length > 0 || request.waitSeconds === 0) return resolve(first);

    const stopListening = addListener(queue, service.clock, () => tryAgain());
    const stopWaiting = service.clock.schedule(request.waitSeconds * 1000, () =>
      finish(() => resolve([])),
    );
    function finish(settle: () => void): void {
      stopListening();
      stopWaiting();
      settle();
    }
    function tryAgain(): void {
      try {
        const messages = take();
        if (messages.length > 0) finish(() => resolve(messages));
      } catch (error) {
        finish(() => reject(error));
      }
    }
  });
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
function readRequest({ settings }: QueueState, input: Input): ReceiveRequest {
  const max = optionalInteger(input, "MaxNumberOfMessages") ?? 1;
  if (max < 1 || max > 10) {
    throw invalidValue(max, "MaxNumberOfMessages", "Must be between 1 and 10, if provided.");
  }
  const waitSeconds = optionalInteger(input, "WaitTimeSeconds") ?? settings.receiveWaitTimeSeconds;
  if (waitSeconds < 0 || waitSeconds > maximumWaitSeconds) {
    throw invalidValue(
      waitSeconds,
      "WaitTimeSeconds",
      `Must be >= 0 and <= ${maximumWaitSeconds}, if provided.`,
    );
  }
  const visibilitySeconds = optionalInteger(input, "VisibilityTimeout");
  if (visibilitySeconds !== undefined) checkSeconds(visibilitySeconds);
  return {
    max,
    waitSeconds,
    visibilitySeconds,
    systemNames: [
      ...optionalStringList(input, "MessageSystemAttributeNames"),
      ...optionalStringList(input, "AttributeNames"),
    ],
    attributeNames: optionalStringList(input, "MessageAttributeNames"),
  };
}
