import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** The repository. */
export const ROOT = join(import.meta.dirname, '../..');

export interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly args?: Readonly<Record<string, string>> };
  readonly pull_policy?: string;
  readonly container_name?: string;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  /** `null`: taken from the environment when it is set there, otherwise absent. */
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly restart?: string;
  readonly profiles?: readonly string[];
  readonly stop_grace_period?: string;
  readonly logging?: { readonly driver: string; readonly options: Readonly<Record<string, string>> };
  readonly deploy?: { readonly resources: { readonly limits: { readonly memory: string } } };
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly networks: Readonly<Record<string, unknown>>;
}

/** `docker-compose.yml` as it is written, variables and all. */
export function readComposeText(): string {
  return readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
}

/** `docker-compose.yml` with its anchors and merges resolved, variables as they stand. */
export function readCompose(): ComposeFile {
  return parse(readComposeText(), { merge: true }) as ComposeFile;
}

export function serviceOf(name: string): Service {
  const service = readCompose().services[name];
  if (service === undefined) throw new Error(`docker-compose.yml has no service ${name}`);
  return service;
}

/** The environment of a service when `.env` holds these variables. */
export function environmentOf(name: string, env: Readonly<Record<string, string>>): Record<string, string> {
  const resolved: Record<string, string> = {};
  for (const [key, value] of Object.entries(serviceOf(name).environment ?? {})) {
    const text = value === null ? env[key] : interpolate(value, env);
    if (text !== undefined) resolved[key] = text;
  }
  return resolved;
}

/** One use of a variable: `${NAME}`, `${NAME:-fallback}` or `${NAME:?message}`. */
export interface VariableUse {
  readonly name: string;
  readonly operator: ':-' | ':?' | undefined;
  /** Fallback or message; may itself use variables. */
  readonly argument: string;
}

/** Every use of a variable in the text, those within fallbacks too. */
export function variablesIn(text: string): readonly VariableUse[] {
  return expressionsIn(text).flatMap(({ body }) => {
    const use = parseExpression(body);
    return [use, ...variablesIn(use.argument)];
  });
}

/**
 * Fills variables in as Compose does.
 *
 * @throws when a required one is missing or empty, with the message that the file gives
 */
export function interpolate(text: string, env: Readonly<Record<string, string>>): string {
  let filled = '';
  let from = 0;
  for (const { start, end, body } of expressionsIn(text)) {
    filled += text.slice(from, start) + valueOf(parseExpression(body), env);
    from = end;
  }
  return filled + text.slice(from);
}

function valueOf({ name, operator, argument }: VariableUse, env: Readonly<Record<string, string>>): string {
  const value = env[name] ?? '';
  if (value !== '' || operator === undefined) return value;
  if (operator === ':-') return interpolate(argument, env);
  throw new Error(`required variable ${name} is missing a value: ${argument}`);
}

function parseExpression(body: string): VariableUse {
  const match = /^([A-Za-z_]\w*)(?:(:[-?])(.*))?$/s.exec(body);
  const [, name, operator, argument] = match ?? [];
  if (name === undefined || (operator !== undefined && operator !== ':-' && operator !== ':?')) {
    throw new Error(`docker-compose.yml: \${${body}} is neither \${NAME}, \${NAME:-fallback} nor \${NAME:?message}`);
  }
  return { name, operator, argument: argument ?? '' };
}

/** The outermost `${…}`, whose bodies may hold others. */
function expressionsIn(
  text: string,
): readonly { readonly start: number; readonly end: number; readonly body: string }[] {
  const found = [];
  let at = text.indexOf('${');
  while (at !== -1) {
    let depth = 1;
    let end = at + 2;
    for (; end < text.length && depth > 0; end += 1) {
      if (text.startsWith('${', end)) depth += 1;
      else if (text[end] === '}') depth -= 1;
    }
    if (depth > 0) throw new Error(`docker-compose.yml: a \${ is never closed: ${text.slice(at, at + 40)}`);
    found.push({ start: at, end, body: text.slice(at + 2, end - 1) });
    at = text.indexOf('${', end);
  }
  return found;
}
