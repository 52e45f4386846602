import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { articleOfFile } from '../../src/publish/front-matter.ts';
import { createS3Publisher } from '../../src/publish/to-s3.ts';
import { S3_BUCKET, S3_KEYS, type S3, startS3 } from '../emulators/places/s3.ts';
import { publicationOf } from '../fixtures/publication.ts';
import { refusesAsPlacesDo } from './refusals.ts';

const never = new AbortController().signal;
let s3: S3;
beforeEach(async () => {
  s3 = await startS3();
});
afterEach(() => s3.stop());

const open = (rest: { readonly bucket?: string; readonly publicUrl?: string } = {}, keys = S3_KEYS) =>
  createS3Publisher(
    {
      endpoint: s3.url,
      region: 'eu-central-1',
      bucket: S3_BUCKET,
      prefix: 'posts/über/',
      mode: 'publish',
      allowPrivateAddresses: true,
      ...rest,
    },
    keys,
  );

describe('S3', () => {
  it('gets the article as a Markdown file, signed and with its checksum', async () => {
    expect(await open().publish(publicationOf(), never)).toEqual({
      made: 'file',
      place: 's3://my-site/posts/über/how-tides-work.md',
      ref: { key: 'posts/über/how-tides-work.md' },
    });
    const made = s3.objects.get('posts/über/how-tides-work.md');
    expect(made).toMatchObject({
      type: 'text/markdown; charset=utf-8',
      meta: { 'x-amz-meta-copydesk-article': '4kx7m9q2bd8f3g5h' },
    });
    expect(articleOfFile(made?.text ?? '')).toBe('4kx7m9q2bd8f3g5h');
    expect(made?.text).toContain('draft: false\n');
  });

  it('says where people read it', async () => {
    const { address } = await open({ publicUrl: 'https://site.example' }).publish(publicationOf(), never);
    expect(address).toBe('https://site.example/posts/%C3%BCber/how-tides-work.md');
  });

  it('has one object of an article, whatever becomes of answers, and each later edition in its place', async () => {
    s3.meet('silent');
    await expect(open().publish(publicationOf(), s3.silence)).rejects.toBeInstanceOf(Error);
    const { ref } = await open().publish(publicationOf(), never);
    await open().publish({ ...publicationOf({ edition: 2, fileName: 'tides-edition-2.md' }), known: ref }, never);
    expect([...s3.objects.keys()]).toEqual(['posts/über/how-tides-work.md']);
    expect([...s3.objects.values()][0]?.text).toContain('edition: 2');
  });

  it('leaves alone what is not its own', async () => {
    s3.objects.set('posts/über/how-tides-work.md', { text: 'Mine', type: undefined, meta: {} });
    expect(await open().publish(publicationOf(), never)).toMatchObject({
      ref: { key: 'posts/über/how-tides-work-4kx7m9.md' },
    });
    expect(s3.objects.get('posts/über/how-tides-work.md')?.text).toBe('Mine');
  });

  it('says what is wrong with a key or a bucket', async () => {
    const unknown = open({}, { ...S3_KEYS, accessKeyId: 'AKIAOTHER' });
    await expect(unknown.publish(publicationOf(), never)).rejects.toMatchObject({
      code: 'forbidden',
      detail: 'In words: InvalidAccessKeyId',
    });
    const wrong = open({}, { ...S3_KEYS, secretAccessKey: 'wrong' });
    await expect(wrong.publish(publicationOf(), never)).rejects.toMatchObject({
      detail: 'In words: SignatureDoesNotMatch',
    });
    await expect(wrong.examine(never)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(open({ bucket: 'no-such-site' }).examine(never)).rejects.toMatchObject({ code: 'not-found' });
    await expect(open({ bucket: 'no-such-site' }).publish(publicationOf(), never)).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(await open().examine(never)).toBe(`the bucket my-site at ${new URL(s3.url).host}`);
    expect(s3.objects.size).toBe(0);
  });

  refusesAsPlacesDo(
    () => s3,
    () => open(),
    // The answer to a look, which is asked before, has no words.
    { isRead: false, known: { key: 'tides.md' } },
  );
});
