import type { LocalSqs } from "../ports.ts";
import { changeVisibility, deleteMessage } from "./change-message.ts";
import { createMessageMoveTasks } from "./message-move-tasks.ts";
import { toQueueRecord } from "./message-views.ts";
import { executeOperation } from "./operations.ts";
import { addListener } from "./queue-listeners.ts";
import { toQueueSettings } from "./queue-settings.ts";
import { settleQueue } from "./queue-state.ts";
import { receiveMessages } from "./receive-messages.ts";
import { sendMessage } from "./send-message.ts";
import { createSqsService, type SqsOptions } from "./sqs-service.ts";

/** Queues that behave as those of Amazon SQS, within this process. */
export function createLocalSqs(options: SqsOptions): LocalSqs {
  const service = createSqsService(options);
  const moveTasks = createMessageMoveTasks(service);

  return {
    createQueue(definition) {
      const settings = toQueueSettings(definition);
      const existing = service.queues.get(settings.name)?.settings;
      if (existing !== undefined && JSON.stringify(existing) === JSON.stringify(settings)) return;
      service.commit({ type: "queue", settings, at: service.clock.now() });
    },
    deleteQueue(name) {
      service.openQueue(name);
      service.commit({ type: "delete-queue", queue: name, at: service.clock.now() });
    },
    queues: () =>
      Array.from(service.queues.values(), (queue) => {
        settleQueue(queue, service.clock.now());
        const { name } = queue.settings;
        return { name, arn: queue.arn, url: service.queueUrl(name), ...queue.counts };
      }),
    queueArn: service.queueArn,
    queueUrl: service.queueUrl,
    queuePolicy: (name) => service.openQueue(name).settings.policy,
    execute: (operation, input) => executeOperation(service, moveTasks, { operation, input }),
    send(name, request) {
      const { messageId, deduplicated } = sendMessage(service, service.openQueue(name), request);
      return { messageId, deduplicated };
    },
    receive(name, max) {
      const queue = service.openQueue(name);
      return receiveMessages(service, queue, { max }).map((message) =>
        toQueueRecord(service, queue, message),
      );
    },
    deleteMessage: (name, handle) => deleteMessage(service, service.openQueue(name), handle),
    changeVisibility: (name, handle, seconds) =>
      changeVisibility(service, service.openQueue(name), { handle, seconds }),
    onMessage: (name, listener) => addListener(service.openQueue(name), service.clock, listener),
  };
}
