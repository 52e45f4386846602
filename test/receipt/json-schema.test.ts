import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { receiptJsonSchema } from '../../src/receipt/json-schema.ts';
import { makeReceipt } from '../../src/receipt/make-receipt.ts';
import { RECORDS } from './records.ts';

describe('docs/receipt.schema.json', () => {
  it('is up to date: npm run schemas writes it', () => {
    expect(readFileSync('docs/receipt.schema.json', 'utf8')).toBe(receiptJsonSchema());
  });

  it('takes a receipt, and none with a field that is missing or added', () => {
    const takes = new Ajv2020({ strict: false, validateFormats: false }).compile(
      JSON.parse(receiptJsonSchema()) as object,
    );
    const receipt = JSON.parse(makeReceipt(RECORDS, '0.2.0')) as Record<string, unknown>;
    expect(takes(receipt)).toBe(true);
    expect(takes({ ...receipt, note: 'approved by the chief' })).toBe(false);
    const { disclosure: _, ...without } = receipt;
    expect(takes(without)).toBe(false);
  });
});
