import { z } from 'zod';
import { ModelError } from '../../agents/agent.ts';
import { type AnswerFormat, jsonAnswer } from '../../agents/model/answer-format.ts';
import { type Capabilities, OBJECT_METHODS } from '../../agents/model/capabilities.ts';
import type { Completion, ModelClient, Turn } from '../../agents/model/model-client.ts';
import type { AgentSettings } from '../../agents/settings.ts';
import { fault, type Finding, ok, type Trouble } from '../doctor.ts';

/** Enough for a line, also of a model that thinks before it. */
const LINE_LIMIT_TOKENS = 4000;
/** So few that counting to three hundred has to be cut. */
const STOP_LIMIT_TOKENS = 60;
/** What an article of about 800 words takes from outline to final edit, in tokens: measured with the shipped prompts and two revisions. */
const ARTICLE_INPUT_TOKENS = 25_000;
const ARTICLE_OUTPUT_TOKENS = 9000;

const RULE: Turn = { role: 'system', text: 'You are being tested. Do exactly what is asked, and nothing else.' };
const LINE: readonly Turn[] = [RULE, { role: 'user', text: 'Say in one short sentence what makes the tides.' }];
const STOP: readonly Turn[] = [RULE, { role: 'user', text: 'Count from 1 to 300, in words, separated by commas.' }];

const numbers = jsonAnswer(
  'numbers',
  z.object({ sum: z.number(), words: z.array(z.string()) }),
  (value): { ok: true; value: unknown } => ({ ok: true, value }),
);
const OBJECT: readonly Turn[] = [
  {
    role: 'system',
    text: `${RULE.text} Answer with one JSON object and nothing else, of this JSON schema:\n${JSON.stringify(numbers.json?.schema)}`,
  },
  { role: 'user', text: 'sum: of 17 and 25. words: two words for the colour of the sea.' },
];

export interface ProbedModel {
  readonly settings: AgentSettings;
  readonly host: string;
  readonly client: ModelClient;
  readonly capabilities: () => Promise<Capabilities>;
  /** What calls cost is compared with a budget. */
  readonly hasBudget: boolean;
  /** Hears the name of the model that really answered, as far as the gateway tells. */
  readonly onAnswer: (realModel: string) => void;
}

/** Asks a model for a line, an object and a stop: what it can do, how fast it is and what it costs. Costs a few hundred tokens. */
export async function probeModel(model: ProbedModel): Promise<Finding> {
  const { settings, host, hasBudget } = model;
  const troubles: Trouble[] = [];
  try {
    const line = await timed(model, LINE, {}, LINE_LIMIT_TOKENS);
    model.onAnswer(line.completion.model);
    if (line.completion.answer.text.trim() === '')
      troubles.push({
        what: 'asked for a line it answers nothing',
        wayOut: 'A model that only thinks needs more max_output_tokens, or a lower reasoning_effort.',
      });
    if (hasBudget && line.completion.costUsd === undefined)
      troubles.push({
        what: 'nobody tells what a call costs, so the budget does not count it',
        wayOut: `Write its price under prices in config/agents.yaml, by the name ${line.completion.model}.`,
      });
    const object = await timed(model, OBJECT, numbers, LINE_LIMIT_TOKENS);
    const reading = numbers.read(object.completion.answer);
    if (!reading.ok)
      troubles.push({
        what: `asked for an object it answers something else: ${reading.fault}`,
        wayOut: 'Critiques and fact checks will need several tries. Another model does better.',
      });
    const stop = await timed(model, STOP, {}, STOP_LIMIT_TOKENS);
    if (stop.completion.answer.cut !== true)
      troubles.push({
        what: 'it does not say when it is cut off at max_output_tokens',
        wayOut: 'A cut article may be taken for a whole one. Leave max_output_tokens out.',
      });
    const learned = await model.capabilities();
    troubles.push(...troublesOf(learned));
    const summary = [
      `${settings.model} at ${host}`,
      speedOf(line),
      `an object by ${methodOf(settings, learned)}`,
      costOf(line.completion),
      ...notSent(learned),
    ].join(' · ');
    if (troubles.length === 0) return ok(summary);
    return { kind: 'warning', troubles: [{ what: summary }, ...troubles] };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return fault(error.message, 'Mend that, then run npm run doctor -- models again.');
  }
}

interface Timed {
  readonly completion: Completion;
  readonly seconds: number;
}

async function timed(
  { client, settings }: ProbedModel,
  turns: readonly Turn[],
  format: Pick<AnswerFormat<unknown>, 'json'>,
  limit: number,
): Promise<Timed> {
  const startedAt = performance.now();
  const completion = await client.complete(
    turns,
    { format, limit, fresh: true },
    AbortSignal.timeout(settings.timeoutSeconds * 1000),
  );
  return { completion, seconds: (performance.now() - startedAt) / 1000 };
}

function speedOf({ completion: { outputTokens }, seconds }: Timed): string {
  const rate =
    outputTokens === undefined || seconds === 0 ? '' : `, ${Math.round(outputTokens / seconds)} tokens a second`;
  return `a line in ${seconds.toFixed(1)} s${rate}`;
}

function methodOf({ structuredOutput }: AgentSettings, { object = 'json_schema' }: Capabilities): string {
  const rank = Math.max(OBJECT_METHODS.indexOf(structuredOutput), OBJECT_METHODS.indexOf(object));
  return OBJECT_METHODS[rank] ?? structuredOutput;
}

function costOf({ costUsd, inputTokens, outputTokens }: Completion): string {
  if (
    costUsd === undefined ||
    inputTokens === undefined ||
    outputTokens === undefined ||
    inputTokens + outputTokens === 0
  )
    return 'cost unknown: write it under prices in config/agents.yaml';
  // One call tells no two prices: by tokens alike, which is too little rather than too much.
  const perToken = costUsd / (inputTokens + outputTokens);
  return `about $${(perToken * (ARTICLE_INPUT_TOKENS + ARTICLE_OUTPUT_TOKENS)).toFixed(3)} or more for an article, were it the only model`;
}

function notSent(learned: Capabilities): readonly string[] {
  const names = [
    ...(learned.temperature === false ? ['temperature'] : []),
    ...(learned.outputLimit === undefined ? [] : ['max_tokens']),
    ...(learned.reasoningEffort === false ? ['reasoning_effort'] : []),
    ...(learned.system === false ? ['the system role'] : []),
    ...(learned.streamUsage === false ? ['stream_options'] : []),
    ...(learned.stream === false ? ['stream'] : []),
  ];
  return names.length === 0 ? [] : [`not sent, as it was refused: ${names.join(', ')}`];
}

function troublesOf({ object, readsOnlyTokens }: Capabilities): readonly Trouble[] {
  return [
    ...(object === 'words'
      ? [
          {
            what: 'objects can be asked for in words only',
            wayOut: 'Works, with more tries. A server that knows json_schema or json_object does better.',
          },
        ]
      : []),
    ...(readsOnlyTokens === undefined
      ? []
      : [
          {
            what: `of a long prompt it read only ${readsOnlyTokens} tokens`,
            wayOut: 'Give the server a larger context (Ollama: OLLAMA_CONTEXT_LENGTH; llama.cpp: --ctx-size).',
          },
        ]),
  ];
}
