import { type Connection, isGrpcServiceError } from '@temporalio/client';
import { SearchAttributeType, defineSearchAttributeKey } from '@temporalio/common';
import { SEARCH_ATTRIBUTES } from '../protocol/names.ts';

export const STAGE = defineSearchAttributeKey(SEARCH_ATTRIBUTES.stage, SearchAttributeType.KEYWORD);
export const REQUESTER = defineSearchAttributeKey(SEARCH_ATTRIBUTES.requester, SearchAttributeType.KEYWORD);
export const TOPIC = defineSearchAttributeKey(SEARCH_ATTRIBUTES.topic, SearchAttributeType.TEXT);

// temporal.api.enums.v1.IndexedValueType
const INDEXED_VALUE_TYPE = { TEXT: 1, KEYWORD: 2 } as const;

/**
 * Creates the search attributes that the namespace lacks; safe to run by several processes at once.
 * @throws with the command to run by hand when the server does not let us (Temporal Cloud: in its own console).
 */
export async function ensureSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  const wanted = [STAGE, REQUESTER, TOPIC];
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    const missing = wanted.filter((key) => customAttributes?.[key.name] === undefined);
    if (missing.length === 0) return;
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map((key) => [key.name, INDEXED_VALUE_TYPE[key.type]])),
    });
  } catch (error) {
    if (isGrpcServiceError(error) && isAlreadyExists(error.code)) return;
    const commands = wanted.map(
      (key) => `temporal operator search-attribute create --name ${key.name} --type ${key.type}`,
    );
    throw new Error(
      `Could not make sure that Temporal knows the search attributes in namespace ${namespace}. Create them by hand:\n${commands.join('\n')}`,
      { cause: error },
    );
  }
}

/** gRPC status 6; the enum's package is Temporal's dependency, not ours. */
function isAlreadyExists(code: number): boolean {
  return code === 6;
}
