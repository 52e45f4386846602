import { type Connection, isGrpcServiceError } from '@temporalio/client';
import { SearchAttributeType, defineSearchAttributeKey } from '@temporalio/common';
import { SEARCH_ATTRIBUTES } from '../protocol/names.ts';

export const STAGE = defineSearchAttributeKey(SEARCH_ATTRIBUTES.stage, SearchAttributeType.KEYWORD);
export const REQUESTER = defineSearchAttributeKey(SEARCH_ATTRIBUTES.requester, SearchAttributeType.KEYWORD);
export const TOPIC = defineSearchAttributeKey(SEARCH_ATTRIBUTES.topic, SearchAttributeType.TEXT);

// temporal.api.enums.v1.IndexedValueType
const INDEXED_VALUE_TYPE = { TEXT: 1, KEYWORD: 2 } as const;

/** Those that articles are found by. */
const WANTED = [STAGE, REQUESTER, TOPIC];

export interface MissingSearchAttribute {
  readonly name: string;
  /** Makes it by hand. */
  readonly command: string;
}

/** Those that the namespace lacks. Rejects with what the server says. */
export async function missingSearchAttributes(
  connection: Connection,
  namespace: string,
): Promise<readonly MissingSearchAttribute[]> {
  return (await missingKeys(connection, namespace)).map((key) => ({ name: key.name, command: commandFor(key) }));
}

/**
 * Creates the search attributes that the namespace lacks; safe to run by several processes at once.
 * @throws with the command to run by hand when the server does not let us (Temporal Cloud: in its own console).
 */
export async function ensureSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  try {
    const missing = await missingKeys(connection, namespace);
    if (missing.length === 0) return;
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map((key) => [key.name, INDEXED_VALUE_TYPE[key.type]])),
    });
  } catch (error) {
    if (isGrpcServiceError(error) && isAlreadyExists(error.code)) return;
    throw new Error(
      `Could not make sure that Temporal knows the search attributes in namespace ${namespace}. Create them by hand:\n${WANTED.map(commandFor).join('\n')}`,
      { cause: error },
    );
  }
}

async function missingKeys(connection: Connection, namespace: string): Promise<typeof WANTED> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  return WANTED.filter((key) => customAttributes?.[key.name] === undefined);
}

function commandFor({ name, type }: (typeof WANTED)[number]): string {
  return `temporal operator search-attribute create --name ${name} --type ${type}`;
}

/** gRPC status 6; the enum's package is Temporal's dependency, not ours. */
function isAlreadyExists(code: number): boolean {
  return code === 6;
}
