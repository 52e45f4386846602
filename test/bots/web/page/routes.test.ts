import { describe, expect, it } from 'vitest';
import { pathOf, placeAt } from '../../../../bots/web/page/routes.ts';

describe('places of the page', () => {
  it.each([
    ['/', 'home', {}],
    ['/articles/7k2m', 'article', { articleId: '7k2m' }],
    ['/articles/7k2m/', 'article', { articleId: '7k2m' }],
  ])('%s is %s', (path, name, params) => {
    expect(placeAt(path)).toEqual({ name, params });
  });

  it.each(['/articles/7k2m/files/article.pdf', '/docs', '/articles/<b>', '/articles/7k2m//'])('%s is none', (path) => {
    expect(placeAt(path)).toBeUndefined();
  });

  it('have a path by their name', () => {
    expect(pathOf('article', { articleId: 'a/b' })).toBe('/articles/a%2Fb');
  });
});
