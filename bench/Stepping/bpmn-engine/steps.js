// Runs whole permits through bpmn-engine in memory, one after the other: each user task is signalled as soon as it waits.
// Told the milliseconds of a round on standard input, it answers with permits, seconds, p50 and p99 in milliseconds.
import { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { BpmnModdle } from 'bpmn-moddle';
import { Engine } from 'bpmn-engine';

// Parsed once, as a server would that runs many of a kind.
const moddleContext = await new BpmnModdle().fromXML(await readFile(new URL('garden.bpmn', import.meta.url), 'utf8'));

let number = 0;

async function permit() {
  const listener = new EventEmitter();
  let signalled = 0;
  listener.on('activity.wait', (task) => {
    signalled += 1;
    task.signal({ by: 'clerk' });
  });
  const engine = new Engine({ name: `permit-${number += 1}`, moddleContext });
  const ended = engine.waitFor('end');
  await engine.execute({ listener });
  await ended;
  if (signalled !== 4) throw new Error(`A permit took ${signalled} steps instead of 4.`);
}

for await (const line of createInterface({ input: process.stdin })) {
  const until = performance.now() + Number(line);
  const began = performance.now();
  const took = [];
  do {
    const from = performance.now();
    await permit();
    took.push(performance.now() - from);
  } while (performance.now() < until);
  const seconds = (performance.now() - began) / 1000;
  took.sort((a, b) => a - b);
  console.log(`${took.length} ${seconds} ${took[Math.floor(took.length / 2)]} ${took[Math.floor(took.length * 0.99)]}`);
}
