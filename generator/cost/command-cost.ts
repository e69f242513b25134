import { coldShare } from "./cold-starts.ts";
import { assumptions, type LoadProfile, secondsPerMonth } from "./load-profile.ts";
import { costOf, type Price, prices } from "./prices.ts";
import type { FunctionLoad, Workload } from "./workload.ts";

/** One line of an estimate: so much of something for a million commands. */
export interface CostLine {
  readonly item: string;
  readonly quantity: number;
  readonly unit: string;
  readonly dollars: number;
  /** Whether the price is. */
  readonly verified: boolean;
}

export interface CommandCost {
  /** For a million accepted commands with the events and rows they make. */
  readonly lines: readonly CostLine[];
  readonly dollarsPerMillion: number;
  /** What is paid by the month whatever happens: alarms of functions. */
  readonly fixedDollarsPerMonth: number;
  readonly dollarsPerMonth: number;
}

const architectures = ["arm64", "x86_64"] as const;

const million = 1_000_000;
const gigabyte = 1024 ** 3;

/** Alarms that the stack makes for each function: errors and throttles. */
const alarmsPerFunction = 2;

/** Bytes of one billed unit. */
const unitBytes = {
  httpApi: 512 * 1024,
  sqs: 64 * 1024,
  dynamoDbWrite: 1024,
  dynamoDbRead: 4096,
} as const;

/** What a million commands cost, from the request to the rows; queries and storage are not in it. */
export function commandCost(workload: Workload, load: LoadProfile): CommandCost {
  const { functions } = workload;
  const quantities = quantitiesOf(workload, load);
  const lines = quantities.map(({ item, price, perCommand }): CostLine => {
    const quantity = perCommand * million;
    const { unit, verified } = price;
    return { item, quantity, unit, dollars: costOf(price, quantity), verified };
  });
  const dollarsPerMillion = lines.reduce((total, { dollars }) => total + dollars, 0);
  const fixedDollarsPerMonth = costOf(prices.alarms, alarmsPerFunction * functions.length);
  const commandsPerMonth = load.commandsPerSecond * secondsPerMonth;
  return {
    lines,
    dollarsPerMillion,
    fixedDollarsPerMonth,
    dollarsPerMonth: (dollarsPerMillion * commandsPerMonth) / million + fixedDollarsPerMonth,
  };
}

interface Quantity {
  readonly item: string;
  readonly price: Price;
  readonly perCommand: number;
}

function quantitiesOf(workload: Workload, load: LoadProfile): readonly Quantity[] {
  const { functions, queued, collectors } = workload;
  const { messageBytes, batch, durationMilliseconds } = load;
  const total = (value: (each: FunctionLoad) => number) =>
    functions.reduce((sum, each) => sum + value(each), 0);
  const gigabytes = ({ memory }: FunctionLoad) => (load.memory ?? memory) / 1024;
  const handled = total(({ requests, deliveries }) => requests + deliveries);
  // Receiving and deleting a batch are one request each, more where it is larger than a unit.
  const consumed = (units(batch * messageBytes, unitBytes.sqs) + 1) / batch;
  const writes = units(messageBytes, unitBytes.dynamoDbWrite);
  // The log's stream and the outcome of the same command id are read before a decision.
  const reads = units(assumptions.streamBytes, unitBytes.dynamoDbRead) + 1;
  return [
    {
      item: "HTTP API requests",
      price: prices.httpApiRequests,
      perCommand: units(messageBytes, unitBytes.httpApi),
    },
    {
      item: "Lambda requests",
      price: prices.lambdaRequests,
      perCommand: total(({ requests, deliveries }) => requests + deliveries / batch),
    },
    ...architectures.flatMap((architecture) => {
      const ran = functions.filter(
        (each) => (load.architecture ?? each.architecture) === architecture,
      );
      if (ran.length === 0) return [];
      const price = prices.lambdaDuration[architecture];
      const seconds = (value: (each: FunctionLoad) => number) =>
        ran.reduce((sum, each) => sum + gigabytes(each) * value(each), 0) / 1000;
      return [
        {
          item: `Lambda duration, ${architecture}`,
          price,
          perCommand: seconds(
            ({ requests, deliveries }) => (requests + deliveries) * durationMilliseconds,
          ),
        },
        {
          item: `Lambda cold starts, ${architecture}`,
          price,
          perCommand: seconds(
            (each) =>
              each.coldStarts *
              coldShare(each, load.commandsPerSecond) *
              assumptions.initMilliseconds,
          ),
        },
      ];
    }),
    {
      item: "SQS FIFO requests",
      price: prices.sqsFifo,
      perCommand: queued * (units(messageBytes, unitBytes.sqs) + consumed) + collectors * consumed,
    },
    { item: "SNS FIFO publishes", price: prices.snsFifoPublishes, perCommand: 1 / batch },
    {
      item: "SNS FIFO published data",
      price: prices.snsFifoPublishedData,
      perCommand: messageBytes / gigabyte,
    },
    { item: "SNS FIFO deliveries", price: prices.snsFifoDeliveries, perCommand: collectors },
    {
      item: "SNS FIFO delivered data",
      price: prices.snsFifoDeliveredData,
      perCommand: (collectors * messageBytes) / gigabyte,
    },
    {
      item: "DynamoDB writes",
      price: prices.dynamoDbWrites,
      perCommand: writes + collectors * writes,
    },
    {
      item: "DynamoDB reads",
      price: prices.dynamoDbReads,
      perCommand: reads + collectors * units(messageBytes, unitBytes.dynamoDbRead),
    },
    {
      item: "DynamoDB stream reads",
      price: prices.dynamoDbStreamReads,
      perCommand: 1 / batch,
    },
    {
      item: "CloudWatch Logs ingestion",
      price: prices.logIngestion,
      perCommand: (handled * assumptions.logBytes) / gigabyte,
    },
  ];
}

function units(bytes: number, size: number): number {
  return Math.max(1, Math.ceil(bytes / size));
}
