import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import type { Messages } from '../../../src/messages/messages.ts';
import type { Reference, ReferenceField, ReferenceOperation } from './reference-of.ts';

export interface ReferencePage {
  /** Of the headings; what the document says is in English. */
  readonly language: InterfaceLanguage;
  readonly words: Messages['web']['reference'];
  /** Address of {@link REFERENCE_STYLE}. */
  readonly style: string;
}

/** The reference as a page that needs no script. */
export function drawReference(reference: Reference, { language, words, style }: ReferencePage): string {
  const { title, version, description, groups, schemas } = reference;
  const menu = groups.map(
    ({ name, operations }) =>
      `<li><a href="#group-${slug(name)}">${escape(name)}</a><ul>${operations
        .map(
          ({ id, method, path }) => `<li><a href="#${slug(id)}">${badge(method)} <code>${escape(path)}</code></a></li>`,
        )
        .join('')}</ul></li>`,
  );
  return `<!doctype html>
<html lang="${escape(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(words.title(title))}</title>
<link rel="stylesheet" href="${escape(style)}">
</head>
<body>
<a class="skip" href="#reference">${escape(words.skip)}</a>
<nav aria-label="${escape(words.contents)}"><p class="brand">${escape(title)} <small>${escape(version)}</small></p>
<ul>${menu.join('')}<li><a href="#schemas">${escape(words.schemas)}</a><ul>${schemas
    .map(({ name }) => `<li><a href="#schema-${slug(name)}">${escape(name)}</a></li>`)
    .join('')}</ul></li></ul></nav>
<main id="reference">
<h1>${escape(words.title(title))}</h1>
<p lang="en">${marked(description)}</p>
<p>${escape(words.document)} <a href="/openapi.json">/openapi.json</a></p>
${groups
  .map(
    ({ name, words: about, operations }) =>
      `<section aria-labelledby="group-${slug(name)}"><h2 id="group-${slug(name)}">${escape(name)}</h2>${
        about === '' ? '' : `<p lang="en">${marked(about)}</p>`
      }${operations.map((operation) => drawOperation(operation, words)).join('\n')}</section>`,
  )
  .join('\n')}
<section aria-labelledby="schemas"><h2 id="schemas">${escape(words.schemas)}</h2>
${schemas
  .map(
    ({ name, words: about, either, fields }) =>
      `<article id="schema-${slug(name)}"><h3>${escape(name)}</h3>${about === '' ? '' : `<p lang="en">${marked(about)}</p>`}${
        either.length === 0 ? '' : `<p>${escape(words.either)} ${either.map((one) => link(one)).join(', ')}</p>`
      }${table(fields, words)}</article>`,
  )
  .join('\n')}
</section>
</main>
</body>
</html>
`;
}

function drawOperation(operation: ReferenceOperation, words: ReferencePage['words']): string {
  const { id, method, path, summary, description, parameters, body, answers } = operation;
  return `<article id="${slug(id)}" lang="en">
<h3>${badge(method)} <code>${escape(path)}</code></h3>
<p class="summary">${marked(summary)}</p>
${description === '' ? '' : `<p>${marked(description)}</p>`}
${parameters.length === 0 ? '' : `<h4>${escape(words.parameters)}</h4>${table(parameters, words)}`}
${
  body === undefined
    ? ''
    : `<h4>${escape(words.body)}</h4><p><code>${escape(body.mediaType)}</code>${
        body.leadsTo === undefined ? '' : ` ${link(body.leadsTo)}`
      }</p>${table(body.fields, words)}`
}
<h4>${escape(words.answers)}</h4>
<ul class="answers">${answers
    .map(
      ({ status, words: said, leadsTo }) =>
        `<li><code class="status s${escape(status.slice(0, 1))}">${escape(status)}</code> ${marked(said)}${
          leadsTo === undefined ? '' : ` ${link(leadsTo)}`
        }</li>`,
    )
    .join('')}</ul>
</article>`;
}

