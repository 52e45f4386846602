import { Annotation } from '@langchain/langgraph';
import type { Critique } from '../../protocol/critique.ts';
import type { CritiqueInput } from '../agent.ts';

export const CriticState = Annotation.Root({
  input: Annotation<CritiqueInput>,
  /** What the graph is for. */
  critique: Annotation<Critique | undefined>,
});

export type CriticState = typeof CriticState.State;
