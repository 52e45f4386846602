import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cleanArticle } from '../../../../src/agents/model/reading/clean-answer.ts';
import { cpuMs } from '../../../support/cpu-ms.ts';

const ARTICLE = `# How tides work

Twice a day the sea comes back, because the Moon pulls harder on the near side of the Earth than on the far one.

## Spring tides

At new and full moon the pulls of Sun and Moon add up.`;

const seen = (name: string): string => readFileSync(`test/fixtures/answers/${name}`, 'utf8');
const clean = (text: string): string => cleanArticle(text).text;

describe('an article is freed from', () => {
  it.each(['think-article.txt', 'think-unopened.txt', 'harmony-article.txt', 'preamble-fence.txt'])(
    'what was seen in %s',
    (name) => {
      expect(clean(seen(name))).toBe(ARTICLE);
    },
  );

  it('front matter, whose title stays where it has the only one', () => {
    expect(clean(seen('front-matter.md'))).toBe('# How tides work\n\nText.');
    expect(clean('---\ntitle: "How tides work"\ntags: [sea]\n---\n\nText.')).toBe('# How tides work\n\nText.');
    expect(clean('---\ntitle: Tides: how they work\n---\nText.')).toBe('# Tides: how they work\n\nText.');
    expect(clean('+++\ntitle = "Tides"\n+++\nText.')).toBe('# Tides\n\nText.');
    expect(clean(`Sure!\n\n\`\`\`markdown\n---\ntitle: x\n---\n\n${ARTICLE}\n\`\`\``)).toBe(ARTICLE);
  });

  it.each([
    ['a block of another name', `<thinking>\nHm. The word </b> is odd.\n</thinking>\n${ARTICLE}`],
    ['a block with attributes', `<think time="3s">x</think>${ARTICLE}`],
    ['two blocks', `<think>a</think>\n<think>b</think>\n\n${ARTICLE}`],
    ['a block within a block', `<think>a<think>b</think>c</think>\n\n${ARTICLE}`],
    ['a block that speaks of its own end', `<think>I must close with \`</think>\` later.\n</think>\n\n${ARTICLE}`],
    ['a block in capitals', `<THINK>x</THINK>\n${ARTICLE}`],
    ['Magistral', `[THINK]x[/THINK]${ARTICLE}`],
    ['Kimi', `◁think▷x◁/think▷${ARTICLE}`],
    ['Seed', `<seed:think>x</seed:think>${ARTICLE}`],
    ['Cohere', `<|START_THINKING|>x<|END_THINKING|><|START_RESPONSE|>${ARTICLE}<|END_RESPONSE|>`],
    ['OpenThinker', `<|begin_of_thought|>x<|end_of_thought|>\n<|begin_of_solution|>${ARTICLE}<|end_of_solution|>`],
    ['a block in the middle', ARTICLE.replace('\n\n## Spring', '\n\n<think>\nNow the springs.\n</think>\n\n## Spring')],
    ['reasoning with a fence that it never closes', `So:\n\`\`\`\n# Tides\n</think>\n\n${ARTICLE}`],
    ['harmony without its tokens', `analysisWe need to write.assistantfinal${ARTICLE}`],
    [
      'harmony with an end',
      `<|channel|>analysis<|message|>x<|end|><|start|>assistant<|channel|>final<|message|>${ARTICLE}<|return|>`,
    ],
    ['ChatML', `<|im_start|>assistant\n${ARTICLE}<|im_end|>\n<|im_start|>user\nThanks!`],
    ['Llama 3', `<|start_header_id|>assistant<|end_header_id|>\n\n${ARTICLE}<|eot_id|>`],
    ['Gemma', `<start_of_turn>model\n${ARTICLE}<end_of_turn>`],
    ['Llama 2', `<s> ${ARTICLE}</s>`],
    ['DeepSeek', `${ARTICLE}<｜end▁of▁sentence｜>`],
    ['GLM', `<|begin_of_box|>${ARTICLE}<|end_of_box|>`],
    ['a token before the block', `<|im_start|>assistant\n<think>x</think>\n${ARTICLE}<|im_end|>`],
    ['a tag around it', `<article>\n${ARTICLE}\n</article>`],
    ['a final answer', `<final_answer>${ARTICLE}</final_answer>`],
    ['a preface', `Certainly! Here is the article you asked for:\n\n${ARTICLE}`],
    ['a preface and a rule', `Here's the revised draft.\n\n---\n\n${ARTICLE}`],
    ['a Russian preface', `Конечно! Вот статья:\n\n${ARTICLE}`],
    ['an offer', `${ARTICLE}\n\n---\n\nLet me know if you'd like any changes!`],
    ['a count of words', `${ARTICLE}\n\n*Word count: 650*`],
    ['a Russian offer', `${ARTICLE}\n\nЕсли нужно, могу сократить текст или добавить примеры.`],
    ['hopes and offers', `${ARTICLE}\n\nI hope this helps!\n\nWould you like me to expand a section?`],
    ['a tag behind a preface', `Some words.\n<answer>\n${ARTICLE}\n</answer>\n`],
    ['an object', JSON.stringify({ title: 'How tides work', article: ARTICLE })],
    [
      'a quotation',
      ARTICLE.split('\n')
        .map((line) => `> ${line}`)
        .join('\n'),
    ],
    ['words of a chain of thought', `Thought: I should write.\n\nFinal Answer: ${ARTICLE}`],
    ['front matter in a fence', `\`\`\`yaml\n---\ntitle: Tides\n---\n\`\`\`\n\n${ARTICLE}`],
    ['a conversation that goes on', `${ARTICLE}\n\nUser: Thanks!\n\nAssistant: You are welcome!`],
    ['a note on itself', `${ARTICLE}\n\n---\n\n*Note: This article was written by an AI and may contain errors.*`],
    ['a report', `${ARTICLE}\n\n---\n\n**Changes made:**\n\n- Named the study.\n- Cut the cliché.`],
    ['a count', `${ARTICLE}\n\n(612 words)`],
    ['a bare fence', `\`\`\`\n${ARTICLE}\n\`\`\``],
    ['a fence that is never closed', `\`\`\`markdown\n${ARTICLE}`],
    ['a fence and an offer', `Here you go:\n\n\`\`\`md\n${ARTICLE}\n\`\`\`\n\nLet me know if you want more detail.`],
    [
      'line breaks of Windows and control characters',
      ARTICLE.replaceAll('\n', '\r\n').replace('sea', 's\u0000e\u0008a'),
    ],
  ])('%s', (_name, text) => {
    expect(clean(text)).toBe(ARTICLE);
  });

  it('makes the title a heading where it is bold, smaller or named', () => {
    const body = '\n\nTwice a day the sea comes back.\n\n## Spring\n\nBoth pull.';
    for (const title of [
      '**How tides work**',
      '## How tides work',
      'Title: How tides work',
      '**Title:** How tides work',
    ])
      expect(clean(`${title}${body}`)).toBe(`# How tides work${body}`);
    expect(clean(`How tides work\n==============${body}`)).toBe(`How tides work\n==============${body}`);
  });
});

