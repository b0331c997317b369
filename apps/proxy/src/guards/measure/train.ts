import { readFileSync, writeFileSync } from 'node:fs';
import { atOnce } from '../in-slices.js';
import { ruleSigns } from '../security/local-detector.js';
import { normalisePrompt } from '../security/normalise-prompt.js';
import { writeModel } from '../security/prompt-model.js';
import { bounded } from '../user-texts.js';
import { lessonOf, trainModel, type Lesson } from './train-model.js';

/**
 * Makes the detector's model from the `train-*` files of `prepare-samples.py`, in the order they are named.
 *
 *   node tools/bootstrap/run.mjs apps/proxy/dist/guards/measure/train.js apps/proxy/src/guards/security/prompt-model.bin samples/train-*.jsonl
 */
const [target = '', ...files] = process.argv.slice(2);
const half = 16 * 1024;

const lessons: Lesson[] = [];
for (const file of files)
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '') continue;
    const { text, label } = JSON.parse(line) as { text: string; label: string };
    const attack = label === 'attack';
    const normal = atOnce(normalisePrompt(bounded(text, half)));
    // People paste jailbreaks into chats too: what the rules refuse is no sure example of a harmless text.
    if (attack || atOnce(ruleSigns(normal)).sum < 1) lessons.push(lessonOf(normal, attack));
  }
writeFileSync(target, writeModel(trainModel(lessons)));
const attacks = lessons.filter(({ attack }) => attack).length;
console.log(`${attacks} attacks and ${lessons.length - attacks} harmless texts went into ${target}`);
