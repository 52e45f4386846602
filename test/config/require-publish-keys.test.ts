import { describe, expect, it } from 'vitest';
import { publishKeys, requirePublishKeys } from '../../src/config/require-publish-keys.ts';
import { publishSchema, toPublishConfig } from '../../src/config/publish-schema.ts';

const CONFIG = toPublishConfig(
  publishSchema.parse({
    targets: {
      blog: { kind: 'ghost', url: 'https://blog.example/', key_env: 'GHOST_ADMIN_KEY' },
      company: { kind: 'wordpress', url: 'https://example.com', user: 'ann', password_env: 'WORDPRESS_PASSWORD' },
      site: { kind: 'folder', folder: 'site' },
    },
  }),
);
const KEY = `${'a'.repeat(24)}:${'b'.repeat(64)}`;

describe('the keys of places', () => {
  it('are those that publish.yaml names', () => {
    const variables = { GHOST_ADMIN_KEY: ` ${KEY} `, WORDPRESS_PASSWORD: 'abcd efgh', OTHER: 'x' };
    expect(publishKeys(CONFIG, variables)).toEqual({ GHOST_ADMIN_KEY: KEY, WORDPRESS_PASSWORD: 'abcd efgh' });
    expect(() => requirePublishKeys(CONFIG, variables)).not.toThrow();
  });

  it('are asked for where they are missing or cannot be keys, without showing them', () => {
    expect(() => requirePublishKeys(CONFIG, { GHOST_ADMIN_KEY: 'content-key', WORDPRESS_PASSWORD: ' ' })).toThrow(
      `environment GHOST_ADMIN_KEY: is no Admin API key of Ghost: 24 hex digits, a colon, 64 hex digits; copy it from Settings → Integrations, not the Content API key
environment WORDPRESS_PASSWORD: is not set, and targets.company.password_env in publish.yaml names it; set it, or remove the target`,
    );
  });
});