function table(fields: readonly ReferenceField[], words: ReferencePage['words']): string {
  if (fields.length === 0) return '';
  const rows = fields.map(
    ({ name, type, leadsTo, isRequired, words: said, values }) =>
      `<tr><th scope="row"><code>${escape(name)}</code>${isRequired ? ` <span class="required">${escape(words.required)}</span>` : ''}</th><td>${
        leadsTo === undefined ? `<code>${escape(type)}</code>` : link(leadsTo, type)
      }</td><td lang="en">${marked(said)}${
        values.length === 0 ? '' : ` ${values.map((value) => `<code>${escape(value)}</code>`).join(' ')}`
      }</td></tr>`,
  );
  return `<div class="wide" tabindex="0" role="group" aria-label="${escape(words.fields)}"><table><thead><tr><th scope="col">${escape(words.field)}</th><th scope="col">${escape(words.type)}</th><th scope="col">${escape(words.meaning)}</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function badge(method: string): string {
  return `<span class="method ${escape(method.toLowerCase())}">${escape(method)}</span>`;
}

function link(name: string, text = name): string {
  return `<a href="#schema-${slug(name)}">${escape(text)}</a>`;
}

/** Descriptions have code in backticks, and no other marks. */
function marked(text: string): string {
  return escape(text).replaceAll(/`([^`]{1,200})`/g, '<code>$1</code>');
}

function slug(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Of the reference: light and dark, from a phone on. */
export const REFERENCE_STYLE = `
:root { --ink: #1d1b16; --soft: #5d584d; --paper: #fdfcf9; --line: #ddd8cc; --tint: #f3f0e8; --link: #0b5cad; --get: #0b6b3a; --post: #8a4b00; --delete: #a01c1c }
@media (prefers-color-scheme: dark) { :root { --ink: #ece8de; --soft: #aaa495; --paper: #17160f; --line: #3a372d; --tint: #23211a; --link: #83b9f2; --get: #6fd39d; --post: #f0b35e; --delete: #ff9a9a } }
* { box-sizing: border-box }
html { scroll-padding-top: 1rem; scroll-behavior: smooth }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto } }
body { margin: 0; color: var(--ink); background: var(--paper); font: 16px/1.55 system-ui, sans-serif }
@media (min-width: 60rem) { body { display: grid; grid-template-columns: 20rem minmax(0, 1fr) } nav { position: sticky; top: 0; height: 100vh; overflow: auto; border-right: 1px solid var(--line) } }
nav { padding: 1.25rem; background: var(--tint); font-size: .9rem }
nav ul { list-style: none; margin: 0 0 .75rem; padding: 0 } nav ul ul { padding-left: .75rem }
nav li a { display: block; padding: .2rem 0; color: inherit; text-decoration: none; overflow-wrap: anywhere } nav li a:hover { text-decoration: underline }
.brand { font-weight: 700; margin: 0 0 1rem } small { color: var(--soft); font-weight: 400 }
main { padding: 1.5rem; max-width: 60rem }
h1 { font-size: 1.9rem; line-height: 1.2 } h2 { margin-top: 3rem; border-bottom: 1px solid var(--line); padding-bottom: .3rem } h3 { font-size: 1.05rem; overflow-wrap: anywhere } h4 { margin: 1.2rem 0 .4rem; font-size: .8rem; letter-spacing: .06em; text-transform: uppercase; color: var(--soft) }
article { padding: .5rem 0 1.5rem; border-bottom: 1px solid var(--line) } article:target { background: var(--tint) }
.summary { font-weight: 600 }
a { color: var(--link) } :focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
code { font: .88em/1.4 ui-monospace, monospace; background: var(--tint); padding: .1em .3em; border-radius: 3px }
.method { font: 700 .75rem/1 ui-monospace, monospace; color: var(--get) } .method.post, .method.put, .method.patch { color: var(--post) } .method.delete { color: var(--delete) }
.required { font-size: .75rem; font-weight: 600; color: var(--post) }
.wide { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-size: .9rem } th, td { text-align: left; vertical-align: top; padding: .45rem .6rem .45rem 0; border-top: 1px solid var(--line); font-weight: 400 } thead th { border: 0; color: var(--soft); font-size: .8rem }
.answers { list-style: none; padding: 0 } .answers li { padding: .2rem 0 } .status { font-weight: 700 } .s2 { color: var(--get) } .s4, .s5 { color: var(--delete) }
.skip { position: absolute; left: -999px } .skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem 1rem; z-index: 1 }
`;
