export * from './credit-statements.js';
