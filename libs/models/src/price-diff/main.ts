import { priceDiff } from './price-diff.js';

try {
  const { text, code } = await priceDiff(process.argv.slice(2));
  console.log(text);
  process.exitCode = code;
} catch (error) {
  console.error(`✖ ${(error as Error).message}`);
  process.exitCode = 2;
}
