import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { loadPrompts, shippedPrompts } from '../../src/config/prompts.ts';
import { cpuMs } from '../support/cpu-ms.ts';

describe('loadPrompts', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'copydesk-test-prompts-'));
    mkdirSync(join(folder, 'prompts'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const load = (files: Readonly<Record<string, string | Uint8Array>>) => {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, 'prompts', name), content);
    const { prompts, faults } = loadPrompts(folder, (file) => file);
    return { prompts, faults: faults.map(({ where, what }) => `${where}: ${what}`) };
  };

  it('takes what the folder has, and the shipped ones for the rest', () => {
    const { prompts, faults } = load({
      'critic.md': '\ufeffYou are kind.\r\nYour task is {{ task }}. {{rubric}}{{template}}{{house_style}}\n',
    });
    expect(faults).toEqual([]);
    expect(prompts).toEqual({
      ...shippedPrompts(),
      critic: 'You are kind.\nYour task is {{ task }}. {{rubric}}{{template}}{{house_style}}',
    });
  });

  it('reads every shipped file, and nothing else is there', () => {
    const names = Object.keys(shippedPrompts()).map((name) => `${name}.md`);
    expect(readdirSync('config/prompts').toSorted()).toEqual(names.toSorted());
    for (const [name, text] of Object.entries(shippedPrompts()))
      expect(readFileSync(`config/prompts/${name}.md`, 'utf8')).toBe(`${text}\n`);
  });

  it.each([
    [
      'editor.edit.md',
      'Judge.\nDo {{taks}} now, {{task}}.',
      'prompts/editor.edit.md:2:4 {{taks}}: is not a placeholder of this prompt; did you mean {{task}}?',
    ],
    [
      'fact-checker.md',
      'Write {{mood}}.',
      'prompts/fact-checker.md:1:7 {{mood}}: is not a placeholder of this prompt; known here: none',
    ],
    [
      'editor.edit.md',
      'Judge it.',
      'prompts/editor.edit.md:1:1: has no {{task}}; put it where it belongs, config/prompts has the shipped text',
    ],
    [
      'fact-checker.claims.md',
      'Do {{task}}.',
      'prompts/fact-checker.claims.md:1:1: has no {{max_claims}}; put it where it belongs, config/prompts has the shipped text',
    ],
    [
      'fact-checker.md',
      'One {{ two\n',
      'prompts/fact-checker.md:1:5: begins a placeholder that is not ended; write it as {{name}}, on one line',
    ],
    [
      'editor.md',
      ' \n',
      'prompts/editor.md:1:1: is empty; write the prompt, or remove the file to use the shipped one',
    ],
    [
      'writer.md',
      'x'.repeat(20_001),
      'prompts/writer.md:1:1: has 20001 characters; 20000 are the most, as it goes into every call',
    ],
    [
      'writer.md',
      Uint8Array.of(0xff, 0xfe),
      'prompts/writer.md: could not be read (it is not in UTF-8); make it a file that this user may read',
    ],
    ['writter.md', 'Write.', 'prompts/writter.md: is read by nobody; name it writer.md'],
  ])('says what is wrong with %s (%j)', (name, content, fault) => {
    expect(load({ [name]: content }).faults).toEqual([fault]);
  });

  it('is soon done with braces without end', () => {
    const startedAt = cpuMs();
    load({ 'writer.md': '{{'.repeat(10_000), 'editor.md': `{{${' '.repeat(19_000)}` });
    expect(cpuMs() - startedAt).toBeLessThan(1000);
  });

  it('makes a fault of the configuration', () => {
    cpSync('config/workflows.yaml', join(folder, 'workflows.yaml'));
    writeFileSync(join(folder, 'prompts', 'critic.md'), 'Judge it.');
    expect(() => loadConfig(folder)).toThrow('prompts/critic.md:1:1: has no {{task}}');
  });
});
