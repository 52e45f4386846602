import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { jsonSchemas } from '../../src/config/json-schemas.ts';

const NAMES = ['workflows', 'agents', 'copydesk', 'publish'];

function validator(name: string) {
  const schema: unknown = JSON.parse(jsonSchemas()[`${name}.schema.json`] ?? 'null');
  if (typeof schema !== 'object' || schema === null) throw new Error(`There is no schema ${name}.`);
  return new Ajv({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema);
}

/** Every place below a schema that holds a value and says nothing about it. */
function undescribed(schema: unknown, path = ''): readonly string[] {
  if (typeof schema !== 'object' || schema === null || !('properties' in schema)) return [];
  return Object.entries(schema.properties as Record<string, unknown>).flatMap(([key, value]) => {
    const here = `${path}.${key}`;
    const silent = typeof value === 'object' && value !== null && 'description' in value ? [] : [here];
    return [...silent, ...undescribed(value, here)];
  });
}

describe.each(NAMES)('the JSON schema of %s', (name) => {
  it('is committed as it would be generated (npm run schemas)', () => {
    expect(readFileSync(`config/${name}.schema.json`, 'utf8')).toBe(jsonSchemas()[`${name}.schema.json`]);
  });

  it('accepts the shipped file and is named in its first line', () => {
    const yaml = readFileSync(`config/${name}.yaml`, 'utf8');
    expect(yaml).toMatch(new RegExp(`^# yaml-language-server: \\$schema=\\./${name}\\.schema\\.json\n`));
    const validate = validator(name);
    validate(parse(yaml));
    expect(validate.errors).toBeNull();
  });

  it('refuses an unknown key', () => {
    expect(validator(name)({ banana: 1 })).toBe(false);
  });

  it('describes every key', () => {
    expect(undescribed(JSON.parse(jsonSchemas()[`${name}.schema.json`] ?? ''))).toEqual([]);
  });
});

describe('the JSON schema of workflows', () => {
  it('refuses an empty list of approvers', () => {
    const validate = validator('workflows');
    expect(validate({ article_workflow: { approval: { approvers: ['requester'] } } })).toBe(true);
    expect(validate({ article_workflow: { approval: { approvers: [] } } })).toBe(false);
  });
});
