/** A provider cannot be addressed: something that its URL needs is missing, unusable or not offered. */
export class AddressError extends Error {
  constructor(
    /** Which fact is at fault: `project`, `region`, `location`, `deployment`, `model` or `operation`. */
    readonly fault: 'project' | 'region' | 'location' | 'deployment' | 'model' | 'operation',
    message: string,
  ) {
    super(message);
    this.name = 'AddressError';
  }
}
