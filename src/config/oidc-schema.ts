import { z } from 'zod';
import { choice, group, named, shown, text } from './fields.ts';

/** Whom a company's own sign-in lets in, and as whom. */
export interface OidcConfig {
  /** Of the button. Absent: the host of the issuer. */
  readonly name?: string;
  /** Which claim a person is known by, as rules name them: `web:ann@example.com`. */
  readonly knownBy: 'sub' | 'email';
  /** Of verified addresses, in lower case. Empty: everybody whom the issuer signs in. */
  readonly domains: readonly string[];
  /** Of each of these claims one value has to be there. */
  readonly require: Readonly<Record<string, readonly string[]>>;
  /** Whose values are groups: `web:group:editors`. Absent: there are none. */
  readonly groupsClaim?: string;
  /** Of each of these claims one value makes an administrator. Empty: nobody. */
  readonly administrators: Readonly<Record<string, readonly string[]>>;
}

const CLAIM = /^[\w:./-]{1,200}$/;

function claims(about: string) {
  return named(
    z.array(z.string(), { error: ({ input }) => `must be a list such as [newsroom], is ${shown(input)}` }),
    CLAIM,
    'a claim such as groups',
  )
    .meta({ description: about })
    .default({});
}

/** `web.oidc` of `config/copydesk.yaml`. */
export const oidc = group(
  {
    name: text({
      like: 'Example Inc',
      about: 'What the button of the sign-in page calls the company. Not set: the host of the issuer.',
    }).optional(),
    known_by: choice(
      ['sub', 'email'],
      'What names a person in rules: web:SUB, which never changes, or web:ann@example.com, a verified address.',
    ).default('sub'),
    domains: z
      .array(z.string().regex(/^[a-z0-9.-]+$/, { error: ({ input }) => `must be example.com, is ${shown(input)}` }), {
        error: ({ input }) => `must be a list such as [example.com], is ${shown(input)}`,
      })
      .meta({
        description:
          'Only people with a verified address of these domains may sign in. Not set: everybody whom the issuer signs in.',
      })
      .default([]),
    require: claims('Only people of whose claims each has one of these values may sign in: groups: [newsroom].'),
    groups_claim: text({
      like: 'groups',
      pattern: CLAIM,
      about: 'The claim whose values are groups, which rules name as web:group:VALUE. Not set: there are none.',
    }).optional(),
    administrators: claims('People of whose claims each has one of these values look after the articles of the page.'),
  },
  'Sign-in with a company’s own accounts (OpenID Connect). On with OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET.',
).prefault({});

export function toOidcConfig(yaml: z.output<typeof oidc>): OidcConfig {
  return {
    ...(yaml.name !== undefined && { name: yaml.name }),
    knownBy: yaml.known_by,
    domains: yaml.domains,
    require: yaml.require,
    ...(yaml.groups_claim !== undefined && { groupsClaim: yaml.groups_claim }),
    administrators: yaml.administrators,
  };
}
