import { defaultPayloadConverter, type PayloadConverter } from '@temporalio/workflow';

/**
 * Bundled with the workflow. What cannot be read becomes `undefined`, which the parsers refuse: an error here would come before
 * any handler, fail the workflow task again and again, and so end the article.
 */
export const payloadConverter: PayloadConverter = {
  toPayload: (value, context, hint) => defaultPayloadConverter.toPayload(value, context, hint),
  fromPayload: (payload, context, hint) => {
    try {
      return defaultPayloadConverter.fromPayload(payload, context, hint);
    } catch {
      // The type is the caller's claim: what comes from outside is parsed before it is used.
      return undefined as never;
    }
  },
};
