// What axe finds on every page, in both languages: nothing.

import assert from "node:assert/strict";
import test from "node:test";

import AxeBuilder from "@axe-core/playwright";

import { openPage, signIn } from "./demo.mjs";

const SIZES = {
  tablet: { width: 800, height: 1280 },
  desk: { width: 1280, height: 800 },
  telephone: { width: 390, height: 844 },
};

const OPEN_PAGES = [
  "/",
  "/phieu/01141/hai-long-quay?lang=vi",
  "/phieu/01141/hai-long-quay?lang=en",
  "/phieu/01141/mot-cau",
  "/cam-on",
  "/cam-on/en",
  "/dang-nhap",
];

const DESKS = {
  officer: ["", "/cau-hoi", "/gop-y", "/ke-hoach", "/bao-cao", "/bao-cao/cai-dat", "/xu-huong"].map((page) => `/don-vi/01141${page}`),
  province: ["", "/dot", "/nhac-nop", "/xu-huong", "/so-sanh", "/chi-so", "/bao-cao"].map((page) => `/tinh/08${page}`),
  publisher: ["/tinh/08/cong-bo"],
  admin: ["/quan-tri"],
};

export function accessibilityTests(running) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    test(`axe has nothing to say about the open pages on a ${size}`, async () => {
      const { context, page } = await openPage(running(), { viewport });
      for (const path of OPEN_PAGES) {
        await page.goto(path);
        await assertAccessible(page, path);
      }
      await context.close();
    });
  }

  for (const [role, paths] of Object.entries(DESKS)) {
    test(`axe has nothing to say about the desk of the ${role}`, async () => {
      const demo = running();
      const { context, page } = await openPage(demo, { viewport: SIZES.desk });
      await signIn(demo, page, role);
      for (const viewport of [SIZES.desk, SIZES.telephone]) {
        await page.setViewportSize(viewport);
        for (const path of paths) {
          await page.goto(path);
          await assertAccessible(page, path);
        }
      }
      await context.close();
    });
  }
}

export async function assertAccessible(page, path) {
  // Without frames there is nothing to gather in a page of its own, which takes longer than axe.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(", ")}`);
  assert.deepEqual(found, [], path);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(overflow <= 0, `${path} is ${overflow} px wider than its window`);
}
