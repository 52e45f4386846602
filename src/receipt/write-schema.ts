import { writeFileSync } from 'node:fs';
import { receiptJsonSchema } from './json-schema.ts';

/** Part of `npm run schemas`. */
writeFileSync(new URL('../../docs/receipt.schema.json', import.meta.url), receiptJsonSchema());
