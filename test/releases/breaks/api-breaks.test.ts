import { describe, expect, it } from 'vitest';
import { apiBreaks, type ApiDescription } from './api-breaks.ts';

const json = (schema: object) => ({ 'application/json': { schema } });
const DESCRIPTION = {
  info: { version: '1.0.0' },
  paths: {
    '/tides/{place}': {
      get: {
        operationId: 'getTide',
        security: [{ token: [] }, { session: [] }],
        parameters: [
          { name: 'place', in: 'path', required: true, schema: { type: 'string', maxLength: 40 } },
          { name: 'scope', in: 'query', schema: { type: 'string', enum: ['mine', 'here'] } },
        ],
        responses: { 200: { content: json({ $ref: '#/components/schemas/Tide' }) }, 404: {} },
      },
    },
    '/tides': {
      post: {
        operationId: 'addTide',
        requestBody: {
          content: json({
            type: 'object',
            additionalProperties: false,
            required: ['height'],
            properties: {
              height: { type: 'integer', minimum: 0, maximum: 30 },
              of: { oneOf: [shape('moon'), shape('sun')] },
              note: { type: 'string', pattern: '^[a-z]+$' },
            },
          }),
        },
        responses: { 201: { content: json({ type: 'object', properties: {} }) } },
      },
    },
  },
  components: {
    schemas: {
      Tide: {
        type: 'object',
        required: ['height', 'kind', 'after'],
        properties: {
          height: { type: 'number' },
          kind: { type: 'string', enum: ['spring', 'neap'] },
          at: { anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] },
          after: { type: 'array', items: { $ref: '#/components/schemas/Tide' } },
          words: { type: 'object', additionalProperties: { type: 'string' } },
        },
      },
    },
  },
} satisfies ApiDescription;

/** By either way in which a schema names one value. */
function shape(kind: string) {
  const mark = kind === 'moon' ? { const: kind } : { type: 'string', enum: [kind] };
  return { type: 'object', required: ['kind'], properties: { kind: mark, phase: { type: 'string' } } };
}

type Changed = Record<string, unknown>;

/** The description with one thing otherwise. @param path of it, `undefined` takes it away */
function changed(path: readonly (string | number)[], value: unknown): ApiDescription {
  const copy = structuredClone(DESCRIPTION) as unknown as Changed;
  const last = path.at(-1) ?? '';
  const holder = path.slice(0, -1).reduce((inner: Changed, key) => inner[key] as Changed, copy);
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return copy as unknown as ApiDescription;
}

const GET = ['paths', '/tides/{place}', 'get'] as const;
const BODY = ['paths', '/tides', 'post', 'requestBody', 'content', 'application/json', 'schema'] as const;
const TIDE = ['components', 'schemas', 'Tide'] as const;

