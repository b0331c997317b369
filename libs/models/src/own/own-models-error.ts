/** A file of own models that cannot be used; the message names the file, the place and the way out. */
export class OwnModelsError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'OwnModelsError';
  }
}