describe('an article keeps', () => {
  it.each([
    [
      'tags in code',
      `# Think tags\n\nModels write \`<think>\` and \`</think>\` before they answer.\n\n\`\`\`\n<think>\nHm.\n</think>\n<|im_end|>\n\`\`\`\n\nThat is all.`,
    ],
    ['its blocks of code', `${ARTICLE}\n\n\`\`\`js\n1;\n\`\`\``],
    ['code at both ends', '```sh\nls\n```\n# Shells\n\nText.\n\n```sh\nls\n```'],
    ['struck out text', '# Prices\n\nIt costs <s>5</s> 4 euros.'],
    ['a quotation at its beginning', '> The sea is never still.\n\n# Tides\n\nText.'.replace('# Tides', '## Tides')],
    ['a tag that it speaks of', '# Forms\n\nWrite this:\n\n<text>\n\nand close it.'],
    ['rules between paragraphs', '# Tides\n\n---\n\nTitle: not one.\n\n---\n\nThe end of it.'],
    [
      'an ending that addresses the reader',
      '# Tides\n\nGo and look.\n\nIf you want to see the highest tide of the year, go to Fundy in spring.',
    ],
    ['an ending in the first person', '# Tides\n\nGo and look.\n\nI hope the sea forgives us. I am glad I went.'],
    ['a question at its end', '# Tides\n\nGo and look.\n\nShould I go back? Is there anything left of the beach?'],
    ['a section on changes', '# Tides\n\nThey changed.\n\n---\n\n## Changes in the bay\n\nThe sea rose.'],
    ['an opening that says here', '# Tides\n\nHere is the sea: it rises.'],
    ['formulas and comparisons', '# Maths\n\nIf a<b and b>c then a<|c|>d.'],
  ])('%s', (_name, text) => {
    expect(clean(text)).toBe(text);
  });
});

describe('there is no answer in', () => {
  it.each([
    ['a block that is never closed', '<think>\nThe user wants an article.\n\n# How tides work\n\nText.'],
    ['a block that is opened again', `${ARTICLE}\n\n<think>\nIs that enough?`],
    ['analysis without a final channel', '<|channel|>analysis<|message|>We write.<|end|>'],
  ])('%s', (_name, text) => {
    expect(cleanArticle(text)).toEqual({ text: '', unfinished: true });
  });
});

describe('cleaning', () => {
  it.each([
    '<think>',
    '</think>',
    '<think></think>',
    '```\n',
    '`',
    '<|im_end|>',
    '<|channel|>',
    '---\n',
    '\n\n',
    '# ',
    '**',
    '<|',
    '[THINK]',
    '> ',
    '<answer>\n',
    '{"a":',
    'final answer:\n',
    '\n\nuser: x\n',
  ])('takes no longer than its text is long: %s', (piece) => {
    const startedAt = cpuMs();
    cleanArticle(piece.repeat(200_000 / piece.length));
    expect(cpuMs() - startedAt).toBeLessThan(4000);
  });
});
