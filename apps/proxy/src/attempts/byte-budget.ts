/** Bytes that many calls may hold together. */
export class ByteBudget {
  private left: number;

  constructor(bytes: number) {
    this.left = bytes;
  }

  /** False, and nothing is taken, where fewer are left. */
  take(bytes: number): boolean {
    if (bytes > this.left) return false;
    this.left -= bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.left += bytes;
  }
}

/** Of replies that are kept until they are whole, to be translated or to be looked into (512 MB). */
export const heldReplyBytes = 512 * 1024 * 1024;
export const heldReplies = new ByteBudget(heldReplyBytes);
