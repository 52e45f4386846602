import { z } from 'zod';
import { agentsSchema } from './agents-schema.ts';
import { styleSchema, templateSchema } from './house.ts';
import { copydeskSchema } from './copydesk-schema.ts';
import { publishSchema } from './publish-schema.ts';
import { workflowsSchema } from './workflows-schema.ts';

/** The JSON schemas by which editors complete and check the YAML files, by file name. Text that ends with a newline. */
export function jsonSchemas(): Readonly<Record<string, string>> {
  return {
    'workflows.schema.json': render(workflowsSchema),
    'agents.schema.json': render(agentsSchema),
    'copydesk.schema.json': render(copydeskSchema),
    'publish.schema.json': render(publishSchema),
    'style.schema.json': render(styleSchema),
    'template.schema.json': render(templateSchema),
  };
}

function render(schema: z.ZodType): string {
  // Draft 7 is what the YAML language server knows best.
  return `${JSON.stringify(z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }), undefined, 2)}\n`;
}
