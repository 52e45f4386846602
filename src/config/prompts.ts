import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PromptName, Prompts } from '../agents/settings.ts';
import { ConfigError, type ConfigFault } from './config-error.ts';
import { nearest } from './nearest.ts';

/** What a prompt has to have in it, each once or more: what is put there is said in docs/configuration.md. */
const PLACEHOLDERS: Readonly<Record<PromptName, readonly string[]>> = {
  writer: ['house_style'],
  'writer.outline': ['task', 'template'],
  'writer.headings': ['task', 'template'],
  'writer.section': ['task', 'template'],
  'writer.lead': ['task'],
  'writer.draft': ['task', 'template'],
  'writer.plan': ['task'],
  'writer.revise': ['task', 'template', 'house_style'],
  'writer.translate': ['task', 'into', 'house_style'],
  'writer.into-en': [],
  'writer.into-ru': [],
  critic: ['task', 'rubric', 'template', 'house_style'],
  'critic.rubric': [],
  'critic.compare': ['task', 'template', 'house_style'],
  'critic.translation': ['task', 'rubric', 'house_style'],
  'critic.fidelity': [],
  'fact-checker': [],
  'fact-checker.claims': ['task', 'max_claims'],
  'fact-checker.recheck': ['task'],
  'fact-checker.verdicts': ['task'],
  'fact-checker.searching': [],
  'fact-checker.remembering': [],
  researcher: [],
  'researcher.search': ['task'],
  'researcher.notes': ['task', 'max_notes'],
  'researcher.support': ['task'],
  editor: ['house_style'],
  'editor.edit': ['task'],
  'editor.title': ['task'],
  'editor.extras': ['task', 'house_style'],
};

const FOLDER = 'prompts';
/** Beside the code: what holds for every prompt that a config folder has not. */
const SHIPPED = fileURLToPath(new URL('../../config/prompts', import.meta.url));
/** Five times the longest of ours; it goes into every call. */
const MAX_CHARS = 20_000;
const NAMES = Object.keys(PLACEHOLDERS) as readonly PromptName[];
/** Also what somebody began and did not end. */
const BRACES = /\{\{([^{}\n]{0,80})(\}\})?/g;

/** The prompts of a config folder, and what is wrong with them. @param called how faults name a file of the folder */
export function loadPrompts(
  folder: string,
  called: (file: string) => string,
): { readonly prompts: Prompts; readonly faults: readonly ConfigFault[] } {
  const own = join(folder, FOLDER);
  const read = NAMES.map((name) => {
    const file = `${name}.md`;
    return {
      name,
      ...readPrompt(join(own, file), join(SHIPPED, file), called(join(FOLDER, file)), PLACEHOLDERS[name]),
    };
  });
  return {
    prompts: Object.fromEntries(read.map(({ name, text }) => [name, text])) as Prompts,
    faults: [...read.flatMap(({ faults }) => faults), ...unknownFiles(own, (file) => called(join(FOLDER, file)))],
  };
}

/** As they are shipped. @throws {ConfigError} when they were changed and are faulty */
export function shippedPrompts(): Prompts {
  const { prompts, faults } = loadPrompts(join(SHIPPED, '..'), (file) => join('config', file));
  if (faults.length > 0) throw new ConfigError(faults);
  return prompts;
}

function readPrompt(
  path: string,
  shipped: string,
  name: string,
  placeholders: readonly string[],
): { readonly text: string; readonly faults: readonly ConfigFault[] } {
  const source = contentOf(path) ?? contentOf(shipped);
  if (source === undefined || source instanceof Error)
    return {
      text: '',
      faults: [
        {
          where: name,
          what: `could not be read (${source?.message ?? 'it is not there'}); make it a file that this user may read`,
        },
      ],
    };
  const text = source
    .replace(/^\ufeff/, '')
    .replaceAll('\r\n', '\n')
    .trim();
  if (text === '')
    return {
      text,
      faults: [{ where: `${name}:1:1`, what: 'is empty; write the prompt, or remove the file to use the shipped one' }],
    };
  if (text.length > MAX_CHARS)
    return {
      text,
      faults: [
        {
          where: `${name}:1:1`,
          what: `has ${text.length} characters; ${MAX_CHARS} are the most, as it goes into every call`,
        },
      ],
    };
  return { text, faults: placeholderFaults(source, name, placeholders) };
}

/** Undefined: there is none. */
function contentOf(path: string): string | Error | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    if (error instanceof TypeError && !('syscall' in error)) return new Error('it is not in UTF-8');
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : new Error(code);
  }
}

function placeholderFaults(source: string, name: string, placeholders: readonly string[]): readonly ConfigFault[] {
  const shown = placeholders.map((one) => `{{${one}}}`).join(', ') || 'none';
  const found = [...source.matchAll(BRACES)].map(({ 1: inner = '', 2: end, index }) => ({
    inner: inner.trim(),
    isOpen: end === undefined,
    where: `${name}:${placeIn(source, index)}`,
  }));
  const unknown = found.flatMap(({ inner, isOpen, where }) => {
    if (!isOpen && placeholders.includes(inner)) return [];
    if (isOpen) return [{ where, what: 'begins a placeholder that is not ended; write it as {{name}}, on one line' }];
    const meant = nearest(inner, placeholders);
    const wayOut = meant === undefined ? `; known here: ${shown}` : `; did you mean {{${meant}}}?`;
    return [{ where: `${where} {{${inner}}}`, what: `is not a placeholder of this prompt${wayOut}` }];
  });
  const missing = placeholders
    .filter((one) => !found.some(({ inner, isOpen }) => inner === one && !isOpen))
    .map((one) => ({
      where: `${name}:1:1`,
      what: `has no {{${one}}}; put it where it belongs, config/prompts has the shipped text`,
    }));
  return [...unknown, ...missing];
}

/** A slip in a name would be taken for the wish to use the shipped prompt. */
function unknownFiles(folder: string, called: (file: string) => string): readonly ConfigFault[] {
  let files: readonly string[];
  try {
    files = readdirSync(folder);
  } catch {
    return [];
  }
  const known = NAMES.map((name) => `${name}.md`);
  return files
    .filter((file) => file.endsWith('.md') && !known.includes(file))
    .map((file) => ({
      where: called(file),
      what: `is read by nobody; name it ${nearest(file, known) ?? `one of ${known.join(', ')}`}`,
    }));
}

/** `4:22`, both from 1. */
function placeIn(source: string, offset: number): string {
  const before = source.slice(0, offset).split('\n');
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`;
}
