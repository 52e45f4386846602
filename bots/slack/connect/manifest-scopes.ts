import { parse } from 'yaml';
import { z } from 'zod';

const manifestSchema = z.object({ oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()).min(1) }) }) });

/** What the app is made with, beside this file. */
export const MANIFEST = new URL('../manifest.yaml', import.meta.url);

/** The scopes that the app asks for. @param manifest text of `manifest.yaml` */
export function scopesOfManifest(manifest: string): readonly string[] {
  return manifestSchema.parse(parse(manifest)).oauth_config.scopes.bot;
}
