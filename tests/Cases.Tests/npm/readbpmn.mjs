// Reads BPMN files with bpmn.io's own parser and checks what a modeller needs; prints one line a file.
import { readFile } from 'node:fs/promises';
import { BpmnModdle } from 'bpmn-moddle';

const problems = [];
for (const path of process.argv.slice(2)) {
  const say = text => problems.push(`${path}: ${text}`);
  const { rootElement, warnings, references } = await new BpmnModdle().fromXML(await readFile(path, 'utf8'));
  for (const warning of warnings) say(warning.message);
  const process_ = rootElement.rootElements.find(e => e.$type === 'bpmn:Process');
  const nodes = process_.flowElements.filter(e => e.$type !== 'bpmn:SequenceFlow');
  const flows = process_.flowElements.filter(e => e.$type === 'bpmn:SequenceFlow');
  for (const flow of flows) {
    if (!flow.sourceRef.outgoing?.includes(flow) || !flow.targetRef.incoming?.includes(flow)) say(`${flow.id} is not known to its ends`);
  }
  for (const node of nodes) {
    if (node.$type !== 'bpmn:StartEvent' && !node.incoming?.length) say(`nothing leads to ${node.id}`);
    if (node.$type !== 'bpmn:EndEvent' && !node.outgoing?.length) say(`nothing leads on from ${node.id}`);
  }
  const laid = new Set(process_.laneSets[0].lanes.flatMap(l => l.flowNodeRef));
  for (const node of nodes) if (!laid.has(node)) say(`${node.id} lies in no lane`);
  const plane = rootElement.diagrams[0].plane.planeElement;
  const drawn = new Set(plane.map(s => s.bpmnElement));
  for (const element of [...nodes, ...flows]) if (!drawn.has(element)) say(`${element.id} is not drawn`);
  const boxes = plane.filter(s => s.bounds && nodes.includes(s.bpmnElement)).map(s => [s.bpmnElement.id, s.bounds]);
  for (const [i, [a, p]] of boxes.entries()) {
    for (const [b, q] of boxes.slice(i + 1)) {
      if (p.x < q.x + q.width && q.x < p.x + p.width && p.y < q.y + q.height && q.y < p.y + p.height) say(`${a} lies on ${b}`);
    }
  }
  const states = nodes.filter(n => n.extensionElements).length;
  console.log(`${nodes.length} nodes, ${flows.length} flows, ${references.length} references, ${states} states`);
}
if (problems.length) {
  console.log(problems.join('\n'));
  process.exit(1);
}
