import type { ComponentChild } from 'preact';
import type { Receipt as ReceiptFile } from '../../../../../src/receipt/receipt-schema.ts';
import type { Article } from '../../core/article.ts';
import { useLoaded } from '../../core/use-loaded.ts';
import { say } from '../../core/words.ts';
import { pathOf } from '../../routes.ts';
import { Moment } from '../../ui/moment.tsx';
import { ProblemNote } from '../../ui/problem.tsx';
import { ToWeb } from '../../ui/to-web.tsx';

/** Who wrote and decided what, as the receipt of the delivered article says. */
export function Receipt({ article }: { readonly article: Article }) {
  const { page } = say();
  const path = `/articles/${article.articleId}/receipt`;
  const { value, problem, reload } = useLoaded<ReceiptFile>(path);
  if (value !== undefined) return <Known receipt={value} path={path} />;
  return problem === undefined ? (
    <p class="soft" role="status">
      {page.loading}
    </p>
  ) : (
    <ProblemNote problem={problem} onRetry={() => void reload()} />
  );
}

function Known({ receipt, path }: { readonly receipt: ReceiptFile; readonly path: string }) {
  const { page, words, article: told } = say();
  const texts = page.article.receipt;
  const { number, money, dateTime } = words.format;
  const { article, responsibleEditor, disclosure, people, decisions, drafts, models, notes, articleId, gate } = receipt;
  return (
    <div class="receipt">
      <dl>
        <dt>{texts.issued}</dt>
        <dd>
          <Moment at={receipt.issuedAt} show="full" />
        </dd>
        <dt>{texts.approvedBy}</dt>
        <dd>{responsibleEditor?.name ?? texts.nobodyAsked}</dd>
        <dt>{texts.words}</dt>
        <dd>
          {texts.disclosure[disclosure]}{' '}
          <span class="soft">{texts.people(number(people.writtenWords), number(article.words))}</span>
        </dd>
        <dt>{texts.hash}</dt>
        <dd>
          <code class="hash">{article.sha256}</code>
        </dd>
      </dl>
      <section>
        <h2>{texts.decisions}</h2>
        <ul class="bare">
          {decisions.map(({ kind, subject, by, at, to, version, vote, rule }) => (
            <li key={`${at} ${by.userId} ${version}`}>
              {subject === 'outline' ? words.outline(version) : words.draft(version)}
              {': '}
              {told.decided(
                {
                  kind,
                  byName: by.name,
                  ...(subject !== undefined && { subject }),
                  ...(to !== undefined && { to }),
                },
                dateTime(at),
              )}
              {vote !== undefined && <span class="soft"> {texts.votes[vote]}</span>}
              {rule !== undefined && gate.voting !== undefined && <span class="soft"> {texts.rule(rule)}</span>}
            </li>
          ))}
        </ul>
      </section>
      <Table
        title={texts.drafts}
        heads={[texts.draft, texts.author, texts.length, texts.written]}
        rows={drafts.map(({ version, outline, authorName, words: length, writtenAt }) => [
          <a key={version} href={pathOf('draft', { articleId, version })}>
            {outline ? words.outline(version) : words.draft(version)}
          </a>,
          authorName,
          number(length),
          dateTime(writtenAt),
        ])}
      />
      <Table
        title={texts.models}
        heads={[texts.purpose, texts.model, texts.calls, texts.cost]}
        rows={models.map(({ purpose, answered, calls, costUsd }) => [
          purpose,
          answered,
          number(calls),
          costUsd === undefined ? '–' : money(costUsd),
        ])}
      />
      {notes.length > 0 && (
        <section>
          <h2>{page.article.sources}</h2>
          <ul class="bare">
            {notes.map(({ id, title, address }) => (
              <li key={id}>{address === undefined ? title : <ToWeb address={address}>{title}</ToWeb>}</li>
            ))}
          </ul>
        </section>
      )}
      <p class="soft">
        {texts.whatItIs}{' '}
        <a href={path} download="receipt.json">
          receipt.json
        </a>
      </p>
    </div>
  );
}

interface TableProps {
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly ComponentChild[])[];
}

function Table({ title, heads, rows }: TableProps) {
  if (rows.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      {/* Wider than a phone: it is moved by fingers and by keys. */}
      <div class="table" role="region" aria-label={title} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, at) => (
                  <td key={at}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
