const ours = /^(?:helicone-auth|heliostat-key|openai-insecure-api-key)\.((?:sk|pk)-helicone-[a-z0-9-]+)$/;

/**
 * The subprotocols that a client offers, without the one that carries a Heliostat key: browsers can send a key in no
 * other way (`helicone-auth.<key>`, or `openai-insecure-api-key.<key>` as OpenAI's own client does).
 */
export function takeProtocols(header: string | undefined): { protocols: string[]; key: string | undefined } {
  let key: string | undefined;
  const protocols: string[] = [];
  for (const part of (header ?? '').split(',')) {
    const protocol = part.trim();
    if (protocol === '') continue;
    const match = ours.exec(protocol);
    if (match === null) protocols.push(protocol);
    else key ??= match[1];
  }
  return { protocols, key };
}
