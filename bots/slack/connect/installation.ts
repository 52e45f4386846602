import { z } from 'zod';

/** What is needed of an installation, as `@slack/oauth` stores it. */
const installationSchema = z.object({
  bot: z.object({
    token: z.string().min(1),
    refreshToken: z.string().optional(),
    /** Seconds since 1970. */
    expiresAt: z.number().optional(),
  }),
});

export type InstalledBot = z.infer<typeof installationSchema>['bot'];

/** Slack's own library renews a token so long before it expires. */
const RENEW_BEFORE_MS = 2 * 60 * 60_000;

/** What Slack answers to who renews a token. */
const renewedSchema = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number().positive(),
});

/** Undefined when there is none, or it is not what was stored. */
export function botOf(installation: unknown): InstalledBot | undefined {
  return installationSchema.safeParse(installation).data?.bot;
}

/** When the token has to be renewed, in milliseconds since 1970. Undefined: it lasts. */
export function renewalOf({ refreshToken, expiresAt }: InstalledBot): number | undefined {
  return refreshToken === undefined || expiresAt === undefined ? undefined : expiresAt * 1000 - RENEW_BEFORE_MS;
}

export function isExpired({ expiresAt }: InstalledBot, now: number): boolean {
  return expiresAt !== undefined && expiresAt * 1000 <= now;
}

/** The installation with the token that Slack gave for the old one. @throws when its answer has none */
export function withRenewed(installation: unknown, answer: unknown, now: number): object {
  const { access_token, refresh_token, expires_in } = renewedSchema.parse(answer);
  const kept = installation as { readonly bot: object };
  const expiresAt = Math.floor(now / 1000) + expires_in;
  return { ...kept, bot: { ...kept.bot, token: access_token, refreshToken: refresh_token, expiresAt } };
}
