/** A stand-in with the methods that a test needs; any other one is missing and fails the test. */
export const fake = <T extends object>(part: Partial<{ [K in keyof T]: T[K] }>): T => part as T;
