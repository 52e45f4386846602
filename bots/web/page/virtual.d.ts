declare module 'virtual:dictionaries' {
  interface DictionaryModule {
    readonly dictionary?: unknown;
    /** As an operator's dictionary is exported. */
    readonly default?: unknown;
  }
  const loaders: Readonly<Record<string, () => Promise<DictionaryModule>>>;
  export default loaders;
}
