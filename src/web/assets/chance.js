// Chance: what is drawn, shuffled and spread.

/** A whole number below `n`: every one is as likely. */
export function draw(n) {
  const [random] = crypto.getRandomValues(new Uint32Array(1));
  return random < 2 ** 32 - (2 ** 32 % n) ? random % n : draw(n);
}

/** Fisher and Yates: every order is as likely. */
export function shuffle(items) {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = draw(last + 1);
    [items[last], items[other]] = [items[other], items[last]];
  }
  return items;
}

/** Within a quarter of `wait`, so that tablets do not come all at once. */
export const jitter = (wait) => wait * (0.75 + Math.random() / 2);
