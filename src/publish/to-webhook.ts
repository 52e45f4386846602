import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { articleHtml } from '../document/html/article-html.ts';
import { COPYDESK_VERSION } from '../lib/version.ts';
import { sendTo } from './ask.ts';
import { ownSlug } from './own-names.ts';
import type { Made, Publisher, PublishMode } from './publisher.ts';
import { bodyMarkdown, wordsFor } from './words-for.ts';

export interface WebhookTarget {
  readonly kind: 'webhook';
  readonly url: string;
  /** Names the variable that holds the secret, `whsec_…`. */
  readonly secretEnv: string;
  readonly mode: PublishMode;
  readonly allowPrivateAddresses: boolean;
}

/** Where it says so, what it has made of the article, for the card. */
const answered = z.object({ url: z.url({ protocol: /^https?$/ }).max(2000) });

/**
 * Hands each article over to a server of the operator's, signed as https://www.standardwebhooks.com has it. The message has the same id
 * however often it is sent: by that the server knows what it has had, and by `article.id` which article a later edition is of.
 */
export function createWebhookPublisher(
  { url, mode, allowPrivateAddresses }: Omit<WebhookTarget, 'kind' | 'secretEnv'>,
  secret: string,
): Publisher {
  const signer = new Webhook(secret);
  return {
    async publish(publication, signal) {
      const { articleId, first, edition, title, language, template, translates, requesterName, deliveredAt, extras } =
        publication;
      const markdown = bodyMarkdown(publication);
      const body = JSON.stringify({
        type: 'article.published',
        timestamp: deliveredAt,
        data: {
          mode,
          article: { id: first, edition, slug: ownSlug(publication), title, ...wordsFor(publication), language },
          ...(template !== undefined && { template }),
          ...(translates !== undefined && {
            translationOf: { id: translates.articleId, edition: translates.edition, language: translates.language },
          }),
          requester: requesterName,
          extras: extras.map(({ name, text, image }) => ({ name, text, ...(image !== undefined && { image }) })),
          markdown,
          html: articleHtml(markdown),
        },
      });
      const id = `publish-${articleId}`;
      const now = new Date();
      const answer = await sendTo(url, {
        method: 'POST',
        headers: {
          accept: 'application/json',
          'user-agent': `Copydesk/${COPYDESK_VERSION}`,
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
          'webhook-signature': signer.sign(id, now, body),
        },
        body,
        allowPrivateAddresses,
        signal,
      });
      return { made: 'message', ...addressIn(answer.body), ref: { id } } satisfies Made;
    },

    // Whatever is sent there is an article: nothing is sent only to look.
    examine: () => Promise.resolve(`${new URL(url).host} is asked when there is something to publish`),
  };
}

function addressIn(body: string): { readonly address?: string } {
  try {
    const read = answered.safeParse(JSON.parse(body));
    return read.success ? { address: read.data.url } : {};
  } catch {
    return {};
  }
}
