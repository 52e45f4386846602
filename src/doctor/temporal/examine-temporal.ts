import type { Connection } from '@temporalio/client';
import type { TemporalConnection } from '../../config/temporal-connection.ts';
import { type Examination, type Finding, skipped } from '../doctor.ts';
import { lookAtNamespace } from './look-at-namespace.ts';
import { lookAtSearchAttributes } from './look-at-search-attributes.ts';
import { lookAtTemporal } from './look-at-temporal.ts';
import { lookAtWorkers } from './look-at-workers.ts';

export interface ExamineTemporalOptions {
  /** Absent: no `TEMPORAL_*` variable selects a server. */
  readonly temporal: TemporalServer | undefined;
}

export interface TemporalServer extends Pick<TemporalConnection, 'namespace'> {
  /** `localhost:7233` */
  readonly address: string;
  /** Asked once. Rejects when the server cannot be had. */
  readonly connect: () => Promise<Connection>;
}

const NAMES = ['Temporal', 'Namespace', 'Search attributes', 'Workers'] as const;

/** What is looked at in Temporal, in this order; nothing is changed there. */
export function examineTemporal({ temporal }: ExamineTemporalOptions): readonly Examination[] {
  const [server, namespaceName, searchAttributes, workers] = NAMES;
  if (temporal === undefined)
    return [
      {
        name: server,
        examine: () => Promise.resolve(skipped('TEMPORAL_ADDRESS is not set; npm start brings a Temporal of its own.')),
      },
    ];
  const { address, namespace, connect } = temporal;
  let connection: Connection | undefined;
  let hasNamespace = false;
  const withNamespace = (look: (known: Connection) => Promise<Finding>) => async (): Promise<Finding> =>
    connection === undefined || !hasNamespace ? skipped('needs the namespace.') : await look(connection);
  return [
    {
      name: server,
      async examine() {
        const found = await lookAtTemporal(connect, address);
        connection = found.connection;
        return found.finding;
      },
    },
    {
      name: namespaceName,
      async examine() {
        if (connection === undefined) return skipped('needs Temporal.');
        const finding = await lookAtNamespace(connection, namespace);
        hasNamespace = finding.kind !== 'fault';
        return finding;
      },
    },
    { name: searchAttributes, examine: withNamespace((known) => lookAtSearchAttributes(known, namespace)) },
    { name: workers, examine: withNamespace((known) => lookAtWorkers(known, namespace)) },
  ];
}
