// What stands beside the answers: an id that says nothing, and no finer time than the half-day.

import { halfDay } from "./queue.js";

/** A random UUID of version 4; plain HTTP has no randomUUID. */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** The start of the half-day, local. */
export function collectedAt() {
  const half = halfDay();
  return `${half.slice(0, -3)}T${half.endsWith("am") ? "00" : "12"}:00:00+07:00`;
}
