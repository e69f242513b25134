// Derived from messages.ts: edit that file, then run `npm run generate` to refresh this one.
import {
  checkArray,
  checkBoolean,
  checkIsoDate,
  checkIsoDateTime,
  checkNoOthers,
  checkNumber,
  checkOneOf,
  checkRecord,
  checkString,
  type Decoded,
  decodeStrictly,
  decodeTolerantly,
  type Fields,
  inside,
  isObject,
  isTuple,
  type Key,
  kindOf,
  type Place,
  report,
} from "../../../../runtime/decode.ts";
import type { ProductCommand, ProductEvent, ProductRejection } from "./messages.ts";

export function decodeProductCommand(input: unknown): Decoded<ProductCommand> {
  return decodeStrictly(input, checkProductCommand);
}

export function decodeProductEvent(input: unknown): Decoded<ProductEvent> {
  return decodeTolerantly(input, checkProductEvent);
}

export function decodeProductRejection(input: unknown): Decoded<ProductRejection> {
  return decodeTolerantly(input, checkProductRejection);
}

function checkProductCommand(value: unknown, parent: Place, key: Key): void {
  if (!isObject(value, parent, key)) return;
  const at = inside(parent, key);
  switch (value.type) {
    case "AddProduct":
      checkAddProduct(value, at);
      break;
    case "Retire":
      checkProductCommandRetire(value, at);
      break;
    default:
      checkOneOf(value.type, at, "type", ["AddProduct", "Retire"]);
  }
}

function checkAddProduct(value: Fields, at: Place): void {
  checkString(value.id, at, "id");
  checkString(value.sku, at, "sku");
  checkOneOf(value.size, at, "size", ["large", "small"]);
  checkOneOf(value.rating, at, "rating", [1, 2, 3, 10]);
  checkBoolean(value.active, at, "active");
  if (value.visible !== undefined && value.visible !== null) {
    checkBoolean(value.visible, at, "visible", "boolean or null");
  }
  checkIsoDateTime(value.at, at, "at");
  if (value.comment !== null) checkString(value.comment, at, "comment", "string or null");
  if (value.remark !== undefined) checkString(value.remark, at, "remark");
  checkPrice(value.price, at, "price");
  checkDimensions(value.dimensions, at, "dimensions");
  checkAddProductTrack(value.track, at, "track");
  checkArray(value.matrix, at, "matrix", checkAddProductMatrixItem);
  checkRecord(value.prices, at, "prices", checkNumber);
  checkRecord(value.byCountry, at, "byCountry", checkAddProductByCountryValue);
  checkAddProductLimits(value.limits, at, "limits");
  if (value.category !== undefined) checkCategory(value.category, at, "category");
  if (value.payment !== undefined) checkPayment(value.payment, at, "payment");
  checkAddProductContact(value.contact, at, "contact");
  checkPageCategory(value.page, at, "page");
  checkArray(value.names, at, "names", checkAddProductNamesItem);
  checkString(value["content-type"], at, "content-type");
  checkString(value.by, at, "by");
  checkIsoDate(value.on, at, "on");
  checkNoOthers(value, at, [
    "type",
    "id",
    "sku",
    "size",
    "rating",
    "active",
    "visible",
    "at",
    "comment",
    "remark",
    "price",
    "dimensions",
    "track",
    "matrix",
    "prices",
    "byCountry",
    "limits",
    "category",
    "payment",
    "contact",
    "page",
    "names",
    "content-type",
    "by",
    "on",
  ]);
}

function checkPrice(value: unknown, at: Place, key: Key): void {
  switch (kindOf(value)) {
    case "number":
      checkNumber(value, at, key);
      break;
    case "object":
      checkPriceObject(value, at, key);
      break;
    case "string":
      checkOneOf(value, at, key, ["free"]);
      break;
    case "null":
      break;
    default:
      report('number, object, "free" or null', value, at, key);
  }
}

function checkPriceObject(value: unknown, parent: Place, key: Key): void {
  if (!isObject(value, parent, key)) return;
  const at = inside(parent, key);
  checkNumber(value.from, at, "from");
  checkNoOthers(value, at, ["from"]);
}

function checkDimensions(value: unknown, parent: Place, key: Key): void {
  if (!isTuple(value, parent, key, 2, 3)) return;
  const at = inside(parent, key);
  checkNumber(value[0], at, 0);
  checkNumber(value[1], at, 1);
  if (value[2] !== undefined) checkNumber(value[2], at, 2);
}

