import { z } from 'zod';
import { receiptSchema } from './receipt-schema.ts';

/** The JSON schema of `receipt.json`, for other programs. Ends with a newline. */
export function receiptJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(receiptSchema), undefined, 2)}\n`;
}
