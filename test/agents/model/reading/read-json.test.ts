import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readJson } from '../../../../src/agents/model/reading/read-json.ts';
import { cpuMs } from '../../../support/cpu-ms.ts';

const seen = (name: string): string => readFileSync(`test/fixtures/answers/${name}`, 'utf8');

function read(text: string): unknown {
  const reading = readJson(text);
  if (!reading.ok) throw new Error(`${reading.fault.code} at ${reading.fault.at}`);
  // Without the missing prototypes.
  return JSON.parse(JSON.stringify(reading.value)) as unknown;
}

describe('readJson', () => {
  it.each(['prose-and-fence.txt', 'trailing-comma.txt'])('reads what was seen in %s', (name) => {
    expect(read(seen(name))).toEqual({
      score: 7.4,
      strengths: ['Clear opening.'],
      weaknesses: ['Section 2 has no source.'],
      suggestions: ['Name the study.'],
      factsQuestionable: false,
    });
  });

  it('keeps LaTeX with one backslash as it was written', () => {
    expect(read(seen('latex.json.txt'))).toMatchObject({
      text: '# Tides\n\nThe force is $F = \\frac{m}{r^2} \\times \\beta$ and the angle is $\\theta$.',
    });
  });

  it.each<[string, unknown]>([
    [
      String.raw`{"a":"\text{x} \tau \to \tan \tilde{x} \tfrac12 \textbf{b} \triangle"}`,
      String.raw`\text{x} \tau \to \tan \tilde{x} \tfrac12 \textbf{b} \triangle`,
    ],
    [String.raw`{"a":"\tg x, \tr A | \t1 \t\n\t\tif x"}`, '\\tg x, \\tr A | \t1 \t\n\t\tif x'],
    [String.raw`{"a":"\rho \right) \rangle \rightarrow"}`, String.raw`\rho \right) \rangle \rightarrow`],
    [
      String.raw`{"a":"\bar{x} \binom{n}{k} \mathbf{b} \begin{aligned}"}`,
      String.raw`\bar{x} \binom{n}{k} \mathbf{b} \begin{aligned}`,
    ],
    [String.raw`{"a":"\forall \phi \fbox"}`, String.raw`\forall \phi \fbox`],
    [String.raw`{"a":"$\nu \ne 0$, \nabla \neq \notin"}`, String.raw`$\nu \ne 0$, \nabla \neq \notin`],
    [
      String.raw`{"a":"\upsilon \underline{x} \alpha \( x \) \[ y \] \{ \_ \%"}`,
      String.raw`\upsilon \underline{x} \alpha \( x \) \[ y \] \{ \_ \%`,
    ],
    [String.raw`{"a":"\\frac{1}{2} \\times"}`, String.raw`\frac{1}{2} \times`],
    [
      String.raw`{"a":"one\nnew line\n\nnot\nexists\n\tindented\tcolumn"}`,
      'one\nnew line\n\nnot\nexists\n\tindented\\tcolumn',
    ],
    [String.raw`{"a":"a\r\nb \"c\" \/ \u00e9 \ud83d\ude00"}`, 'a\nb "c" / é 😀'],
    ['{"a":"a\nraw\tline"}', 'a\nraw\tline'],
    [String.raw`{"a":"x\u0000y\u0008z\ud800"}`, 'xyz\ufffd'],
    [String.raw`{"a":"\f \b."}`, '   .'],
  ])('reads the string in %s', (text, value) => {
    expect(read(text)).toEqual({ a: value });
  });

  it.each<[string, string, unknown]>([
    ['a fence on one line', 'Here: ```json {"a": 1} ``` Good luck!', { a: 1 }],
    ['a fence that is never closed', '```json\n{"a": 1}', { a: 1 }],
    ['the last of several', '{"a": 1}\nNo, better:\n{"a": 2}', { a: 2 }],
    ['the whole one behind a broken one', '{"a": 1,, }\n\nCorrected:\n{"a": 2}', { a: 2 }],
    ['braces in the prose around', 'Use {curly} braces {like this}. {"a": 1} Ask {me}!', { a: 1 }],
    ['an object before an empty one', '{"a": 1} {}', { a: 1 }],
    ['a footnote behind', '{"a": [1, 2,],}\n\n[1] A source', { a: [1, 2] }],
    ['braces in strings', '{"a": "}{ \\" ]["}', { a: '}{ " ][' }],
    [
      'Python',
      "{'a': True, 'b': None, 'c': 'it\\'s the sea\\'s', 'd': 'it's'}",
      { a: true, b: null, c: "it's the sea's", d: "it's" },
    ],
    ['JavaScript', '{a: 1, // one\n b_c: [2, /* two */ 3]}', { a: 1, b_c: [2, 3] }],
    ['a text that was quoted again', JSON.stringify('{"a": "x\\ny"}'), { a: 'x\ny' }],
    ['a list alone', 'Claims: [{"a": 1}]', [{ a: 1 }]],
    ['numbers', '{"a": -1.5e2, "b": .5, "c": +3}', { a: -150, b: 0.5, c: 3 }],
    ['a prototype that is none', '{"__proto__": {"a": 1}, "b": 2}', JSON.parse('{"__proto__": {"a": 1}, "b": 2}')],
  ])('finds %s', (_name, text, value) => {
    expect(read(text)).toEqual(value);
  });

  it.each([
    ['nothing', '', 'no-json'],
    ['prose', 'I like the draft {really}.', 'no-json'],
    ['a cut object', '{"a": {"b": 1}, "c": [1', 'json-cut'],
    ['a cut string', '{"a": "never', 'json-cut'],
    ['a cut object in a fence', 'Here:\n```json\n{"a": "b"\n', 'json-cut'],
    ['NaN', '{"score": NaN}', 'not-json'],
    ['a missing comma', '{"a": 1 "b": 2}', 'not-json'],
    ['a fraction', '{"score": 8/10}', 'not-json'],
    ['a broken one behind a whole one', '{"a": 1} {"a": 2,,}', 'not-json'],
    ['too deep', '{"a":'.repeat(100) + '1' + '}'.repeat(100), 'not-json'],
  ])('says what is wrong with %s', (_name, text, code) => {
    expect(readJson(text)).toMatchObject({ ok: false, fault: { code } });
  });

  it.each(['{', '{"', '{"a":', '[', '{"a":[', '"', '\\', '{"a', "{'a' b", '/*', '{"a":{"b":1},', '{a:/*'])(
    'takes no longer than its text is long: %s',
    (piece) => {
      const startedAt = cpuMs();
      readJson(piece.repeat(200_000 / piece.length));
      readJson(`{"a": "${piece.repeat(100_000 / piece.length)}`);
      expect(cpuMs() - startedAt).toBeLessThan(4000);
    },
  );
});
