import { z } from 'zod';
import type { AgentSettings } from '../agents/settings.ts';
import { choice, number, shown } from './fields.ts';

const temperatureError = ({ input }: { readonly input?: unknown }): string =>
  `must be a number between 0 and 2, or none, is ${shown(input)}`;
const temperature = z.union([z.number().min(0).max(2), z.literal('none')], { error: temperatureError }).meta({
  description:
    'How freely the model words its answer: 0 (always the likeliest word) to 2. none: not sent, for reasoning models that refuse it.',
});

/** What every agent that is a model has, but the model itself. */
export function agentFields(defaultTemperature: number) {
  return {
    temperature: temperature.default(defaultTemperature),
    structured_output: choice(
      ['json_schema', 'function_calling', 'json_mode'],
      'How the model is made to answer in JSON. json_schema is the strictest; older and local models may only know one of the others.',
    ).default('json_schema'),
    cache_ttl_seconds: number({
      from: 0,
      to: 2_592_000,
      whole: true,
      about: 'How long an answer is given again to the very same question. 0: never.',
    }).default(3600),
    timeout_seconds: number({
      from: 1,
      to: 300,
      about:
        'The longest that one model call may take. Node waits no longer than 300 s for the first byte of an answer.',
    }).default(120),
    repair_attempts: number({
      from: 0,
      to: 10,
      whole: true,
      about: 'How often a malformed answer is sent back to the model with its fault named.',
    }).default(2),
    max_output_tokens: number({
      from: 1,
      to: 1_000_000,
      whole: true,
      about: 'The longest answer, in tokens. Not set: the limit of the model.',
    }).optional(),
  };
}

interface AgentYaml {
  readonly model: string;
  readonly temperature: number | 'none';
  readonly structured_output: AgentSettings['structuredOutput'];
  readonly cache_ttl_seconds: number;
  readonly timeout_seconds: number;
  readonly repair_attempts: number;
  readonly max_output_tokens?: number | undefined;
}

export function toAgent(yaml: AgentYaml): AgentSettings {
  return {
    model: yaml.model,
    ...(yaml.temperature === 'none' ? {} : { temperature: yaml.temperature }),
    structuredOutput: yaml.structured_output,
    cacheTtlSeconds: yaml.cache_ttl_seconds,
    timeoutSeconds: yaml.timeout_seconds,
    repairAttempts: yaml.repair_attempts,
    ...(yaml.max_output_tokens === undefined ? {} : { maxOutputTokens: yaml.max_output_tokens }),
  };
}