describe('a change of the API is a break when it', () => {
  it.each([
    ['takes a path away', ['paths', '/tides'], undefined, 'POST /tides is gone'],
    ['takes a method away', GET, undefined, 'GET /tides/{place} is gone'],
    ['calls what clients call otherwise', [...GET, 'operationId'], 'tide', 'was called getTide and is called tide'],
    ['takes a way in away', [...GET, 'security'], [{ token: [] }], 'does not let session in any more'],
    ['takes a parameter away', [...GET, 'parameters', 1], { name: 'of', in: 'query' }, 'query scope is gone'],
    ['asks for a parameter', [...GET, 'parameters', 1, 'required'], true, 'query scope has to be there now'],
    [
      'asks for a new parameter',
      [...GET, 'parameters', 2],
      { name: 'day', in: 'query', required: true },
      'query day has to be there now',
    ],
    ['takes fewer words', [...GET, 'parameters', 1, 'schema', 'enum'], ['mine'], 'query scope has no "here" any more'],
    ['takes shorter texts', [...GET, 'parameters', 0, 'schema', 'maxLength'], 20, 'maxLength was 40 and is 20'],
    ['takes a body away', ['paths', '/tides', 'post', 'requestBody'], {}, 'body is not application/json any more'],
    ['asks for a body', ['paths', '/tides', 'post', 'requestBody', 'required'], true, 'has to have a body now'],
    ['asks for a field', [...BODY, 'required'], ['height', 'note'], 'body.note has to be there now'],
    ['takes a field no more', [...BODY, 'properties', 'note'], undefined, 'body.note is gone'],
    ['takes another kind', [...BODY, 'properties', 'height', 'type'], 'string', 'was integer and is string'],
    ['takes smaller numbers', [...BODY, 'properties', 'height', 'maximum'], 20, 'maximum was 30 and is 20'],
    ['takes greater numbers', [...BODY, 'properties', 'height', 'minimum'], 1, 'minimum was 0 and is 1'],
    ['takes other texts', [...BODY, 'properties', 'note', 'pattern'], '^[a-c]+$', 'pattern was'],
    [
      'takes one kind of several',
      [...BODY, 'properties', 'of', 'oneOf'],
      [shape('moon')],
      'never object with kind sun',
    ],
    [
      'takes less of one of several kinds',
      [...BODY, 'properties', 'of', 'oneOf', 1, 'properties', 'phase'],
      undefined,
      'of.phase is gone',
    ],
    ['never gives an answer', [...GET, 'responses', '404'], undefined, 'never answers 404 any more'],
    ['answers in another form', [...GET, 'responses', '200', 'content'], {}, '200 is not application/json any more'],
    ['leaves a field of an answer away', [...TIDE, 'properties', 'kind'], undefined, '200.kind is gone'],
    ['may leave one away', [...TIDE, 'required'], ['height', 'after'], '200.kind may be missing now'],
    ['answers another kind', [...TIDE, 'properties', 'height', 'type'], 'string', 'was number and is string'],
    ['answers nothing', [...TIDE, 'properties', 'height', 'type'], ['number', 'null'], '200.height may be null now'],
    ['never says a word', [...TIDE, 'properties', 'kind', 'enum'], ['spring'], 'has no "neap" any more'],
    ['says any word', [...TIDE, 'properties', 'kind', 'enum'], undefined, '200.kind may be any string now'],
    [
      'answers another kind inside',
      [...TIDE, 'properties', 'after', 'items'],
      { type: 'string' },
      'after[] was object',
    ],
    [
      'answers another kind under free names',
      [...TIDE, 'properties', 'words', 'additionalProperties'],
      { type: 'number' },
      '200.words.* was string and is number',
    ],
  ])('%s', (_, path, value, sentence) => {
    const breaks = apiBreaks(DESCRIPTION, changed(path, value));
    expect(breaks.join('\n')).toContain(sentence);
  });

  it.each([
    ['adds a path', ['paths', '/moons'], { get: { responses: {} } }],
    ['adds an answer', [...GET, 'responses', '409'], {}],
    ['adds a parameter', [...GET, 'parameters', 2], { name: 'day', in: 'query', schema: { type: 'string' } }],
    ['takes more words', [...GET, 'parameters', 1, 'schema', 'enum'], ['mine', 'here', 'everywhere']],
    ['takes a new field', [...BODY, 'properties', 'day'], { type: 'string' }],
    ['takes what it had to have as it likes', [...BODY, 'required'], undefined],
    ['takes greater numbers, too', [...BODY, 'properties', 'height', 'maximum'], undefined],
    ['takes fractions', [...BODY, 'properties', 'height', 'type'], 'number'],
    ['takes one more kind', [...BODY, 'properties', 'of', 'oneOf', 2], shape('wind')],
    ['answers a new field', [...TIDE, 'properties', 'depth'], { type: 'number' }],
    ['says a new word', [...TIDE, 'properties', 'kind', 'enum'], ['spring', 'neap', 'storm']],
    ['always has a field', [...TIDE, 'required'], ['height', 'kind', 'after', 'at']],
    ['answers whole numbers', [...TIDE, 'properties', 'height', 'type'], 'integer'],
  ])('and not when it %s', (_, path, value) => {
    expect(apiBreaks(DESCRIPTION, changed(path, value))).toEqual([]);
  });
});
