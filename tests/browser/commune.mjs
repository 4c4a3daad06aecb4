// A commune's server in a folder of its own, that can be stopped and started on the same port.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

import { command, ENVIRONMENT, invite, PROGRAM } from "./demo.mjs";

export const COMMUNE = "01141";
const PASSWORD = "một câu dài để thử";

/** Starts a new commune node; its accounts are `can-bo` (officer) and `lanh-dao` (leader). */
export async function startCommune() {
  const folder = await mkdtemp(path.join(tmpdir(), "hailong-commune-"));
  const data = path.join(folder, "data");
  const commune = {
    folder,
    address: "http://127.0.0.1:0",
    accounts: {
      officer: { name: "can-bo", unit: COMMUNE, password: PASSWORD },
      leader: { name: "lanh-dao", unit: COMMUNE, password: PASSWORD },
    },
    /** Runs a command on the folder; resolves with what it wrote to stdout. */
    cli: (args, input) => command(data, args, input),
    async start() {
      commune.server = await serve(data, new URL(commune.address).host);
      commune.address = commune.server.address;
    },
    async stop() {
      commune.server.child.kill("SIGTERM");
      assert.equal(await commune.server.ended, 0, "SIGTERM ends the server cleanly");
    },
    /** A code that enrols one tablet. */
    invite: () => invite(data, COMMUNE),
    /** Sheets stored for the quarter of today, by channel. */
    async stored() {
      const args = ["results", "--unit", COMMUNE, "--period", quarter(), "--by", "channel", "--format", "json"];
      const { rows } = JSON.parse(await commune.cli(args));
      const counts = {};
      for (const row of rows) if (row.channel) counts[row.channel] = (counts[row.channel] ?? 0) + row.n;
      return counts;
    },
    async remove() {
      if (commune.server.child.exitCode === null) await commune.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await commune.cli(["init", "--unit", COMMUNE]);
  for (const [role, { name }] of Object.entries(commune.accounts)) {
    await commune.cli(["user", "add", name, "--role", role, "--unit", COMMUNE, "--password-stdin"], PASSWORD);
  }
  await commune.start();
  return commune;
}

/** Serves a data folder; resolves with its address, its process, and the promise of its exit code. */
export async function serve(data, host) {
  const child = spawn(PROGRAM, ["serve", "--listen", host, "--data", data], {
    stdio: ["ignore", "pipe", "inherit"],
    env: ENVIRONMENT,
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const address = await new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`serve ended with ${code}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.startsWith("listening on ")) resolve(line.slice("listening on ".length).trim());
    });
  });
  return { child, ended, address };
}

/** The calendar quarter of today in Việt Nam. */
export function quarter() {
  const today = new Date(Date.now() + 7 * 3_600_000);
  return `${today.getUTCFullYear()}-Q${Math.floor(today.getUTCMonth() / 3) + 1}`;
}
