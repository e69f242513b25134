import { eventStoreContract } from "./contract/event-store-contract.ts";
import { connectEmbedded } from "./support/store-target.ts";

eventStoreContract("the stores on the embedded DynamoDB", connectEmbedded);
