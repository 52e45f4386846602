import { loadPage } from './build.ts';

// For images: a process that finds the page built starts sooner and needs no bundler in memory.
await loadPage();
