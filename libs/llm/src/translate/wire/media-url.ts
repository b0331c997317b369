import type { Media } from '../conversation/message.js';

/** Media of an address: a base64 `data:` URL gives its bytes, everything else stays an address. */
export function readMediaUrl(url: string): Media {
  if (!url.startsWith('data:')) return { url };
  // A data URL may hold megabytes: only its head is matched.
  const comma = url.indexOf(',');
  const head = comma < 0 || comma > 300 ? '' : url.slice('data:'.length, comma);
  if (!head.endsWith(';base64')) return { url };
  const type = head.slice(0, -';base64'.length).split(';')[0] ?? '';
  return { mediaType: type === '' ? 'application/octet-stream' : type, data: url.slice(comma + 1) };
}

/** The address of media, bytes as a `data:` URL. */
export function writeMediaUrl(media: Media): string {
  return 'url' in media ? media.url : `data:${media.mediaType};base64,${media.data}`;
}
