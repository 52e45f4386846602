import type { BuiltPage } from '../../bots/web/page/build.ts';

/** A page that nobody had to build. */
export const BUILT_PAGE: BuiltPage = {
  files: [
    {
      name: 'page-1.js',
      mediaType: 'text/javascript; charset=utf-8',
      plain: Buffer.from('plain'),
      brotli: Buffer.from('as br'),
      gzip: Buffer.from('as gzip'),
    },
    { name: 'latin-1.woff2', mediaType: 'font/woff2', plain: Buffer.from('font') },
  ],
  script: 'page-1.js',
  style: 'style-1.css',
  words: { en: 'en-1.js', ru: 'ru-1.js' },
  fonts: {},
};
