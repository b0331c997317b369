import { generateKeyPairSync } from 'node:crypto';

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const robot = 'gateway@our-project.iam.gserviceaccount.com';
/** The file of a service account's key. */
export const serviceAccount = {
  type: 'service_account',
  project_id: 'our-project',
  client_email: robot,
  private_key: privateKey,
  // Nobody listens to what a file says of this.
  token_uri: 'http://169.254.169.254/token',
};
/** The examples of AWS's documentation. */
export const accessKey = 'AKIAIOSFODNN7EXAMPLE';
export const temporaryKey = 'ASIAIOSFODNN7EXAMPLE';
export const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
export const sessionToken = 'IQoJb3JpZ2luX2VjE+session/token==';
/** What the simulator verifies. */
export const credentials = {
  aws: {
    keys: { [accessKey]: { secret }, [temporaryKey]: { secret, sessionToken } },
    bearers: ['bedrock-api-key-0123456789'],
    region: 'eu-central-1',
  },
  google: { accounts: { [robot]: publicKey }, project: 'our-project' },
  azure: { keys: ['azure-key-0123456789'] },
};
