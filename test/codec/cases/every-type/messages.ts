import type { IsoDate, IsoDateTime } from "../../../../runtime/decode.ts";
import type { Contact, Page } from "./shared.ts";

declare const skuBrand: unique symbol;

export type OrderId = string & { readonly __brand: "OrderId" };
type Brand<Base, Name> = Base & { readonly __brand: Name };
export type Cents = Brand<number, "Cents">;
export type Sku = string & { readonly [skuBrand]: true };

const sizes = ["small", "large"] as const;
type Size = (typeof sizes)[number];

interface Audited {
  readonly by: string;
  readonly on: IsoDate;
}

type Dimensions = readonly [width: number, height: number, depth?: number];

export type Price = Cents | "free" | { readonly from: Cents } | null;

export interface Category {
  readonly name: string;
  readonly children: readonly Category[];
}

export type Payment = PaidByCard | PaidByInvoice;

interface PaidByCard {
  readonly type: "card";
  readonly last4: string;
}

interface PaidByInvoice {
  readonly type: "invoice";
  readonly due: IsoDate | null;
}

export interface AddProduct extends Audited {
  readonly type: "AddProduct";
  readonly id: OrderId;
  readonly sku: Sku;
  readonly size: Size;
  readonly rating: 1 | 2 | 3 | 10;
  readonly active: boolean;
  readonly visible?: boolean | null;
  readonly at: IsoDateTime;
  readonly comment: string | null;
  readonly remark: string | undefined;
  readonly price: Price;
  readonly dimensions: Dimensions;
  readonly track: readonly [start: string, ...stops: number[]];
  readonly matrix: readonly (readonly number[])[];
  readonly prices: Record<string, Cents>;
  readonly byCountry: { readonly [country: string]: { readonly tax: number } };
  readonly limits: Partial<Record<"low" | "high", number>>;
  readonly category?: Category;
  readonly payment?: Payment;
  readonly contact: Contact & { readonly preferred: boolean };
  readonly page: Page<Category>;
  readonly names: readonly (string | null)[];
  readonly "content-type": string;
}

export type ProductCommand = AddProduct | { readonly type: "Retire"; readonly force?: true };
export type ProductEvent =
  | { readonly type: "ProductAdded"; readonly command: AddProduct }
  | Pick<AddProduct, "type" | "sku">;
export type ProductRejection = never;