function checkAddProductTrack(value: unknown, parent: Place, key: Key): void {
  if (!isTuple(value, parent, key, 1, Infinity)) return;
  const at = inside(parent, key);
  checkString(value[0], at, 0);
  for (let index = 1; index < value.length; index += 1) {
    checkNumber(value[index], at, index);
  }
}

function checkAddProductMatrixItem(value: unknown, at: Place, key: Key): void {
  checkArray(value, at, key, checkNumber);
}

function checkAddProductByCountryValue(value: unknown, parent: Place, key: Key): void {
  if (!isObject(value, parent, key)) return;
  const at = inside(parent, key);
  checkNumber(value.tax, at, "tax");
  checkNoOthers(value, at, ["tax"]);
}

function checkAddProductLimits(value: unknown, parent: Place, key: Key): void {
  if (!isObject(value, parent, key)) return;
  const at = inside(parent, key);
  if (value.low !== undefined) checkNumber(value.low, at, "low");
  if (value.high !== undefined) checkNumber(value.high, at, "high");
  checkNoOthers(value, at, ["low", "high"]);
}

function checkCategory(value: unknown, parent: Place, key: Key): void {
  if (!isObject(value, parent, key)) return;
  const at = inside(parent, key);
  checkString(value.name, at, "name");
  checkArray(value.children, at, "children", checkCategory);
  checkNoOthers(value, at, ["name", "children"]);
}

function checkPayment(value: unknown, parent: Place, key: Key): void {
  if (!isObject(value, parent, key)) return;
  const at = inside(parent, key);
  switch (value.type) {
    case "card":
      checkPaidByCard(value, at);
      break;
    case "invoice":
      checkPaidByInvoice(value, at);
      break;
    default:
      checkOneOf(value.type, at, "type", ["card", "invoice"]);
  }
}

function checkPaidByCard(value: Fields, at: Place): void {
  checkString(value.last4, at, "last4");
  checkNoOthers(value, at, ["type", "last4"]);
}

function checkPaidByInvoice(value: Fields, at: Place): void {
  if (value.due !== null) checkIsoDate(value.due, at, "due", "date such as 2026-11-24 or null");
  checkNoOthers(value, at, ["type", "due"]);
}

function checkAddProductContact(value: unknown, parent: Place, key: Key): void {
  if (!isObject(value, parent, key)) return;
  const at = inside(parent, key);
  checkString(value.email, at, "email");
  if (value.phone !== undefined) checkString(value.phone, at, "phone");
  checkBoolean(value.preferred, at, "preferred");
  checkNoOthers(value, at, ["email", "phone", "preferred"]);
}

function checkPageCategory(value: unknown, parent: Place, key: Key): void {
  if (!isObject(value, parent, key)) return;
  const at = inside(parent, key);
  checkArray(value.items, at, "items", checkCategory);
  if (value.next !== null) checkString(value.next, at, "next", "string or null");
  checkNoOthers(value, at, ["items", "next"]);
}

function checkAddProductNamesItem(value: unknown, at: Place, key: Key): void {
  if (value !== null) checkString(value, at, key, "string or null");
}

function checkProductCommandRetire(value: Fields, at: Place): void {
  if (value.force !== undefined) checkOneOf(value.force, at, "force", [true]);
  checkNoOthers(value, at, ["type", "force"]);
}

function checkProductEvent(value: unknown, parent: Place, key: Key): void {
  if (!isObject(value, parent, key)) return;
  const at = inside(parent, key);
  switch (value.type) {
    case "AddProduct":
      checkProductEventAddProduct(value, at);
      break;
    case "ProductAdded":
      checkProductEventProductAdded(value, at);
      break;
    default:
      checkOneOf(value.type, at, "type", ["AddProduct", "ProductAdded"]);
  }
}

function checkProductEventAddProduct(value: Fields, at: Place): void {
  checkString(value.sku, at, "sku");
}

function checkProductEventProductAdded(value: Fields, at: Place): void {
  checkTaggedAddProduct(value.command, at, "command");
}

function checkTaggedAddProduct(value: unknown, parent: Place, key: Key): void {
  if (!isObject(value, parent, key)) return;
  const at = inside(parent, key);
  switch (value.type) {
    case "AddProduct":
      checkAddProduct(value, at);
      break;
    default:
      checkOneOf(value.type, at, "type", ["AddProduct"]);
  }
}

function checkProductRejection(value: unknown, at: Place, key: Key): void {
  report("nothing: ProductRejection is never", value, at, key);
}
