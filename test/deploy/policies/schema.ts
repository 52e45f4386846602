import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import type { Policy } from './policy.ts';

const { kinds, definitions } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../kubernetes.schema.json'), 'utf8'),
) as { readonly kinds: Readonly<Record<string, string>>; readonly definitions: object };
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema({ $id: 'kubernetes', definitions });
const compiled = new Map<string, ValidateFunction>();

/** What Kubernetes 1.36 and KEDA know of these kinds, and not a key more. */
export const schema: Policy = (manifests) =>
  manifests.flatMap((manifest) => {
    const { apiVersion, kind, metadata } = manifest;
    const definition = kinds[`${apiVersion}/${kind}`];
    if (definition === undefined) return [`${kind} ${metadata.name}: nobody knows ${apiVersion}/${kind} here`];
    const validate = compiled.get(definition) ?? ajv.compile({ $ref: `kubernetes#/definitions/${definition}` });
    compiled.set(definition, validate);
    validate(manifest);
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${kind} ${metadata.name}${instancePath}: ${message} ${JSON.stringify(params)}`,
    );
  });
