import { propertyName } from './property-name.js';

describe(propertyName.name, () => {
  it('keeps case and hyphens as the client wrote them (PP-01)', () => {
    expect(propertyName('Helicone-Property-App-Version')).toBe('App-Version');
    expect(propertyName('Helicone-Property-environment')).toBe('environment');
    expect(propertyName('Helicone-Property-userID')).toBe('userID');
  });

  it('capitalises words again that a client library put in lower case', () => {
    expect(propertyName('helicone-property-app-version')).toBe('App-Version');
    expect(propertyName('helicone-property-environment')).toBe('Environment');
  });
});
