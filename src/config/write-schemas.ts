import { writeFileSync } from 'node:fs';
import { jsonSchemas } from './json-schemas.ts';

/** `npm run schemas`: brings the JSON schemas beside the YAML files up to date. */
for (const [name, content] of Object.entries(jsonSchemas())) {
  writeFileSync(new URL(`../../config/${name}`, import.meta.url), content);
}
