// One running demo, one Chromium, every browser test.

import { after, before } from "node:test";

import { accessibilityTests } from "./accessibility.mjs";
import { citizenTests } from "./citizen.mjs";
import { startDemo } from "./demo.mjs";
import { deskTests } from "./desk.mjs";
import { enrolmentTests } from "./enrolment.mjs";
import { kioskTests } from "./kiosk.mjs";
import { offlineTests } from "./offline.mjs";
import { paperTests } from "./paper.mjs";
import { quarterTests } from "./quarter.mjs";
import { rotatingTests } from "./rotating.mjs";
import { slipTests } from "./slip.mjs";
import { soundTests } from "./sound.mjs";

let demo;

before(async () => {
  demo = await startDemo();
});

after(async () => {
  await demo?.stop();
});

const running = () => demo;

citizenTests(running);
kioskTests(running);
offlineTests();
rotatingTests();
deskTests(running);
quarterTests(running);
enrolmentTests(running);
slipTests(running);
paperTests(running);
soundTests(running);
accessibilityTests(running);
