// The programs of one function, one for each way through its `if` statements.

/** @template {{ run(): boolean }} Player */
export class Branches {
  /** @param {readonly Player[]} players one per program */
  constructor(players) {
    this.players = players;
    /** The one that was valid last. */
    this.current = players[0];
  }

  /**
   * Perform the program that is valid for these inputs, which is `current` then; whether there is one.
   * @param {(player: Player) => void} write writes the inputs
   */
  run(write) {
    for (let tries = 0; tries < this.players.length; tries++) {
      write(this.current);
      if (this.current.run()) return true;
      this.current = this.players[(this.players.indexOf(this.current) + 1) % this.players.length];
    }
    return false;
  }
}
